using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Text;

namespace Lithe.Build.Linking;

/// <summary>The ahead-of-time compiler's rules for names of link symbols.</summary>
internal static class Mangling
{
    /// <summary>A type's name with its namespace and the types around it, before the marks are replaced.</summary>
    internal static string RawName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        TypeDefinition type = metadata.GetTypeDefinition(handle);
        string name = metadata.GetString(type.Name);
        string ns = metadata.GetString(type.Namespace);
        string own = ns.Length == 0 ? name : ns + "." + name;
        return type.GetDeclaringType().IsNil ? own : RawName(metadata, type.GetDeclaringType()) + "_" + own;
    }

    /// <summary>What is no letter or digit becomes <c>_</c>, a leading digit gets one in front.</summary>
    internal static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            if (text.Length == 0 && char.IsAsciiDigit(c))
                text.Append('_');
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }
        return text.ToString();
    }

    /// <summary>Equal names get <c>_0</c>, <c>_1</c>...</summary>
    internal static string Disambiguate(string name, HashSet<string> taken)
    {
        string unique = name;
        for (int i = 0; !taken.Add(unique); i++)
            unique = $"{name}_{i}";
        return unique;
    }

    /// <summary>The names of type parameters.</summary>
    internal static ImmutableArray<string> ParameterNames(MetadataReader metadata, GenericParameterHandleCollection parameters) =>
        [.. parameters.Select(handle => metadata.GetString(metadata.GetGenericParameter(handle).Name))];

    /// <summary>A C# name without its list of type arguments.</summary>
    internal static string WithoutArguments(string name) => name.EndsWith('>') && name.IndexOf('<') is > 0 and int open ? name[..open] : name;
}
