namespace Lithe.Mem;

/// <summary>
/// Page frames: the machine's memory, by blocks of 2^order frames of 4 KiB at multiples of their size. All of it is mapped at its own address, readable and
/// writable: an address here is a virtual and a physical one. Any processor, at any time, interrupt handlers excepted.
/// </summary>
public static class Frames
{
    /// <summary>Called once by the composition root, after the platform.</summary>
    public static extern void Initialize();

    /// <summary>The highest order there can be: 1 GiB.</summary>
    public const int MaxOrder = 18;

    /// <summary>Allocates 2^<paramref name="order"/> frames; what they hold is not defined.</summary>
    /// <returns>The address, or 0 when there is no such block left or the order is out of range.</returns>
    public static extern ulong Allocate(int order);

    /// <summary>Gives back what <see cref="Allocate"/> returned, with the same order.</summary>
    public static extern void Free(ulong address, int order);

    /// <summary>
    /// A range for somebody who manages memory himself, the default heap: at least so many bytes, more where there is plenty. It is never given back.
    /// </summary>
    /// <returns>The number of bytes, or 0 when there are not so many in a row.</returns>
    public static extern ulong AllocateRange(ulong atLeast, out ulong address);

    /// <summary>What there is and what is in use.</summary>
    [Counter("frames")]
    public static extern FrameStatistics Statistics { get; }
}
