using Internal.Runtime;

namespace System.Runtime.CompilerServices;

/// <summary>What compilers ask of the runtime.</summary>
public static unsafe partial class RuntimeHelpers
{
    /// <summary>Whether a type is or holds a reference.</summary>
    [Intrinsic]
    public static bool IsReferenceOrContainsReferences<T>() where T : allows ref struct => IsReferenceOrContainsReferences<T>();

    /// <summary>A hash of an object's address.</summary>
    public static int GetHashCode(object? o)
    {
        // Objects lie at multiples of 8 and never move. The multiplier spreads neighbours over the high half.
        ulong address = (ulong)Unsafe.As<object?, nint>(ref o);
        return (int)((address >> 3) * 0x9E3779B97F4A7C15 >> 32);
    }

    /// <summary>Whether two references name the same object, or two boxes hold the same bits.</summary>
    public static new bool Equals(object? o1, object? o2) => o1 == o2;

    /// <summary>The offset of a string's characters.</summary>
    public static int OffsetToStringData => sizeof(nint) + sizeof(int);

    /// <summary>Data of the assembly as elements.</summary>
    [Intrinsic]
    public static ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle) => throw new PlatformNotSupportedException();

    /// <summary>A part of an array, copied.</summary>
    public static T[] GetSubArray<T>(T[] array, Range range)
    {
        (int offset, int length) = range.GetOffsetAndLength(array.Length);
        return new ReadOnlySpan<T>(array, offset, length).ToArray();
    }

    /// <summary>Makes sure that there is stack left: the guard page does.</summary>
    public static void EnsureSufficientExecutionStack()
    {
    }

    [RuntimeImport("*", "RhpResolveInterfaceMethod"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern nint ResolveInterfaceMethod(object instance, nint dispatchCell);

    [RuntimeImport("*", "RhNewObject"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern object NewObject(MethodTable* type);

    [RuntimeImport("*", "RhNewVariableSizeObject"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern object NewVariableSizeObject(MethodTable* type, nint length);

    // An object of the same type and size with the same bits.
    internal static object Clone(object o)
    {
        MethodTable* type = o.m_pEEType;
        nuint size = type->BaseSize - 16;
        object copy;
        if (type->HasElements)
        {
            int length = Unsafe.As<RawArrayData>(o).Length;
            size += (nuint)length * type->ElementSize;
            copy = NewVariableSizeObject(type, length);
        }
        else
        {
            copy = NewObject(type);
        }
        Buffer.Memmove(ref copy.GetRawData(), ref o.GetRawData(), size);
        return copy;
    }

    // An array may hold a more derived type than its variable says; a span would let a store break it.
    internal static void CheckExactElementType<T>(T[] array)
    {
        if (array.m_pEEType != MethodTable.Of<T[]>())
            ThrowHelper.ThrowArrayTypeMismatch();
    }
}
