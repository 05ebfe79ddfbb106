using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Lithe.Net;

/// <summary>What goes with a frame from one processor to another.</summary>
public struct PassedFrame
{
    /// <summary>Which interface it came in by, or goes out by: the same place in all stacks.</summary>
    public byte Interface;

    /// <summary>How many stacks have been asked whether it is theirs (0: it is the receiver's), or <see cref="NetStack.Told"/>.</summary>
    public byte Asked;

    /// <summary>Whether the receiver is to send it: the card is its.</summary>
    public bool IsToSend;

    /// <summary>What a card did, or is to do.</summary>
    public NetOffload Offload;

    internal ushort Length;
}

/// <summary>
/// Frames from one processor to another, copied in by the one and out by the other: each has its own pool of netbufs, and nothing but two counts is written by one and read by the other. No lock.
/// </summary>
public sealed class FrameRing
{
    /// <summary>The most bytes of a frame: what a netbuf holds. Longer ones, which cards join, are refused; who sent them sends them again one by one.</summary>
    public const int MaxFrame = Netbuf.Capacity;

    private readonly byte[] _bytes;
    private readonly PassedFrame[] _notes;
    private Count _put, _taken;

    /// <summary>Makes one that holds so many frames, a power of two.</summary>
    public FrameRing(int size)
    {
        _bytes = new byte[size * MaxFrame];
        _notes = new PassedFrame[size];
    }

    /// <summary>Whether nothing waits in it.</summary>
    public bool IsEmpty => Volatile.Read(ref _put.Value) == Volatile.Read(ref _taken.Value);

    /// <summary>Copies a frame in, for the one who puts. False when it is too long or there is no room.</summary>
    public bool TryPut(Netbuf frame, in PassedFrame note)
    {
        uint put = _put.Value;
        int length = frame.Next.Exists ? frame.TotalLength : frame.Length;
        if (length > MaxFrame || put - Volatile.Read(ref _taken.Value) == (uint)_notes.Length)
            return false;
        int slot = (int)(put & (uint)(_notes.Length - 1)), at = slot * MaxFrame;
        for (Netbuf part = frame; part.Exists; part = part.Next)
        {
            part.Data.CopyTo(_bytes.AsSpan(at, MaxFrame));
            at += part.Length;
        }

        ref PassedFrame stored = ref _notes[slot];
        stored = note;
        stored.Length = (ushort)length;
        stored.Offload = frame.Offload;
        Volatile.Write(ref _put.Value, put + 1);
        return true;
    }

    /// <summary>Takes the oldest out, for the one who takes. False when there is none. The frame is none when the pool has no netbuf for it: then it is lost, as on a card.</summary>
    public bool TryTake(NetbufPool pool, out Netbuf frame, out PassedFrame note)
    {
        uint taken = _taken.Value;
        frame = default;
        note = default;
        if (taken == Volatile.Read(ref _put.Value))
            return false;
        int slot = (int)(taken & (uint)(_notes.Length - 1));
        note = _notes[slot];
        if (pool.TryAllocate(out frame))
        {
            frame.TrySetLength(note.Length);
            _bytes.AsSpan(slot * MaxFrame, note.Length).CopyTo(frame.Data);
            frame.Offload = note.Offload;
        }

        Volatile.Write(ref _taken.Value, taken + 1);
        return true;
    }

    // On a cache line of its own, and on none of its neighbour's, which processors fetch with it.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Count
    {
        internal uint Value;
    }
}
