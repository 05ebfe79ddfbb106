using System.Reflection;
using System.Reflection.Metadata;

namespace Lithe.Build.Boundary;

/// <summary>
/// Finds explicit layouts that put a reference where something else lies: such a type makes references out of numbers, or takes an object for
/// one of another class. What is not known for sure (a structure of another assembly, a type parameter) counts as holding references.
/// </summary>
internal static class ExplicitLayout
{
    private const int ReferenceSize = 8;

    /// <summary>The names of two fields that share bytes, at least one of which may hold a reference; null when there are none.</summary>
    public static (string First, string Second)? FindOverlap(MetadataReader metadata, TypeDefinition type)
    {
        if ((type.Attributes & TypeAttributes.LayoutMask) != TypeAttributes.ExplicitLayout)
            return null;
        List<Slot> slots = [.. type.GetFields().Select(metadata.GetFieldDefinition)
            .Where(field => !field.Attributes.HasFlag(FieldAttributes.Static))
            .Select(field => new Slot(metadata.GetString(field.Name), field.GetOffset(), Measure(metadata, field)))];
        foreach (Slot slot in slots.Where(slot => slot.Kind.MayRefer))
        {
            foreach (Slot other in slots)
            {
                if (!ReferenceEquals(slot, other) && slot.Start < other.End && other.Start < slot.End)
                    return (slot.Name, other.Name);
            }
        }
        return null;
    }

    private static Kind Measure(MetadataReader metadata, FieldDefinition field)
    {
        BlobReader signature = metadata.GetBlobReader(field.Signature);
        signature.ReadSignatureHeader();
        while (true)
        {
            byte code = signature.ReadByte();
            switch ((SignatureTypeCode)code)
            {
                case SignatureTypeCode.RequiredModifier or SignatureTypeCode.OptionalModifier:
                    signature.ReadTypeHandle();
                    continue;
                case SignatureTypeCode.Boolean or SignatureTypeCode.Byte or SignatureTypeCode.SByte:
                    return new Kind(1, false);
                case SignatureTypeCode.Char or SignatureTypeCode.Int16 or SignatureTypeCode.UInt16:
                    return new Kind(2, false);
                case SignatureTypeCode.Int32 or SignatureTypeCode.UInt32 or SignatureTypeCode.Single:
                    return new Kind(4, false);
                case SignatureTypeCode.Int64 or SignatureTypeCode.UInt64 or SignatureTypeCode.Double or SignatureTypeCode.IntPtr or SignatureTypeCode.UIntPtr
                    or SignatureTypeCode.Pointer or SignatureTypeCode.FunctionPointer:
                    return new Kind(8, false);
                case SignatureTypeCode.String or SignatureTypeCode.Object or SignatureTypeCode.SZArray or SignatureTypeCode.Array or SignatureTypeCode.ByReference:
                    return new Kind(ReferenceSize, true);
            }
            return (SignatureTypeKind)code switch
            {
                SignatureTypeKind.Class => new Kind(ReferenceSize, true),
                SignatureTypeKind.ValueType => MeasureStructure(metadata, signature.ReadTypeHandle()),
                _ => Kind.Unknown,
            };
        }
    }

    // An enumeration or structure of this assembly whose fields are all plain; its size does not matter as long as it holds no reference, for two
    // plain fields may share bytes. Against a reference it counts to the end.
    private static Kind MeasureStructure(MetadataReader metadata, EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeDefinition)
            return Kind.Unknown;
        bool isPlain = metadata.GetTypeDefinition((TypeDefinitionHandle)handle).GetFields().Select(metadata.GetFieldDefinition)
            .Where(field => !field.Attributes.HasFlag(FieldAttributes.Static))
            .All(field => !Measure(metadata, field).MayRefer);
        return Kind.Unknown with { MayRefer = !isPlain };
    }

    private readonly record struct Kind(int Size, bool MayRefer)
    {
        public static Kind Unknown { get; } = new(int.MaxValue, true);
    }

    private sealed record Slot(string Name, int Start, Kind Kind)
    {
        public long End => (long)Start + Kind.Size;
    }
}
