namespace System;

/// <summary>The root of all structs.</summary>
public abstract partial class ValueType
{
}
