using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

/// <summary>The root of all structs.</summary>
/// <remarks>
/// Equality of a boxed struct that does not override it: field by field, or by bits where the compiler says that these are all there
/// is. The values of a hot path have an <see cref="IEquatable{T}"/> of their own.
/// </remarks>
public abstract unsafe class ValueType
{
    private const int CountFields = -1;
    private const int AllBits = -1;

    // The compiler overrides this for every struct that is boxed: the number of fields, or the offset and type of one. That many
    // as -1 means that no bit is padding or a reference.
    internal virtual int __GetFieldHelper(int index, out MethodTable* type)
    {
        type = null;
        return AllBits;
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj)
    {
        if (obj is null || m_pEEType != obj.m_pEEType)
            return false;
        ref byte left = ref GetRawData(), right = ref obj.GetRawData();
        int count = __GetFieldHelper(CountFields, out _);
        if (count == AllBits)
            return SpanHelpers.SequenceEqual(ref left, ref right, m_pEEType->ValueSize);
        for (int i = 0; i < count; i++)
        {
            int offset = __GetFieldHelper(i, out MethodTable* type);
            object? a = Field(type, ref Unsafe.Add(ref left, offset)), b = Field(type, ref Unsafe.Add(ref right, offset));
            if (a is null ? b is not null : !a.Equals(b))
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        uint hash = m_pEEType->HashCode;
        ref byte data = ref GetRawData();
        int count = __GetFieldHelper(CountFields, out _);
        if (count == AllBits)
        {
            uint size = m_pEEType->ValueSize;
            for (uint i = 0; i < size; i++)
                hash = (hash ^ Unsafe.Add(ref data, i)) * 0x01000193;
            return (int)hash;
        }
        for (int i = 0; i < count; i++)
        {
            int offset = __GetFieldHelper(i, out MethodTable* type);
            hash = hash * 31 + (uint)(Field(type, ref Unsafe.Add(ref data, offset))?.GetHashCode() ?? 0);
        }
        return (int)hash;
    }

    private static object? Field(MethodTable* type, ref byte data) =>
        type->IsValueType ? RuntimeExports.RhBox(type, ref data) : Unsafe.As<byte, object?>(ref data);
}
