using System;

namespace Lithe.Plat;

/// <summary>No clock yet.</summary>
public static class Clock
{
    public static ulong Nanoseconds
    {
        get
        {
            Fail.Stop(FailReason.NotImplemented);
            return 0;
        }
    }

    public static ulong WallNanoseconds => 0;

    public static ReadOnlySpan<byte> SourceName => "none"u8;

    public static void SetAlarm(ulong deadline) => Fail.Stop(FailReason.NotImplemented);
}
