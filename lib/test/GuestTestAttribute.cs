using System;

namespace Lithe.Testing;

/// <summary>Marks a <c>public static void</c> method without parameters as a test that runs in a booted image.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuestTestAttribute : Attribute
{
    /// <summary>When set, the test passes only if the image panics with a reason that contains this text.</summary>
    public string? Panic { get; set; }
}
