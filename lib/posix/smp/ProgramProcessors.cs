using System.Threading;
using Lithe.Arch;
using Lithe.Plat;
using Lithe.Smp;

namespace Lithe.Posix;

/// <summary>Has every processor take system calls, and reaches the program's threads on the others.</summary>
public sealed class ProgramProcessors : OtherProcessors
{
    /// <summary>At start-up, when the processors run.</summary>
    [Init(InitStage.Late)]
    public static void Initialize()
    {
        Current = new ProgramProcessors();
        RemoteCalls.RunOnOthers<TakeCalls>(0);
    }

    /// <inheritdoc/>
    public override void Interrupt()
    {
        // At the end of the interrupt a processor whose thread comes from the program looks. This one looks by itself.
        int self = Processor.Index;
        for (int i = 0; i < Multiprocessing.StartedCount; i++)
        {
            if (i != self)
                InterruptController.SendSignal(i);
        }
    }

    /// <inheritdoc/>
    public override void Synchronize() => RemoteCalls.RunOnOthers<Fence>(0);

    private readonly struct TakeCalls : IRemoteCall
    {
        public static void Run(nint argument) => ProgramEntry.InitializeProcessor();
    }

    private readonly struct Fence : IRemoteCall
    {
        public static void Run(nint argument) => Interlocked.MemoryBarrier();
    }
}
