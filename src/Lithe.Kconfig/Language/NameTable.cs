namespace Lithe.Kconfig;

/// <summary>Gives the same string object for the same characters, without allocating when it is known already.</summary>
internal sealed class NameTable
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public NameTable() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    public string Intern(ReadOnlySpan<char> text)
    {
        if (_lookup.TryGetValue(text, out string? known))
            return known;
        string added = text.ToString();
        _names.Add(added);
        return added;
    }
}
