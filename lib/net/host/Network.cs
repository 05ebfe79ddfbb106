using Lithe.Arch;
using Lithe.Plat;
using Lithe.Sched;

namespace Lithe.Net;

/// <summary>
/// The image's own stack on its virtio network cards: configured from the kernel command line (<see cref="NetworkOptions"/>), and driven by whoever calls <see cref="Run"/>, which sleeps while
/// there is nothing to do. With <c>NET_STACK_PER_PROCESSOR</c> there is one for each processor, and each call here is about the one of the processor that it is made on.
/// </summary>
/// <remarks>
/// The stack belongs to who runs it. Handlers are called there. Other threads take it with <see cref="Enter"/> and give it back with <see cref="Exit"/>: without preemption and on one processor
/// that is nothing but a look whether the runner must wake earlier. With a stack for each processor the threads of that processor do the same, and those of others use <see cref="CallOn"/>.
/// </remarks>
public static partial class Network
{
    // One, or one for each processor.
    private static StackRunner? s_only;
    private static StackRunner[] s_runners = [];

    private static StackRunner Here => Config.NET_STACK_PER_PROCESSOR ? s_runners[Processor.Index] : s_only!;

    /// <summary>The stack. There is one after <see cref="TryStart"/>.</summary>
    public static NetStack Stack => Here.Stack;

    /// <summary>Whether there is one.</summary>
    public static bool IsStarted => Config.NET_STACK_PER_PROCESSOR ? s_runners.Length > 0 : s_only is not null;

    /// <summary>How many stacks there are: one, or one for each processor. A constant that the compiler folds where there is one.</summary>
    public static int StackCount => Config.NET_STACK_PER_PROCESSOR ? s_runners.Length : 1;

    /// <summary>The stack of a processor, for its owner, and for counters.</summary>
    public static NetStack StackOf(int processor) => Config.NET_STACK_PER_PROCESSOR ? s_runners[processor].Stack : s_only!.Stack;

    /// <summary>How many cards there are.</summary>
    public static int CardCount { get; private set; }

    /// <summary>Drives the stack until <see cref="Stop"/>, on the calling thread or the image's only flow of control.</summary>
    public static void Run() => Here.Run();

    /// <summary>
    /// Starts a program on each stack, on the stack's own processor, and drives them until each has been stopped. Null, or what a program said is wrong; then none runs that has not begun.
    /// </summary>
    public static string? RunEach<TProgram>() where TProgram : struct, INetworkProgram
    {
        if (Config.NET_STACK_PER_PROCESSOR)
            return RunOnAll<TProgram>();
        string? wrong = TProgram.Start(Stack);
        if (wrong is null)
            Run();
        return wrong;
    }

    /// <summary>Starts a thread that runs the stack; false in an image without threads, or when there are too many.</summary>
    public static bool TryStartThread() =>
        Scheduler.Start(_ => Run(), null, new ThreadOptions { Name = "network", IsDetached = true, Processor = Config.NET_STACK_PER_PROCESSOR ? Processor.Index : -1 }) is not null;

    /// <summary>Has <see cref="Run"/> return soon. From handlers and from other threads.</summary>
    public static void Stop() => Here.Stop();

    /// <summary>Drives the stack once, and sleeps, if there is nothing to do, until something arrives or is due, or until the deadline.</summary>
    public static void RunOnce(ulong deadline) => Here.RunOnce(deadline);

    /// <summary>Drives the stack until each card that asks a DHCP server has its lease, and some card an address that is not of its link only; false when the deadline passes before.</summary>
    public static bool WaitForAddress(ulong deadline)
    {
        if (Config.NET_STACK_PER_PROCESSOR && !s_areRunning)
            return WaitForAll(deadline);
        while (!Here.IsConfigured())
        {
            if (Clock.Nanoseconds >= deadline)
                return false;
            RunOnce(deadline);
        }

        return true;
    }

    /// <summary>The DHCP client of a card; null when it has none.</summary>
    public static DhcpClient? DhcpOf(int card) => Config.NET_DHCP && (uint)card < (uint)CardCount ? Here.Dhcp[card] : null;

    /// <summary>Takes the stack, for a thread that does not run it.</summary>
    public static void Enter() => Here.Enter();

    /// <summary>Sends what was made, gives the stack back, and wakes who runs it when something is due earlier than it knows.</summary>
    public static void Exit() => Here.Exit();
}
