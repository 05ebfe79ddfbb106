using System.Text;
using Lithe.Build.Configuration;
using Lithe.Build.Metadata;

namespace Lithe.Build.Composition;

/// <summary>An [Init] method and the library that it stands in.</summary>
internal sealed record InitCall(InitMethod Method, string Library);

/// <summary>Writes <c>Composition.g.cs</c>: the order of start-up and the application's entry.</summary>
internal static class CompositionSource
{
    public const string AssemblyName = "Lithe.Composition";

    /// <summary>The symbol that the processor's start-up code calls.</summary>
    public const string Entry = "lithe_start";

    /// <summary>The library that makes <c>string[]</c> arguments out of the command line.</summary>
    public const string ArgumentsLibrary = "Lithe.Args";

    /// <summary>Writes the source.</summary>
    /// <param name="image">The image's name.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="calls">The start-up methods, in the order that they run.</param>
    /// <param name="stages">The stages' names by number.</param>
    /// <param name="usesArguments">The entry point reads its <c>string[]</c> parameter.</param>
    public static string Write(string image, string target, IReadOnlyList<InitCall> calls, IReadOnlyDictionary<int, string> stages, bool usesArguments)
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
        text.Append("        global::Lithe.Plat.Platform.PowerOff(status);\n    }\n}\n");
        return text.ToString();
    }
}
