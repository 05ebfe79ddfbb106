using System.Text;
using Lithe.Build.Configuration;
using Lithe.Build.Metadata;

namespace Lithe.Build.Composition;

/// <summary>An [Init] method and the library that it stands in.</summary>
internal sealed record InitCall(InitMethod Method, string Library);

/// <summary>A counter: its name, and the C# expression that reads it.</summary>
internal sealed record CounterRead(string Name, string Expression, string Library);

/// <summary>A system call: its number on the target, and the library that it stands in.</summary>
internal sealed record SyscallEntry(int Number, SyscallMethod Method, string Library);

/// <summary>Writes <c>Composition.g.cs</c>: the order of start-up and the application's entry.</summary>
internal static class CompositionSource
{
    public const string AssemblyName = "Lithe.Composition";

    /// <summary>The symbol that the processor's start-up code calls.</summary>
    public const string Entry = "lithe_start";

    /// <summary>The library that reads counters by name.</summary>
    public const string CountersLibrary = "Lithe.Counters";

    /// <summary>The symbols that it asks for.</summary>
    public static readonly string[] CounterSymbols = ["lithe_counter_count", "lithe_counter_name", "lithe_counter_value"];

    /// <summary>The library that system calls enter by.</summary>
    public const string SyscallLibrary = "Lithe.Posix.Syscall";

    /// <summary>The symbols that it asks for: the table, and the calls' names.</summary>
    public static readonly string[] SyscallSymbols = ["lithe_syscall_dispatch", "lithe_syscall_name"];

    /// <summary>The library that makes <c>string[]</c> arguments out of the command line.</summary>
    public const string ArgumentsLibrary = "Lithe.Args";

    /// <summary>Writes the source.</summary>
    /// <param name="image">The image's name.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="calls">The start-up methods, in the order that they run.</param>
    /// <param name="stages">The stages' names by number.</param>
    /// <param name="usesArguments">The entry point reads its <c>string[]</c> parameter.</param>
    /// <param name="counters">The table of counters, in the order of the names; null for none.</param>
    /// <param name="syscalls">The table of system calls, in the order of their numbers; null for none.</param>
    public static string Write(
        string image,
        string target,
        IReadOnlyList<InitCall> calls,
        IReadOnlyDictionary<int, string> stages,
        bool usesArguments,
        IReadOnlyList<CounterRead>? counters,
        IReadOnlyList<SyscallEntry>? syscalls)
    {
        var text = new StringBuilder();
        text.Append("// The composition root of '").Append(image).Append("' for ").Append(target).Append(": start-up order and entry. Generated; see docs/composition.md.\n\n");
        text.Append("using System.Runtime;\n\nnamespace Lithe;\n\ninternal static class Composition\n{\n");
        text.Append("    /// <summary>Called by the processor's start-up code, on the boot stack.</summary>\n");
        text.Append("    [RuntimeExport(\"").Append(Entry).Append("\")]\n");
        text.Append("    private static void Start(nint boot)\n    {\n");
        text.Append("        global::Lithe.Arch.Processor.Initialize();\n");
        text.Append("        global::Lithe.Plat.Platform.Initialize(boot);\n");
        int stage = -1;
        foreach (InitCall call in calls)
        {
            if (call.Method.Stage != stage)
            {
                stage = call.Method.Stage;
                text.Append("\n        // ").Append(stages.GetValueOrDefault(stage, stage.ToString())).Append('\n');
            }
            text.Append("        global::").Append(call.Method.Type).Append('.').Append(call.Method.Method).Append("(); // ").Append(call.Library).Append('\n');
        }
        text.Append("\n        int status = global::Lithe.EntryPoint.Main(").Append(usesArguments ? "global::Lithe.Args.CommandLine.GetArguments()" : string.Empty).Append(");\n");
        text.Append("        global::Lithe.Plat.Platform.PowerOff(status);\n    }\n");
        if (counters is not null)
            WriteCounters(text, counters);
        if (syscalls is not null)
            WriteSyscalls(text, syscalls);
        return text.Append("}\n").ToString();
    }

