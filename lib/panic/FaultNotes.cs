using System;

namespace Lithe.Panic;

/// <summary>What is known of an address whose access faulted.</summary>
/// <param name="text">What its region is, to follow "in a region that"; empty when nothing is known.</param>
/// <param name="start">The region's first address.</param>
/// <param name="end">The address behind its last one.</param>
public readonly ref struct FaultNote(ReadOnlySpan<byte> text, ulong start, ulong end)
{
    /// <summary>What the region is.</summary>
    public ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>The region's first address.</summary>
    public ulong Start { get; } = start;

    /// <summary>The address behind its last one.</summary>
    public ulong End { get; } = end;

    /// <summary>Bytes of memory in use and all there are, where that is the reason; else 0.</summary>
    public ulong Used { get; init; }

    /// <summary>See <see cref="Used"/>.</summary>
    public ulong Capacity { get; init; }
}

/// <summary>Knows regions of the address space: a panic asks it.</summary>
public interface IFaultNotes
{
    /// <summary>What is known of the address. Called in a panic: takes no lock, allocates nothing.</summary>
    static abstract FaultNote Find(ulong address);
}

/// <summary>Who knows regions.</summary>
public static unsafe class FaultNotes
{
    // Set once, at the start.
    private static delegate*<ulong, FaultNote> s_find;

    /// <summary>From now on panics ask this.</summary>
    public static void Use<TNotes>() where TNotes : struct, IFaultNotes => s_find = &TNotes.Find;

    internal static void Write(ulong address)
    {
        if (s_find == null)
            return;
        FaultNote note = s_find(address);
        if (note.Text.IsEmpty)
            return;
        PanicWriter.Text(", in the region "u8);
        PanicWriter.ShortHex(note.Start);
        PanicWriter.Text(" to "u8);
        PanicWriter.ShortHex(note.End);
        PanicWriter.Text(" that "u8);
        PanicWriter.Text(note.Text);
        if (note.Capacity == 0)
            return;
        PanicWriter.Text(": "u8);
        PanicWriter.ShortHex(note.Used);
        PanicWriter.Text(" of "u8);
        PanicWriter.ShortHex(note.Capacity);
        PanicWriter.Text(" bytes are in use"u8);
    }
}
