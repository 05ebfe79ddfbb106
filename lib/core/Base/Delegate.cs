namespace System;

/// <summary>A method to call, with the object to call it on.</summary>
public abstract partial class Delegate
{
}

/// <summary>The root of all delegates.</summary>
public abstract partial class MulticastDelegate : Delegate
{
}
