namespace System.Runtime.InteropServices;

/// <summary>How fields are laid out.</summary>
public enum LayoutKind
{
    /// <summary>In their order.</summary>
    Sequential = 0,
    /// <summary>At given offsets.</summary>
    Explicit = 2,
    /// <summary>As the compiler likes.</summary>
    Auto = 3,
}

/// <summary>How text is passed to foreign code.</summary>
public enum CharSet
{
    /// <summary>None.</summary>
    None = 1,
    /// <summary>Bytes.</summary>
    Ansi = 2,
    /// <summary>UTF-16.</summary>
    Unicode = 3,
    /// <summary>As the platform does.</summary>
    Auto = 4,
}

/// <summary>A calling convention.</summary>
public enum CallingConvention
{
    /// <summary>The platform's.</summary>
    Winapi = 1,
    /// <summary>C's.</summary>
    Cdecl = 2,
    /// <summary>Standard call.</summary>
    StdCall = 3,
    /// <summary>This call.</summary>
    ThisCall = 4,
    /// <summary>Fast call.</summary>
    FastCall = 5,
}

/// <summary>How the fields of a type are laid out.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class StructLayoutAttribute(LayoutKind layoutKind) : Attribute
{
    /// <summary>How.</summary>
    public LayoutKind Value { get; } = layoutKind;

    /// <summary>The greatest alignment.</summary>
    public int Pack;

    /// <summary>The size in bytes.</summary>
    public int Size;

    /// <summary>How text is passed.</summary>
    public CharSet CharSet;
}

/// <summary>The offset of a field in an explicit layout.</summary>
[AttributeUsage(AttributeTargets.Field, Inherited = false)]
public sealed class FieldOffsetAttribute(int offset) : Attribute
{
    /// <summary>The offset in bytes.</summary>
    public int Value { get; } = offset;
}

/// <summary>A parameter that is passed in.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class InAttribute : Attribute;

/// <summary>A parameter that is passed out.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class OutAttribute : Attribute;

/// <summary>A parameter that may be left out.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class OptionalAttribute : Attribute;

/// <summary>The value of a parameter that was left out.</summary>
[AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
public sealed class DefaultParameterValueAttribute(object? value) : Attribute
{
    /// <summary>The value.</summary>
    public object? Value { get; } = value;
}

/// <summary>Binds an external method to a link symbol.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class DllImportAttribute(string dllName) : Attribute
{
    /// <summary>The library; <c>"*"</c> is the image.</summary>
    public string Value { get; } = dllName;

    /// <summary>The symbol.</summary>
    public string? EntryPoint;

    /// <summary>How text is passed.</summary>
    public CharSet CharSet;

    /// <summary>The calling convention.</summary>
    public CallingConvention CallingConvention;

    /// <summary>Whether the symbol is taken as written.</summary>
    public bool ExactSpelling;

    /// <summary>Whether the signature is taken as written.</summary>
    public bool PreserveSig;

    /// <summary>Whether the call sets an error number.</summary>
    public bool SetLastError;
}

/// <summary>The call goes straight to the foreign code.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SuppressGCTransitionAttribute : Attribute;

/// <summary>A static method that only foreign code calls.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UnmanagedCallersOnlyAttribute : Attribute
{
    /// <summary>The calling conventions.</summary>
    public Type[]? CallConvs;

    /// <summary>The link symbol.</summary>
    public string? EntryPoint;
}

/// <summary>The calling convention of an external method.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class UnmanagedCallConvAttribute : Attribute
{
    /// <summary>The calling conventions.</summary>
    public Type[]? CallConvs;
}

/// <summary>How a value is passed to foreign code; compilers mark generic constraints with it.</summary>
public enum UnmanagedType
{
    /// <summary>A 32-bit truth value.</summary>
    Bool = 2,
    /// <summary>One byte.</summary>
    U1 = 4,
}
