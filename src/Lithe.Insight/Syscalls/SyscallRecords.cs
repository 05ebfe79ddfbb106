using System.Globalization;
using Lithe.Description;

namespace Lithe.Insight.Syscalls;

/// <summary>
/// What tests have shown, as they left it in <c>build/syscalls</c>: <c>NAME.compared</c> says which calls a program made whose answers were the same in the image as on Linux, with the values of their
/// arguments (<c>call NUMBER TIMES 0:VALUES 1:VALUES ...</c>); <c>NAME.used</c>, which calls a program made that did in the image what it should (<c>used NAME</c>).
/// </summary>
public sealed class SyscallRecords
{
    private readonly Dictionary<int, HashSet<long>[]> _compared = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Where tests leave them.</summary>
    public const string Folder = "build/syscalls";

    /// <summary>Whether there are any.</summary>
    public bool IsEmpty => _compared.Count == 0 && _used.Count == 0;

    /// <summary>Whether a call's answers were compared with Linux's.</summary>
    public bool IsCompared(int number) => _compared.ContainsKey(number);

    /// <summary>Whether a program that works makes the call.</summary>
    public bool IsUsed(string name) => _used.Contains(name);

    /// <summary>The values that an argument had; the seventh is a socket option's level and name, 16 bits each.</summary>
    public IReadOnlySet<long> ValuesOf(int number, int argument) =>
        _compared.TryGetValue(number, out HashSet<long>[]? values) && argument < values.Length ? values[argument] : new HashSet<long>();

    /// <summary>Reads all that there are.</summary>
    /// <param name="root">The repository.</param>
    /// <exception cref="InsightException">A record is damaged.</exception>
    public static SyscallRecords Read(string root)
    {
        var records = new SyscallRecords();
        string folder = Path.Combine(root, Folder);
        if (!Directory.Exists(folder))
            return records;
        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            int line = 0;
            foreach (string text in File.ReadLines(file))
            {
                line++;
                if (!records.TryAdd(text))
                    throw new InsightException(Diagnostic.Error(InsightCodes.BadRecord, $"{Folder}/{Path.GetFileName(file)}:{line} is no record of system calls", "delete the file, and run its test again"));
            }
        }

        return records;
    }

    private bool TryAdd(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["used", string name])
        {
            _used.Add(name);
            return true;
        }

        if (words.Length < 3 || words[0] != "call" || !int.TryParse(words[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
            return false;
        if (!_compared.TryGetValue(number, out HashSet<long>[]? values))
            _compared[number] = values = [[], [], [], [], [], [], []];
        foreach (string argument in words[3..])
        {
            if (argument.Length < 2 || argument[1] != ':' || argument[0] is < '0' or > '6')
                return false;
            foreach (string value in argument[2..].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long parsed))
                    return false;
                values[argument[0] - '0'].Add(parsed);
            }
        }

        return true;
    }
}
