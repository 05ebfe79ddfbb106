using Internal.Runtime;

namespace System;

/// <summary>What `typeof` leaves in compiled code.</summary>
public readonly unsafe struct RuntimeTypeHandle : IEquatable<RuntimeTypeHandle>
{
    private readonly nint _value;

    internal RuntimeTypeHandle(MethodTable* type) => _value = (nint)type;

    internal MethodTable* MethodTable => (MethodTable*)_value;

    /// <inheritdoc/>
    public bool Equals(RuntimeTypeHandle handle) => _value == handle._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RuntimeTypeHandle handle && Equals(handle);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)MethodTable->HashCode;

    /// <summary>Whether two handles are the same.</summary>
    public static bool operator ==(RuntimeTypeHandle left, RuntimeTypeHandle right) => left._value == right._value;

    /// <summary>Whether two handles differ.</summary>
    public static bool operator !=(RuntimeTypeHandle left, RuntimeTypeHandle right) => left._value != right._value;
}

/// <summary>What a method token leaves in compiled code.</summary>
public readonly struct RuntimeMethodHandle
{
    private readonly nint _value;
}

/// <summary>What a field token leaves in compiled code.</summary>
public readonly struct RuntimeFieldHandle
{
    private readonly nint _value;
}

// The object for a type, made when it is first asked for and kept in the type's own writable word, so that there is one.
internal sealed unsafe class RuntimeType : Type
{
    // The compiler lays this field out itself where it makes the object beforehand.
    private readonly MethodTable* _pUnderlyingEEType;

    private RuntimeType(MethodTable* type) => _pUnderlyingEEType = type;

    public override RuntimeTypeHandle TypeHandle => new(_pUnderlyingEEType);

    public override bool IsValueType => _pUnderlyingEEType->IsValueType;

    public override int GetHashCode() => (int)_pUnderlyingEEType->HashCode;

    internal static Type FromHandle(RuntimeTypeHandle handle) => FromMethodTable(handle.MethodTable);

    internal static Type FromMethodTable(MethodTable* type)
    {
        ref Type? cached = ref type->TypeObject;
        return cached ??= new RuntimeType(type);
    }
}
