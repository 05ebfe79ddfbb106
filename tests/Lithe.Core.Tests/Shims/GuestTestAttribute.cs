using System.Runtime.CompilerServices;
using Xunit;

namespace Lithe.Testing;

/// <summary>On the host a guest test is an xunit fact. One that must panic is left out: there is no panic to see.</summary>
public sealed class GuestTestAttribute : FactAttribute
{
    public GuestTestAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
    }

    public string? Panic
    {
        get => field;
        set
        {
            field = value;
            Skip = "Panics, which only a booted image can.";
        }
    }
}
