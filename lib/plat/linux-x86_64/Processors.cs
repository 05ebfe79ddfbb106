using Lithe.Arch;
using Lithe.Linux;

namespace Lithe.Plat;

/// <summary>Threads of the process: as many as the word <c>processors=N</c> of the command line says, one without it.</summary>
public static unsafe class Processors
{
    /// <summary>In nanoseconds.</summary>
    private const ulong StartLimit = 2_000_000_000;

    public static int Count => ProcessStart.ProcessorCount;

    public static bool Start(int index, nint memory, nint stackTop)
    {
        if (index <= 0 || index >= Count)
            return false;
        nint block = SecondaryProcessor.Prepare(index, memory, stackTop);
        if (block == 0 || !((HostProcessor*)block)->Start(stackTop))
            return false;
        ulong end = Clock.Nanoseconds + StartLimit;
        while (!SecondaryProcessor.HasStarted(block))
        {
            if (Clock.Nanoseconds >= end)
                return false;
            SystemCall.Call(SystemCall.SchedYield);
        }

        return true;
    }
}
