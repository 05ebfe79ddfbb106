namespace System;

// The types that the compiler knows by name. Their one field gives them their size; what they can do is in `System/`.

/// <summary>The return type of a method that returns nothing.</summary>
public struct Void
{
}

/// <summary>A truth value.</summary>
public readonly partial struct Boolean
{
    private readonly bool m_value;
}

/// <summary>A UTF-16 code unit.</summary>
public readonly partial struct Char
{
    private readonly char m_value;
}

/// <summary>A signed 8-bit integer.</summary>
public readonly partial struct SByte
{
    private readonly sbyte m_value;
}

/// <summary>An unsigned 8-bit integer.</summary>
public readonly partial struct Byte
{
    private readonly byte m_value;
}

/// <summary>A signed 16-bit integer.</summary>
public readonly partial struct Int16
{
    private readonly short m_value;
}

/// <summary>An unsigned 16-bit integer.</summary>
public readonly partial struct UInt16
{
    private readonly ushort m_value;
}

/// <summary>A signed 32-bit integer.</summary>
public readonly partial struct Int32
{
    private readonly int m_value;
}

/// <summary>An unsigned 32-bit integer.</summary>
public readonly partial struct UInt32
{
    private readonly uint m_value;
}

/// <summary>A signed 64-bit integer.</summary>
public readonly partial struct Int64
{
    private readonly long m_value;
}

/// <summary>An unsigned 64-bit integer.</summary>
public readonly partial struct UInt64
{
    private readonly ulong m_value;
}

/// <summary>A signed integer of the width of a pointer.</summary>
public readonly partial struct IntPtr
{
    private readonly nint _value;
}

/// <summary>An unsigned integer of the width of a pointer.</summary>
public readonly partial struct UIntPtr
{
    private readonly nuint _value;
}

/// <summary>A 32-bit floating-point number.</summary>
public readonly partial struct Single
{
    private readonly float m_value;
}

/// <summary>A 64-bit floating-point number.</summary>
public readonly partial struct Double
{
    private readonly double m_value;
}
