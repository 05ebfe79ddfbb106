using System.Runtime.CompilerServices;

namespace System;

/// <summary>There is no collector; the members are there for code that names them.</summary>
public static class GC
{
    /// <summary>Keeps an object in use up to here.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void KeepAlive(object? obj)
    {
    }

    /// <summary>Finalizers never run.</summary>
    public static void SuppressFinalize(object obj)
    {
    }
}
