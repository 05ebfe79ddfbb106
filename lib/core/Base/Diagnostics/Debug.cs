using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Lithe;

namespace System.Diagnostics;

/// <summary>Assertions that are compiled where <c>DEBUG</c> is defined.</summary>
public static class Debug
{
    /// <summary>Ends the image when the condition does not hold.</summary>
    [Conditional("DEBUG")]
    public static void Assert([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string? message = null)
    {
        if (!condition)
            Lithe.Fail.Stop(FailReason.Assertion, message);
    }

    /// <summary>Ends the image.</summary>
    [Conditional("DEBUG"), DoesNotReturn]
    public static void Fail(string? message) => Lithe.Fail.Stop(FailReason.Assertion, message);
}

/// <summary>Code that was not to be reached was.</summary>
public sealed class UnreachableException : Exception
{
    /// <summary>With the standard text.</summary>
    public UnreachableException() : base("The program executed an instruction that was thought to be unreachable.")
    {
    }

    /// <summary>With a text.</summary>
    public UnreachableException(string? message) : base(message)
    {
    }

    internal override string TypeName => "System.Diagnostics.UnreachableException";
}
