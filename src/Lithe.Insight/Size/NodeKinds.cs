using System.Text;

namespace Lithe.Insight.Size;

/// <summary>Says in plain words what the compiler's nodes are.</summary>
internal static class NodeKinds
{
    public static string Describe(string symbol, string? node) => node switch
    {
        "MethodCode" or "ShadowConcreteMethod" => "code",
        "ConstructedEEType" or "CanonicalEEType" or "EEType" or "ReflectionVisibleEEType" => "method table",
        "MethodReadOnlyData" => "method's constants",
        "FieldRvaData" => "constant data",
        "NonGCStatics" or "GCStatics" or "ThreadStatics" => "static fields",
        "GCStaticEEType" => "static fields' layout",
        "InterfaceDispatchMap" => "dispatch map",
        "InterfaceDispatchCell" => "dispatch cell",
        "SealedVTable" => "sealed virtual methods",
        "TypeGenericDictionary" or "MethodGenericDictionary" => "generic dictionary",
        "ArrayOfFrozenObjects" => "frozen objects",
        "WritableData" => "writable type data",
        "UnboxingStub" => "unboxing stub",
        "FatFunctionPointer" => "generic function pointer",
        "ReadyToRunHeader" => "module header",
        not null => Words(node),
        null when symbol.StartsWith("__Str_", StringComparison.Ordinal) => "string literal",
        null when symbol.StartsWith("__FrozenObj_", StringComparison.Ordinal) || symbol.StartsWith("__RuntimeType_", StringComparison.Ordinal) => "frozen object",
        null when symbol.Length == 0 => "unnamed",
        null => "compiler data",
    };

    // "GenericTypesHashtable" -> "generic types hashtable"
    private static string Words(string name)
    {
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool starts = char.IsUpper(name[i]) && i > 0 && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts)
                text.Append(' ');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
