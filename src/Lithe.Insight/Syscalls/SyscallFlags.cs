using System.Globalization;

namespace Lithe.Insight.Syscalls;

/// <summary>What the arguments of system calls mean: names of flags, operations and options, with their values.</summary>
internal sealed class SyscallFlags
{
    private const string Resource = "linux-flags.txt";

    private static readonly SyscallFlags[] s_all = [.. Read()];

    // A mask's bits, one of several values, or that in the low four or seven bits; options of sockets at a level.
    private readonly char _kind;
    private readonly int _place;
    private readonly (string Name, long Value)[] _names;

    private SyscallFlags(string call, char kind, int place, (string, long)[] names) => (Call, _kind, _place, _names) = (call, kind, place, names);

    private string Call { get; }

    /// <summary>The names of a call's arguments that were among those that it was made with, and those that were not.</summary>
    internal static (IReadOnlyList<string> Seen, IReadOnlyList<string> Missing) Of(int number, string call, SyscallRecords records)
    {
        var seen = new List<string>();
        var missing = new List<string>();
        foreach (SyscallFlags flags in s_all.Where(flags => flags.Call == call))
        {
            foreach ((string name, long value) in flags._names)
                (flags.Occurs(value, records.ValuesOf(number, flags._kind == 'S' ? 6 : flags._place)) ? seen : missing).Add(name);
        }

        return (seen, missing);
    }

    private bool Occurs(long value, IReadOnlySet<long> values) => _kind switch
    {
        'M' => values.Any(one => (one & value) == value),
        'T' => values.Any(one => (one & 0xf) == value),
        'F' => values.Any(one => (one & 0x7f) == value),
        'S' => values.Contains((long)_place << 16 | value),
        _ => values.Contains(value),
    };

    private static IEnumerable<SyscallFlags> Read()
    {
        using Stream stream = typeof(SyscallFlags).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in the tool");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            string[] words = line.Split(' ');
            yield return new SyscallFlags(words[1], words[0][0], int.Parse(words[2], CultureInfo.InvariantCulture), [.. words[3..].Select(Named)]);
        }
    }

    private static (string, long) Named(string word)
    {
        string[] parts = word.Split('=');
        return (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
