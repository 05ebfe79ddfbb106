using System.Text;
using Lithe.Build.Output;
using Lithe.Insight.Images;
using Lithe.Insight.Size;

namespace Lithe.Insight.Why;

/// <summary>What a user names: compared with what is in the image.</summary>
internal sealed class WhyTarget
{
    private readonly string _asked;
    private readonly string _plain;
    private readonly BuiltImage _image;

    public WhyTarget(string asked, BuiltImage image)
    {
        _asked = MangledNames.WithoutKeyword(asked.Trim());
        _plain = Plain(_asked);
        _image = image;
        string folder = _asked.TrimEnd('/');
        RecordedLibrary? library = image.Record.Libraries.FirstOrDefault(library => library.Name == _asked)
            ?? image.Record.Libraries.FirstOrDefault(library => library.Assembly == _asked || (library.Folder.Length > 0 && library.Folder == folder));
        Library = library is null ? null : image.NameOf(library.Assembly);
    }

    /// <summary>The library that was named, if one was.</summary>
    public string? Library { get; }

    public bool Matches(ReferenceNode node) =>
        Library is null ? node.Symbol == _asked || (node.Owner is { } owner && Matches(owner.Type, owner.Method)) : node.Library == Library;

    public bool Matches(SizeItem item)
    {
        if (Library is not null)
            return item.Library == Library;
        if (item.Member == _asked || item.Within == _asked)
            return true;
        if (item.Kind is "padding" or "assembly" or "assembly data" or "reserved memory" || item.Type == item.Kind)
            return false;
        return Matches(item.Type, item.Member.StartsWith('(') ? null : item.Member);
    }

    public bool Matches(SymbolOwner owner) =>
        Library is null ? owner.Definition == _asked || Matches(owner.Type, owner.Method) : _image.NameOf(owner.Assembly) == Library;

    private bool Matches(string type, string? method)
    {
        bool hasParameters = _asked.Contains('(');
        string plainType = Plain(type);
        if (EndsAtName(plainType, _plain) && !hasParameters)
            return true;
        if (method is null || !EndsAtName($"{plainType}.{Plain(method)}", _plain))
            return false;
        return !hasParameters || Squeeze(method[method.IndexOf('(')..]) == Squeeze(_asked[_asked.IndexOf('(')..]);
    }

    private static string Squeeze(string text) => text.Replace(" ", string.Empty, StringComparison.Ordinal);

    // "Console.WriteLine" is "System.Console.WriteLine", not "System.MyConsole.WriteLine".
    private static bool EndsAtName(string full, string asked) =>
        full == asked || (asked.Length > 0 && full.Length > asked.Length && full.EndsWith(asked, StringComparison.Ordinal) && full[^(asked.Length + 1)] == '.');

    /// <summary>A name without parameters and without type arguments. Names that the C# compiler makes keep their '&lt;'.</summary>
    public static string Plain(string name)
    {
        int parameters = name.IndexOf('(');
        string text = parameters < 0 ? name : name[..parameters];
        var plain = new StringBuilder(text.Length);
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            // Type arguments follow a name: "List<int>". "<Main>$" and ".<>c" do not.
            if (text[i] == '<' && (depth > 0 || (i > 0 && text[i - 1] is not ('.' or '<'))))
                depth++;
            else if (text[i] == '>' && depth > 0)
                depth--;
            else if (depth == 0)
                plain.Append(text[i]);
        }
        return plain.ToString();
    }
}
