using System;
using System.Runtime.CompilerServices;
using Lithe.Arch;

namespace Lithe.Diagnostics;

/// <summary>
/// Tracepoints. With <c>TRACE</c> an event goes into the ring of the processor that it happens on; without, a call is nothing at all, as long as its arguments are.
/// </summary>
/// <remarks>A ring belongs to its processor: it is written with interrupts disabled. Rings are read when nobody writes any more, or by who can bear a torn event.</remarks>
public static unsafe class Trace
{
    // A line of memory between the processors' positions.
    private const int PositionStride = 8;

    // Set once, by Use, before a second processor runs. A size of 0: nothing is recorded.
    private static TraceEvent* s_events;
    private static ulong* s_positions;
    private static ulong s_size, s_places;
    private static int s_processors;
    private static delegate*<void> s_end;

    /// <summary>Notes an event: a name of at most 255 bytes in constant data (<c>"net.drop"u8</c>), and two numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Point(ReadOnlySpan<byte> name, ulong first = 0, ulong second = 0)
    {
        if (Config.TRACE)
            Record(name, first, second);
    }

    /// <summary>Called by the platform before it ends the image.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AtEnd()
    {
        if (Config.TRACE && s_end != null)
        {
            delegate*<void> end = s_end;
            s_end = null;
            end();
        }
    }

    /// <summary>
    /// Has events recorded from now on: in <paramref name="size"/> places (a power of two) for each processor, one after the other. <typeparamref name="TEnd"/> is called when the
    /// image ends. Positions are of 8 words for each processor.
    /// </summary>
    public static void Use<TEnd>(Span<TraceEvent> events, Span<ulong> positions, int processors) where TEnd : struct, ITraceEnd
    {
        // Both lie in objects that never move and are never freed.
        s_positions = (ulong*)Unsafe.AsPointer(ref positions[0]);
        s_events = (TraceEvent*)Unsafe.AsPointer(ref events[0]);
        s_processors = processors;
        s_end = &TEnd.OnEnd;
        s_size = s_places = (ulong)(events.Length / processors);
    }

    /// <summary>Has nothing recorded any more.</summary>
    public static void Stop() => s_size = 0;

    /// <summary>How many events a processor has recorded; the newest ones are kept.</summary>
    public static ulong CountOf(int processor) => (uint)processor < (uint)s_processors ? s_positions[processor * PositionStride] : 0;

    /// <summary>The number of the oldest event that the ring still holds.</summary>
    public static ulong FirstOf(int processor)
    {
        ulong count = CountOf(processor);
        return count > s_places ? count - s_places : 0;
    }

    /// <summary>An event by its number from 0 on. False when there was none, or when newer ones have taken its place.</summary>
    public static bool TryRead(int processor, ulong number, out TraceEvent found)
    {
        ulong size = s_places;
        bool isThere = number < CountOf(processor) && number >= FirstOf(processor);
        found = isThere ? s_events[(ulong)processor * size + (number & (size - 1))] : default;
        return isThere;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Record(ReadOnlySpan<byte> name, ulong first, ulong second)
    {
        bool wereEnabled = Processor.DisableInterrupts();
        int processor = Processor.Index;
        ulong size = s_size;
        if (size != 0 && processor < s_processors)
        {
            ulong* position = s_positions + processor * PositionStride;
            s_events[(ulong)processor * size + (*position & (size - 1))] = new TraceEvent(name, Processor.Cycles, first, second);
            *position += 1;
        }

        Processor.RestoreInterrupts(wereEnabled);
    }
}
