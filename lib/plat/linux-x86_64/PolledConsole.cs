using System;
using Lithe.Linux;

namespace Lithe.Plat;

/// <summary>Standard input and output of the process.</summary>
public static unsafe class PolledConsole
{
    private const ulong Input = 0, Output = 1;
    private const ulong Readable = 1, Writable = 4;

    private static bool s_isInputOver;

    /// <summary>What cannot be written (the reader has gone) is lost, as on a line that nobody listens to.</summary>
    public static void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                long count = SystemCall.Call(SystemCall.Write, Output, (ulong)(start + done), (ulong)(bytes.Length - done));
                if (count > 0)
                    done += (int)count;
                else if (count == SystemCall.TryAgain)
                    Wait(Output, Writable, -1);
                else if (count != SystemCall.InterruptedCall)
                    return;
            }
        }
    }

    /// <summary>After the end of the input there is never another byte.</summary>
    public static int TryRead()
    {
        if (s_isInputOver)
            return -2;
        if (!Wait(Input, Readable, 0))
            return -1;
        byte value = 0;
        long count = SystemCall.Call(SystemCall.Read, Input, (ulong)(&value), 1);
        if (count == 1)
            return value;
        s_isInputOver = count != SystemCall.InterruptedCall && count != SystemCall.TryAgain;
        return s_isInputOver ? -2 : -1;
    }

    // struct pollfd: descriptor, wanted events, events. A time of 0 does not wait, a negative one has no end.
    private static bool Wait(ulong descriptor, ulong events, long seconds)
    {
        ulong poll = descriptor | events << 32;
        ulong* time = stackalloc ulong[2];
        time[0] = (ulong)seconds;
        time[1] = 0;
        return SystemCall.Call(SystemCall.Ppoll, (ulong)(&poll), 1, seconds < 0 ? 0 : (ulong)time, 0, sizeof(ulong)) > 0;
    }
}
