using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

/// <summary>The root of all enums.</summary>
/// <remarks>An image carries no names: the text of an enum is its number. Where names matter, write a `switch`.</remarks>
public abstract unsafe class Enum : ValueType, IComparable
{
    // The value, as 64 bits.
    private long Value
    {
        get
        {
            ref byte data = ref GetRawData();
            return m_pEEType->Element switch
            {
                TypeElement.SByte => Unsafe.As<byte, sbyte>(ref data),
                TypeElement.Byte or TypeElement.Boolean => data,
                TypeElement.Int16 => Unsafe.As<byte, short>(ref data),
                TypeElement.UInt16 or TypeElement.Char => Unsafe.As<byte, ushort>(ref data),
                TypeElement.Int32 => Unsafe.As<byte, int>(ref data),
                TypeElement.UInt32 => Unsafe.As<byte, uint>(ref data),
                _ => Unsafe.As<byte, long>(ref data),
            };
        }
    }

    /// <summary>Whether all bits of another value are set.</summary>
    [Intrinsic]
    public bool HasFlag(Enum flag)
    {
        if (m_pEEType != flag.m_pEEType)
            ThrowHelper.ThrowArgument("The enums differ in type.");
        long bits = flag.Value;
        return (Value & bits) == bits;
    }

    /// <inheritdoc/>
    public int CompareTo(object? target)
    {
        if (target is null)
            return 1;
        if (target is not Enum other || m_pEEType != other.m_pEEType)
        {
            ThrowHelper.ThrowArgument("The enums differ in type.");
            return 0;
        }
        long left = Value, right = other.Value;
        if (m_pEEType->Element == TypeElement.UInt64)
            return (ulong)left < (ulong)right ? -1 : left == right ? 0 : 1;
        return left < right ? -1 : left == right ? 0 : 1;
    }

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) =>
        obj is Enum other && m_pEEType == other.m_pEEType && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value ^ (int)(Value >> 32);

    /// <summary>The number.</summary>
    public override string ToString() => m_pEEType->Element == TypeElement.UInt64 ? ((ulong)Value).ToString()! : Value.ToString()!;
}
