using System.Text;
using Lithe.Build;

namespace Lithe.Insight.Syscalls;

/// <summary>How far a system call goes.</summary>
public enum CallState
{
    /// <summary>No library has it: ENOSYS.</summary>
    Absent,

    /// <summary>A library has it; no test that has run here shows what it does.</summary>
    Untested,

    /// <summary>Programs that work make it, or it answers as on Linux but for flags that were not compared.</summary>
    Partly,

    /// <summary>It answers as on Linux, errors included, with every flag that is known of it.</summary>
    Works,
}

/// <summary>A line of the table.</summary>
/// <param name="Number">The number on x86_64.</param>
/// <param name="Name">Linux's name.</param>
/// <param name="State">How far it goes.</param>
/// <param name="Library">Which library has it; empty for none.</param>
/// <param name="IsCompared">Whether its answers were compared with Linux's.</param>
/// <param name="Flags">Flags, operations and options that were compared.</param>
/// <param name="Missing">Those that were not.</param>
public sealed record SyscallRow(int Number, string Name, CallState State, string Library, bool IsCompared, IReadOnlyList<string> Flags, IReadOnlyList<string> Missing);

/// <summary>The table of Linux's system calls: which there are, and what tests have shown of them.</summary>
public static class SyscallReport
{
    /// <summary>All of Linux's calls, by number.</summary>
    public static IReadOnlyList<SyscallRow> Make(string root)
    {
        IReadOnlyDictionary<int, ImplementedCall> implemented = SyscallSources.Read(root);
        SyscallRecords records = SyscallRecords.Read(root);
        var rows = new List<SyscallRow>();
        foreach ((int number, string name) in LinuxCalls.Names)
        {
            if (!implemented.TryGetValue(number, out ImplementedCall? call))
            {
                rows.Add(new SyscallRow(number, name, CallState.Absent, "", false, [], []));
                continue;
            }

            bool isCompared = records.IsCompared(number);
            (IReadOnlyList<string> seen, IReadOnlyList<string> missing) = isCompared ? SyscallFlags.Of(number, name, records) : ([], []);
            CallState state = isCompared ? missing.Count == 0 ? CallState.Works : CallState.Partly : records.IsUsed(name) ? CallState.Partly : CallState.Untested;
            rows.Add(new SyscallRow(number, name, state, call.Library, isCompared, seen, missing));
        }

        return rows;
    }

    /// <summary>The table as a Markdown page.</summary>
    public static string ToMarkdown(IReadOnlyList<SyscallRow> rows)
    {
        var text = new StringBuilder();
        int Count(CallState state) => rows.Count(row => row.State == state);
        text.Append("# System calls\n\nWritten by `./lithe syscalls --write docs/syscalls.md` from what the tests left in `build/syscalls`: the programs of `tests/conformance` make the same calls on Linux\n");
        text.Append("and in the image, and the answers must be the same, errors included. A call *works* when it was compared with every flag that the table knows of it; it is there *partly* when flags were not\n");
        text.Append("compared (they may work all the same), or when it was not compared and programs that work make it; what is absent answers ENOSYS.\n\n");
        text.Append($"{Count(CallState.Works)} work, {Count(CallState.Partly)} partly, {Count(CallState.Untested)} are there without a test, {Count(CallState.Absent)} are absent.\n\n");
        text.Append("| call | state | library | compared with Linux | not compared |\n|---|---|---|---|---|\n");
        foreach (SyscallRow row in rows.Where(row => row.State != CallState.Absent))
        {
            string compared = !row.IsCompared ? "" : row.Flags.Count == 0 ? "yes" : string.Join(' ', row.Flags);
            text.Append($"| {row.Name} | {Describe(row.State)} | {row.Library} | {compared} | {string.Join(' ', row.Missing)} |\n".Replace("|LOCK_NB", "\\|LOCK_NB", StringComparison.Ordinal));
        }

        text.Append("\nAbsent: ").AppendJoin(", ", rows.Where(row => row.State == CallState.Absent).Select(row => row.Name)).Append(".\n");
        return text.ToString();
    }

    /// <summary>A state in a word.</summary>
    public static string Describe(CallState state) => state switch
    {
        CallState.Absent => "absent",
        CallState.Untested => "untested",
        CallState.Partly => "partly",
        _ => "works",
    };
}
