using System.Text;
using Lithe.Build.Metadata;

namespace Lithe.Build.Composition;

/// <summary>Writes <c>Tests.g.cs</c>: the program that runs the guest tests of an image, in source order.</summary>
internal static class TestTableSource
{
    /// <summary>What the image prints for a test.</summary>
    public static string NameOf(TestMethod method) => method.Type + "." + method.Method;

    public static string Write(IReadOnlyList<TestMethod> methods)
    {
        const string Runner = "global::Lithe.Testing.TestRunner";
        var text = new StringBuilder();
        text.Append("// The guest tests of this image, in the order that they run. Generated; see docs/composition.md.\n\n");
        text.Append("internal static class Tests\n{\n    private static int Main()\n    {\n");
        text.Append("        ").Append(Runner).Append(".Begin();\n");
        for (int i = 0; i < methods.Count; i++)
        {
            string name = NameOf(methods[i]);
            text.Append("        if (").Append(Runner).Append(".Enter(").Append(i).Append(", \"").Append(name).Append("\"u8))\n        {\n");
            text.Append("            global::").Append(name).Append("();\n            ").Append(Runner).Append(".Leave();\n        }\n");
        }
        return text.Append("        return ").Append(Runner).Append(".End();\n    }\n}\n").ToString();
    }
}
