using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Sched;

/// <summary>Threads with priorities and time slices. Interrupts are enabled in threads; the processor has no periodic tick.</summary>
public static class Scheduler
{
    /// <summary>Makes the flow of control that started the image a thread.</summary>
    [Init(InitStage.Scheduler)]
    public static void Initialize() => Dispatcher.Initialize();

    [RuntimeExport("lithe_thread_start")]
    private static void ThreadStart() => Dispatcher.ThreadStart();

    public static ReadOnlySpan<byte> Name => "preempt"u8;

    public static bool HasThreads => true;

    public static bool IsPreemptive => true;

    public static KernelThread Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Dispatcher.Current;
    }

    public static int ThreadCount => Dispatcher.ThreadCount;

    public static ulong IdleTime => Dispatcher.IdleTime;

    public static ulong RunTime(KernelThread thread) => Dispatcher.RunTime(thread);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Yield() => Dispatcher.Yield();

    public static KernelThread? Start(Action<object?> entry, object? argument, in ThreadOptions options) => Dispatcher.Start(entry, argument, options);

    [DoesNotReturn]
    public static void Exit() => Dispatcher.Exit();

    public static bool Join(KernelThread thread, ulong deadline) => Dispatcher.Join(thread, deadline);

    public static void Detach(KernelThread thread) => Dispatcher.Detach(thread);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block(ulong deadline) => Dispatcher.Block(deadline);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Wake(KernelThread thread) => Dispatcher.Wake(thread);

    public static bool SleepUntil(ulong deadline) => Dispatcher.SleepUntil(deadline);

    public static void Cancel(KernelThread thread) => Dispatcher.Cancel(thread);

    public static void SetPriority(KernelThread thread, int priority) => Dispatcher.SetPriority(thread, priority);

    public static void Pin(bool isPinned) => Dispatcher.Pin(isPinned);

    public static void SetThreadPointer(ulong value) => Dispatcher.SetThreadPointer(value);

    public static void UseProgramSwitch<TSwitch>() where TSwitch : struct, IProgramSwitch => Dispatcher.UseProgramSwitch<TSwitch>();

    public static void ExpectInterrupts(bool areExpected) => Dispatcher.ExpectInterrupts(areExpected);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OnSignal()
    {
    }

    [DoesNotReturn]
    public static void RunProcessor() => Dispatcher.RunProcessor();
}
