namespace System;

/// <summary>The root of all attributes. Attributes leave nothing in an image.</summary>
public abstract class Attribute
{
}

/// <summary>What an attribute may be put on.</summary>
[Flags]
public enum AttributeTargets
{
    /// <summary>An assembly.</summary>
    Assembly = 0x0001,
    /// <summary>A module.</summary>
    Module = 0x0002,
    /// <summary>A class.</summary>
    Class = 0x0004,
    /// <summary>A struct.</summary>
    Struct = 0x0008,
    /// <summary>An enum.</summary>
    Enum = 0x0010,
    /// <summary>A constructor.</summary>
    Constructor = 0x0020,
    /// <summary>A method.</summary>
    Method = 0x0040,
    /// <summary>A property.</summary>
    Property = 0x0080,
    /// <summary>A field.</summary>
    Field = 0x0100,
    /// <summary>An event.</summary>
    Event = 0x0200,
    /// <summary>An interface.</summary>
    Interface = 0x0400,
    /// <summary>A parameter.</summary>
    Parameter = 0x0800,
    /// <summary>A delegate.</summary>
    Delegate = 0x1000,
    /// <summary>A return value.</summary>
    ReturnValue = 0x2000,
    /// <summary>A generic parameter.</summary>
    GenericParameter = 0x4000,
    /// <summary>Anything.</summary>
    All = 0x7fff,
}

/// <summary>Says what an attribute may be put on.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AttributeUsageAttribute(AttributeTargets validOn) : Attribute
{
    /// <summary>What the attribute may be put on.</summary>
    public AttributeTargets ValidOn { get; } = validOn;

    /// <summary>Whether it may appear more than once.</summary>
    public bool AllowMultiple { get; set; }

    /// <summary>Whether derived types have it too.</summary>
    public bool Inherited { get; set; } = true;
}

/// <summary>Marks an enum whose values are combined.</summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class FlagsAttribute : Attribute;

/// <summary>Marks a parameter that takes any number of arguments.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParamArrayAttribute : Attribute;

/// <summary>Marks what is no longer to be used.</summary>
[AttributeUsage(AttributeTargets.All, Inherited = false)]
public sealed class ObsoleteAttribute(string? message, bool error) : Attribute
{
    /// <summary>Marks without a text.</summary>
    public ObsoleteAttribute() : this(null, false)
    {
    }

    /// <summary>Marks with a text.</summary>
    public ObsoleteAttribute(string? message) : this(message, false)
    {
    }

    /// <summary>What to use instead.</summary>
    public string? Message { get; } = message;

    /// <summary>Whether use is an error.</summary>
    public bool IsError { get; } = error;

    /// <summary>The diagnostic's id.</summary>
    public string? DiagnosticId { get; set; }

    /// <summary>Where to read more.</summary>
    public string? UrlFormat { get; set; }
}

/// <summary>Says whether a program follows the Common Language Specification.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class CLSCompliantAttribute(bool isCompliant) : Attribute
{
    /// <summary>Whether it does.</summary>
    public bool IsCompliant { get; } = isCompliant;
}

/// <summary>Not available: the thread register belongs to the program that runs in the image.</summary>
[Obsolete("Thread statics are not available in an image: keep the state in an object, or per processor.", true)]
[AttributeUsage(AttributeTargets.Field, Inherited = false)]
public sealed class ThreadStaticAttribute : Attribute;
