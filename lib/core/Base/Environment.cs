using System.Diagnostics.CodeAnalysis;
using Lithe;

namespace System;

/// <summary>What surrounds the program.</summary>
public static partial class Environment
{
    /// <summary>A line feed.</summary>
    public static string NewLine => "\n";

    /// <summary>Ends the image at once.</summary>
    [DoesNotReturn]
    public static void FailFast(string? message) => Fail.Stop(FailReason.FailFast, message);
}
