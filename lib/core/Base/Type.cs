using System.Runtime.CompilerServices;

namespace System;

/// <summary>A type, to compare with others: an image carries no names or members.</summary>
public abstract partial class Type
{
    /// <summary>The type behind a handle.</summary>
    [Intrinsic]
    public static Type GetTypeFromHandle(RuntimeTypeHandle handle) => RuntimeType.FromHandle(handle);

    /// <summary>What compiled code holds for the type.</summary>
    public abstract RuntimeTypeHandle TypeHandle { get; }

    /// <summary>Whether it is a struct or an enum.</summary>
    public abstract bool IsValueType
    {
        [Intrinsic]
        get;
    }

    /// <summary>Whether two types are the same.</summary>
    [Intrinsic]
    public static bool operator ==(Type? left, Type? right) => ReferenceEquals(left, right);

    /// <summary>Whether two types differ.</summary>
    [Intrinsic]
    public static bool operator !=(Type? left, Type? right) => !ReferenceEquals(left, right);

    /// <inheritdoc/>
    public override bool Equals(object? o) => ReferenceEquals(this, o);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();
}
