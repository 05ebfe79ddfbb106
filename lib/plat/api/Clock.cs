namespace Lithe.Plat;

/// <summary>What time it is, and an alarm for each processor.</summary>
public static class Clock
{
    /// <summary>Takes the first readings. The first use of the clock does it otherwise; earlier is better, since a rate that must be measured is then known sooner.</summary>
    public static extern void Initialize();

    /// <summary>
    /// Nanoseconds since <see cref="Initialize"/>; never goes back, on no processor. The first use may take up to 1 ms where the
    /// counter's rate has to be measured.
    /// </summary>
    public static extern ulong Nanoseconds { get; }

    /// <summary>Nanoseconds since 1970-01-01 00:00 UTC, without leap seconds; 0 when the machine has no such clock.</summary>
    public static extern ulong WallNanoseconds { get; }

    /// <summary>Where the time comes from, for messages: <c>tsc</c>, <c>pvclock</c>, <c>hpet</c>, <c>generic timer</c>...</summary>
    public static extern System.ReadOnlySpan<byte> SourceName { get; }

    /// <summary>
    /// Where four words lie that code outside of the kernel can compute <see cref="Nanoseconds"/> from without a call: a version, which is odd while the others are written and another
    /// one afterwards; the counter's value and the nanoseconds at some moment; nanoseconds a count with 32 fractional bits. 0 where the time comes otherwise, or before its first use.
    /// </summary>
    public static extern nint ScaleAddress { get; }

    /// <summary>
    /// Has this processor interrupted when <see cref="Nanoseconds"/> reaches the deadline (at once when it has): one alarm a processor, which
    /// the next call replaces; <see cref="ulong.MaxValue"/> for none. It may ring early by the clock's error, so look at the time again.
    /// </summary>
    public static extern void SetAlarm(ulong deadline);
}
