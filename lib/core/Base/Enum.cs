namespace System;

/// <summary>The root of all enums.</summary>
public abstract partial class Enum : ValueType
{
}
