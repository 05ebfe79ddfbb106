using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

namespace System;

/// <summary>A value that may be absent.</summary>
[NonVersionable]
public partial struct Nullable<T> where T : struct
{
    // The order is the compiler's: boxing copies `value` at its offset and tests `hasValue` first.
    private readonly bool hasValue;
    internal T value;

    /// <summary>A present value.</summary>
    [NonVersionable]
    public Nullable(T value)
    {
        this.value = value;
        hasValue = true;
    }

    /// <summary>Whether there is a value.</summary>
    public readonly bool HasValue
    {
        [NonVersionable]
        get => hasValue;
    }

    /// <summary>The value; fails when there is none.</summary>
    public readonly T Value
    {
        get
        {
            if (!hasValue)
                ThrowHelper.ThrowInvalidOperation("Nullable object must have a value.");
            return value;
        }
    }

    /// <summary>The value, or the type's default.</summary>
    [NonVersionable]
    public readonly T GetValueOrDefault() => value;

    /// <summary>The value, or <paramref name="defaultValue"/>.</summary>
    [NonVersionable]
    public readonly T GetValueOrDefault(T defaultValue) => hasValue ? value : defaultValue;

    /// <inheritdoc/>
    public override bool Equals(object? other) => hasValue ? other is not null && value.Equals(other) : other is null;

    /// <inheritdoc/>
    public override int GetHashCode() => hasValue ? value.GetHashCode() : 0;

    /// <inheritdoc/>
    public override string? ToString() => hasValue ? value.ToString() : "";

    /// <summary>A present value.</summary>
    [NonVersionable]
    public static implicit operator T?(T value) => new Nullable<T>(value);

    /// <summary>The value; fails when there is none.</summary>
    [NonVersionable]
    public static explicit operator T(T? value) => value!.Value;
}
