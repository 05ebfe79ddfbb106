using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Lithe.Build.Contracts;

/// <summary>The names of generic parameters in scope.</summary>
internal sealed record GenericNames(ImmutableArray<string> Type, ImmutableArray<string> Method);

/// <summary>Spells types as C# does; with their namespaces where two names are compared, without where a person reads them.</summary>
internal sealed class TypeNames(bool full) : ISignatureTypeProvider<string, GenericNames>
{
    public string GetPrimitiveType(PrimitiveTypeCode code) => code switch
    {
        PrimitiveTypeCode.Boolean => "bool",
        PrimitiveTypeCode.Byte => "byte",
        PrimitiveTypeCode.SByte => "sbyte",
        PrimitiveTypeCode.Char => "char",
        PrimitiveTypeCode.Int16 => "short",
        PrimitiveTypeCode.UInt16 => "ushort",
        PrimitiveTypeCode.Int32 => "int",
        PrimitiveTypeCode.UInt32 => "uint",
        PrimitiveTypeCode.Int64 => "long",
        PrimitiveTypeCode.UInt64 => "ulong",
        PrimitiveTypeCode.IntPtr => "nint",
        PrimitiveTypeCode.UIntPtr => "nuint",
        PrimitiveTypeCode.Single => "float",
        PrimitiveTypeCode.Double => "double",
        PrimitiveTypeCode.String => "string",
        PrimitiveTypeCode.Object => "object",
        PrimitiveTypeCode.Void => "void",
        _ => code.ToString(),
    };

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = WithoutArity(reader.GetString(type.Name));
        return type.GetDeclaringType().IsNil ? Qualify(reader.GetString(type.Namespace), name) : GetTypeFromDefinition(reader, type.GetDeclaringType(), 0) + "." + name;
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = WithoutArity(reader.GetString(type.Name));
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0) + "." + name
            : Qualify(reader.GetString(type.Namespace), name);
    }

    public string GetTypeFromSpecification(MetadataReader reader, GenericNames context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public string GetSZArrayType(string element) => element + "[]";

    public string GetArrayType(string element, ArrayShape shape) => element + "[" + new string(',', shape.Rank - 1) + "]";

    public string GetByReferenceType(string element) => "ref " + element;

    public string GetPointerType(string element) => element + "*";

    public string GetPinnedType(string element) => element;

    public string GetGenericInstantiation(string generic, ImmutableArray<string> arguments) => $"{generic}<{string.Join(", ", arguments)}>";

    public string GetGenericTypeParameter(GenericNames context, int index) => index < context.Type.Length ? context.Type[index] : "!" + index;

    public string GetGenericMethodParameter(GenericNames context, int index) => index < context.Method.Length ? context.Method[index] : "!!" + index;

    public string GetFunctionPointerType(MethodSignature<string> signature) =>
        $"delegate*{(signature.Header.CallingConvention == SignatureCallingConvention.Default ? string.Empty : " unmanaged")}<{string.Join(", ", signature.ParameterTypes.Append(signature.ReturnType))}>";

    // 'in' and 'ref readonly' are told apart from 'ref' by this; volatile, init and unmanaged likewise.
    public string GetModifiedType(string modifier, string unmodified, bool isRequired) => isRequired switch
    {
        true when modifier.EndsWith("InAttribute", StringComparison.Ordinal) => unmodified.Replace("ref ", "ref readonly "),
        true when full => $"{unmodified} modreq({modifier})",
        _ => unmodified,
    };

    private string Qualify(string ns, string name) => full && ns.Length > 0 ? ns + "." + name : name;

    private static string WithoutArity(string name) => name.IndexOf('`') is >= 0 and int tick ? name[..tick] : name;
}
