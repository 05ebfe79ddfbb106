using Internal.Runtime;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>The root of all types.</summary>
public unsafe class Object
{
    // The compiler's own layout: an object starts with a pointer to its method table.
    internal MethodTable* m_pEEType;

    /// <summary>Creates an object.</summary>
    public Object()
    {
    }

    // Finalizers never run; the compiler wants the slot.
    ~Object()
    {
    }

    /// <summary>Whether this object equals <paramref name="obj"/>; by reference unless overridden.</summary>
    public virtual bool Equals(object? obj) => this == obj;

    /// <summary>Whether two objects are equal: the same, or equal by <see cref="Equals(object?)"/>.</summary>
    public static bool Equals(object? objA, object? objB) =>
        objA == objB || (objA is not null && objB is not null && objA.Equals(objB));

    /// <summary>Whether two references name the same object.</summary>
    public static bool ReferenceEquals(object? objA, object? objB) => objA == objB;

    /// <summary>A hash of the object; of its address unless overridden, since objects never move.</summary>
    public virtual int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    /// <summary>Text for the object; empty unless overridden: an image carries no type names.</summary>
    public virtual string? ToString() => "";

    /// <summary>The object's type.</summary>
    [Intrinsic]
    public Type GetType() => RuntimeType.FromMethodTable(m_pEEType);

    /// <summary>A copy with the same fields.</summary>
    protected object MemberwiseClone() => RuntimeHelpers.Clone(this);

    // What follows the method table pointer: the fields, or the value in a box.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte GetRawData() => ref Unsafe.As<RawData>(this).Data;
}