    private static void WriteSyscalls(StringBuilder text, IReadOnlyList<SyscallEntry> syscalls)
    {
        const string Namespace = "global::Lithe.Posix.";
        text.Append("\n    /// <summary>The table of system calls.</summary>\n");
        text.Append("    [RuntimeExport(\"").Append(SyscallSymbols[0]).Append("\")]\n");
        text.Append("    private static long Dispatch(ref ").Append(Namespace).Append("SyscallFrame frame)\n    {\n");
        text.Append("        if ((ulong)frame.Number > int.MaxValue)\n            return ").Append(Namespace).Append("SyscallTable.Absent(ref frame);\n");
        text.Append("        switch ((int)frame.Number)\n        {\n");
        foreach (SyscallEntry entry in syscalls)
        {
            text.Append("            case ").Append(entry.Number).Append(": return ");
            if (entry.Method.Parameters.Count == 0)
                text.Append("global::").Append(entry.Method.Type).Append('.').Append(entry.Method.Method).Append("();");
            else
                text.Append("Call").Append(entry.Number).Append("(ref frame);");
            text.Append(" // ").Append(entry.Library).Append('\n');
        }
        text.Append("            default: return ").Append(Namespace).Append("SyscallTable.Absent(ref frame);\n        }\n    }\n");

        // Each with a frame of its own: what one call needs on the stack must not be cleared for every other.
        foreach (SyscallEntry entry in syscalls.Where(entry => entry.Method.Parameters.Count > 0))
        {
            int argument = 0;
            IEnumerable<string> arguments = entry.Method.Parameters.Select(type => type switch
            {
                "SyscallFrame" => "ref frame",
                "UserPointer" => $"new {Namespace}UserPointer(frame.Argument{argument++})",
                "ulong" => $"frame.Argument{argument++}",
                _ => $"({type})frame.Argument{argument++}",
            });
            text.Append("\n    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]\n    private static long Call").Append(entry.Number)
                .Append("(ref ").Append(Namespace).Append("SyscallFrame frame) =>\n        global::").Append(entry.Method.Type).Append('.').Append(entry.Method.Method)
                .Append('(').AppendJoin(", ", arguments).Append(");\n");
        }

        text.Append("\n    /// <summary>The calls' names, and how many arguments each has (the first character).</summary>\n");
        text.Append("    [RuntimeExport(\"").Append(SyscallSymbols[1]).Append("\")]\n");
        text.Append("    private static string SyscallName(int number) => number switch\n    {\n");
        foreach (SyscallEntry entry in syscalls)
        {
            text.Append("        ").Append(entry.Number).Append(" => \"").Append(entry.Method.Parameters.Count(type => type != "SyscallFrame"))
                .Append(LinuxCalls.NameOf(entry.Method.X86)).Append("\",\n");
        }
        text.Append("        _ => \"\",\n    };\n");
    }

    private static void WriteCounters(StringBuilder text, IReadOnlyList<CounterRead> counters)
    {
        void Export(string symbol, string signature) =>
            text.Append("\n    [RuntimeExport(\"").Append(symbol).Append("\")]\n    private static ").Append(signature).Append(" => ");
        Export(CounterSymbols[0], "int CounterCount()");
        text.Append(counters.Count).Append(";\n");
        Export(CounterSymbols[1], "string CounterName(int index)");
        text.Append("index switch\n    {\n");
        for (int i = 0; i < counters.Count; i++)
            text.Append("        ").Append(i).Append(" => \"").Append(counters[i].Name).Append("\", // ").Append(counters[i].Library).Append('\n');
        text.Append("        _ => \"\",\n    };\n");
        Export(CounterSymbols[2], "ulong CounterValue(int index)");
        text.Append("index switch\n    {\n");
        for (int i = 0; i < counters.Count; i++)
            text.Append("        ").Append(i).Append(" => (ulong)").Append(counters[i].Expression).Append(",\n");
        text.Append("        _ => 0,\n    };\n");
    }
}
