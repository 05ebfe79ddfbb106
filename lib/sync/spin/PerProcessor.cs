using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lithe.Arch;

namespace Lithe.Sync;

/// <summary>
/// A value for each processor. Without <c>SMP</c> it is one value in place; with it, call <see cref="Initialize"/> (once, before a second processor
/// starts) to have one for each, on cache lines of its own.
/// </summary>
public struct PerProcessor<T> where T : struct
{
    private T _first;
    private Padded[]? _all;

    /// <summary>Makes room for this many processors; the value so far becomes processor 0's.</summary>
    public void Initialize(int count)
    {
        if (!Config.SMP)
            return;
        _all = new Padded[count];
        _all[0].Value = _first;
    }

    /// <summary>This processor's value. The caller cannot be moved to another processor while it uses it.</summary>
    [UnscopedRef]
    public ref T Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (!Config.SMP || _all is null)
                return ref _first;
            return ref _all[Processor.Index].Value;
        }
    }

    /// <summary>The same as <see cref="Current"/>; what is passed by reference is not checked for null, as an instance is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T CurrentOf(ref PerProcessor<T> values)
    {
        if (!Config.SMP || values._all is null)
            return ref values._first;
        return ref values._all[Processor.Index].Value;
    }

    /// <summary>The value of any processor.</summary>
    [UnscopedRef]
    public ref T this[int index]
    {
        get
        {
            if (!Config.SMP || _all is null)
                return ref _first;
            return ref _all[index].Value;
        }
    }

    private struct Padded
    {
        internal T Value;
        private CacheLine _padding;
    }

    [InlineArray(64)]
    private struct CacheLine
    {
        private byte _first;
    }
}
