using System.Text;
using Lithe.Build.Metadata;

namespace Lithe.Build.Composition;

/// <summary>Writes <c>Tests.g.cs</c>: the guest tests of an image in the order that they run, and the program that runs them.</summary>
internal static class TestTableSource
{
    /// <summary>What the image prints for a test.</summary>
    public static string NameOf(TestMethod method) => method.Type + "." + method.Method;

    public static string Write(IReadOnlyList<TestMethod> methods)
    {
        var text = new StringBuilder();
        text.Append("// The guest tests of this image, in the order that they run. Generated; see docs/composition.md.\n\n");
        text.Append("internal static class Tests\n{\n");
        text.Append("    private const int Count = ").Append(methods.Count).Append(";\n\n");
        text.Append("    private static unsafe int Main() => global::Lithe.Testing.TestRunner.Run(Count, &Name, &Panic, &Call);\n\n");
        Switch(text, "global::System.ReadOnlySpan<byte> Name(int index) => index switch", methods.Select(method => Utf8(NameOf(method))), "default");
        Switch(text, "global::System.ReadOnlySpan<byte> Panic(int index) => index switch", methods.Select(method => method.Panic is null ? "default" : Utf8(method.Panic)), "default");
        text.Append("    private static void Call(int index)\n    {\n        switch (index)\n        {\n");
        for (int i = 0; i < methods.Count; i++)
            text.Append("            case ").Append(i).Append(": global::").Append(NameOf(methods[i])).Append("(); break;\n");
        return text.Append("        }\n    }\n}\n").ToString();
    }

    private static void Switch(StringBuilder text, string head, IEnumerable<string> values, string otherwise)
    {
        text.Append("    private static ").Append(head).Append("\n    {\n");
        int index = 0;
        foreach (string value in values)
        {
            if (value != otherwise)
                text.Append("        ").Append(index).Append(" => ").Append(value).Append(",\n");
            index++;
        }
        text.Append("        _ => ").Append(otherwise).Append(",\n    };\n\n");
    }

    private static string Utf8(string value) => "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"u8";
}
