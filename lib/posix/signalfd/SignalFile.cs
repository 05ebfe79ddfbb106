using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>signalfd: signals that wait are read. The objects are used again.</summary>
public sealed class SignalFile : OpenFile
{
    private const ulong Unblockable = 1UL << 8 | 1UL << 18;
    private const int RecordSize = 128;

    private static SpinLock s_lock;
    private static SignalFile? s_free;
    private static SignalReader? s_freeReader;

    private SignalFile? _nextFree;
    private ulong _set;

    private SignalFile()
    {
    }

    /// <summary>signalfd(2).</summary>
    [Syscall(282, -1)]
    public static long Signalfd(int number, UserPointer set, ulong size) => Signalfd4(number, set, size, 0);

    /// <summary>signalfd4(2).</summary>
    [Syscall(289, 74)]
    public static long Signalfd4(int number, UserPointer set, ulong size, int flags)
    {
        const OpenFlags Known = OpenFlags.NonBlocking | OpenFlags.CloseOnExec;
        if (size != 8 || ((OpenFlags)flags & ~Known) != 0)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryRead(set, out ulong wanted))
            return -(long)Errno.EFAULT;
        wanted &= ~Unblockable;
        if (number != -1)
        {
            OpenFile? present = Descriptors.Get(number);
            if (present is null)
                return -(long)Errno.EBADF;
            if (present is SignalFile changed)
                changed._set = wanted;
            bool fits = present is SignalFile;
            Descriptors.Put(present);
            return fits ? number : -(long)Errno.EINVAL;
        }

        s_lock.Enter();
        SignalFile? file = s_free;
        if (file is not null)
            s_free = file._nextFree;
        s_lock.Exit();
        file ??= new SignalFile();
        file.Reuse();
        file.Flags = (OpenFlags)flags & OpenFlags.NonBlocking | OpenFlags.ReadWrite;
        file._set = wanted;
        int made = Descriptors.Add(file, ((OpenFlags)flags & OpenFlags.CloseOnExec) != 0);
        if (made < 0)
            file.Release();
        return made;
    }

    /// <inheritdoc/>
    public override string Description => "anon_inode:[signalfd]";

    /// <inheritdoc/>
    public override PollSource? Source => ProgramGate.Attention?.Source;

    /// <inheritdoc/>
    public override uint Readiness =>
        ProgramGate.Attention is { } signals && (signals.Waiting(ProgramThread.Current) & _set) != 0 ? PollEvents.In | PollEvents.ReadNormal : 0;

    /// <inheritdoc/>
    public override long Read(Span<byte> bytes)
    {
        if (bytes.Length < RecordSize)
            return -(long)Errno.EINVAL;
        if (ProgramGate.Attention is not { } signals)
            return -(long)Errno.EAGAIN;
        int count = Take(signals, bytes);
        if (count > 0 || IsNonBlocking)
            return count > 0 ? count : -(long)Errno.EAGAIN;
        s_lock.Enter();
        SignalReader? reader = s_freeReader;
        if (reader is not null)
            s_freeReader = reader.NextFree;
        s_lock.Exit();
        reader ??= new SignalReader();
        long result = reader.Wait(this, signals, bytes);
        s_lock.Enter();
        reader.NextFree = s_freeReader;
        s_freeReader = reader;
        s_lock.Exit();
        return result;
    }

    /// <inheritdoc/>
    protected override void OnClose()
    {
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }

    // As many as there are and fit.
    private int Take(ProgramAttention signals, Span<byte> bytes)
    {
        int done = 0;
        while (bytes.Length - done >= RecordSize && signals.TryTake(ProgramThread.Current, _set, out WaitingSignal signal))
        {
            Write(bytes.Slice(done, RecordSize), signal);
            done += RecordSize;
        }

        return done;
    }

    // struct signalfd_siginfo (linux/signalfd.h).
    private static void Write(Span<byte> to, in WaitingSignal signal)
    {
        const int Code = 8, Process = 12, User = 16, TimerId = 24, Overrun = 32, Status = 40, Value = 44, Pointer = 48, FromTimer = -2, Child = 17;
        to.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(to, signal.Number);
        BinaryPrimitives.WriteInt32LittleEndian(to.Slice(Code), signal.Code);
        if (signal.Code == FromTimer)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to.Slice(TimerId), signal.Sender);
            BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(Overrun), signal.User);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(to.Slice(Process), signal.Sender);
            BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(User), signal.User);
        }

        if (signal.Number == Child)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to.Slice(Status), (int)signal.Value);
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(to.Slice(Value), (int)signal.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(Pointer), signal.Value);
    }

    // A thread that waits in a read.
    private sealed class SignalReader : Watcher
    {
        private readonly SignalWait _thing = new();
        private KernelThread _thread = null!;

        internal SignalReader? NextFree;

        internal long Wait(SignalFile file, ProgramAttention signals, Span<byte> bytes)
        {
            _thread = Scheduler.Current;
            _thread.WaitsFor = _thing;
            Events = PollEvents.In;
            IsTold = false;
            signals.Source.Add(this);
            long result;
            while (true)
            {
                IsTold = false;
                result = file.Take(signals, bytes);
                if (result > 0)
                    break;
                if (_thread.IsCancelled)
                {
                    result = ProgramThread.Current.Interrupted();
                    break;
                }

                Scheduler.Block(ulong.MaxValue);
            }

            PollSource.Remove(this);
            _thread.WaitsFor = null;
            return result;
        }

        public override void OnReady() => Scheduler.Wake(_thread);
    }

    private sealed class SignalWait : Waitable
    {
        public override string Kind => "a signalfd";
    }
}
