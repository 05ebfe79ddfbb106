using System.Globalization;

namespace Lithe.Build;

/// <summary>The system calls of Linux on x86_64: their numbers and names (Linux 6.1, <c>asm/unistd_64.h</c>).</summary>
public static class LinuxCalls
{
    private const string Resource = "linux-calls-x86_64.txt";

    /// <summary>Names by number.</summary>
    public static IReadOnlyDictionary<int, string> Names { get; } = Read();

    /// <summary>A call's name; its number when Linux has none of it.</summary>
    public static string NameOf(int number) => Names.TryGetValue(number, out string? name) ? name : number.ToString(CultureInfo.InvariantCulture);

    private static SortedDictionary<int, string> Read()
    {
        var names = new SortedDictionary<int, string>();
        using Stream stream = typeof(LinuxCalls).Assembly.GetManifestResourceStream(Resource) ?? throw new InvalidOperationException($"{Resource} is not in the tool");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0)
                names[int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture)] = line[(space + 1)..];
        }

        return names;
    }
}
