using System.Collections.Generic;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>
/// Rings of 64 KiB for bytes that wait in pipes and sockets. Memory of an array never comes back, so a ring belongs to who has something waiting, and to nobody in between: there are as many as were in
/// use at once.
/// </summary>
public static class ByteRings
{
    /// <summary>Number of bytes of a ring.</summary>
    public const int Size = 65536;

    private static readonly Stack<byte[]> s_free = new();
    private static SpinLock s_lock;

    /// <summary>How many there are.</summary>
    [Counter("posix.rings")]
    public static int Count { get; private set; }

    /// <summary>A ring, whatever it holds; null when there is no memory for one. With the caller's locks held.</summary>
    public static byte[]? Take()
    {
        s_lock.Enter();
        byte[]? ring = s_free.TryPop(out byte[]? free) ? free : null;
        s_lock.Exit();
        if (ring is not null || !KernelMemory.Has(Size))
            return ring;
        ring = new byte[Size];
        s_lock.Enter();
        Count++;
        s_lock.Exit();
        return ring;
    }

    /// <summary>Gives it back.</summary>
    public static void Give(byte[] ring)
    {
        s_lock.Enter();
        s_free.Push(ring);
        s_lock.Exit();
    }
}
