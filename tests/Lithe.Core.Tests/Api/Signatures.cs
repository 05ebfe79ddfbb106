using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Lithe.Core.Tests.Api;

// The public API of an assembly as lines of text: types, the interfaces they have, fields, methods.
internal static class Signatures
{
    internal static HashSet<string> Of(string file)
    {
        using PEReader image = new(File.OpenRead(file));
        HashSet<string> lines = new();
        if (!image.HasMetadata)
            return lines;
        MetadataReader reader = image.GetMetadataReader();
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            if (IsPublic(reader, handle))
                Add(lines, reader, handle);
        }
        return lines;
    }

    private static bool IsPublic(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        TypeAttributes visibility = type.Attributes & TypeAttributes.VisibilityMask;
        if (visibility == TypeAttributes.Public)
            return true;
        return visibility == TypeAttributes.NestedPublic && IsPublic(reader, type.GetDeclaringType());
    }

    private static void Add(HashSet<string> lines, MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = TypeNames.Instance.GetTypeFromDefinition(reader, handle, 0);
        string parent = type.BaseType.IsNil ? "" : TypeNames.Instance.Of(reader, type.BaseType);
        lines.Add($"{(parent == "" ? "type" : parent)} {name}");
        foreach (InterfaceImplementationHandle contract in type.GetInterfaceImplementations())
            lines.Add($"{name} : {TypeNames.Instance.Of(reader, reader.GetInterfaceImplementation(contract).Interface)}");
        foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            if ((field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public)
                lines.Add($"{field.DecodeSignature(TypeNames.Instance, null)} {name}.{reader.GetString(field.Name)}{Constant(reader, field)}");
        }
        foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            bool isOverride = (method.Attributes & (MethodAttributes.Virtual | MethodAttributes.NewSlot)) == MethodAttributes.Virtual;
            // An override adds nothing to the API; a sealed implementation of an interface has a new slot.
            if ((method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public && !isOverride)
                lines.Add(Method(reader, name, method));
        }
    }

    private static string Method(MetadataReader reader, string type, MethodDefinition method)
    {
        MethodSignature<string> signature = method.DecodeSignature(TypeNames.Instance, null);
        string[] names = new string[signature.ParameterTypes.Length];
        foreach (Parameter parameter in method.GetParameters().Select(reader.GetParameter))
        {
            if (parameter.SequenceNumber > 0)
                names[parameter.SequenceNumber - 1] = " " + reader.GetString(parameter.Name) + ((parameter.Attributes & ParameterAttributes.Out) != 0 ? " out" : "");
        }
        string parameters = string.Join(", ", signature.ParameterTypes.Select((parameter, i) => parameter + names[i]));
        string generic = signature.GenericParameterCount > 0 ? "`" + signature.GenericParameterCount : "";
        string kind = (method.Attributes & MethodAttributes.Static) != 0 ? "static " : "";
        return $"{kind}{signature.ReturnType} {type}.{reader.GetString(method.Name)}{generic}({parameters})";
    }

    private static string Constant(MetadataReader reader, FieldDefinition field)
    {
        if (field.GetDefaultValue().IsNil)
            return "";
        Constant constant = reader.GetConstant(field.GetDefaultValue());
        return " = " + Convert.ToHexString(reader.GetBlobBytes(constant.Value));
    }
}
