using System;
using System.Threading;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>Futexes: threads that wait for words of the program's memory.</summary>
public static class Futex
{
    private const int Buckets = 256;
    private const int WaitOp = 0, WakeOp = 1, RequeueOp = 3, CompareRequeueOp = 4, WakeAndOp = 5, WaitBitsetOp = 9, WakeBitsetOp = 10;
    private const int Private = 128, RealTime = 256;

    private static readonly FutexBucket[] s_buckets = CreateBuckets();

    /// <summary>futex(2).</summary>
    [Syscall(202, 98)]
    public static long DoFutex(UserPointer word, int operation, uint value, UserPointer timeout, UserPointer second, uint third)
    {
        switch (operation & ~(Private | RealTime))
        {
            case WaitOp:
                return WaitFor(word, value, timeout, uint.MaxValue, isAbsolute: false, isReal: false);
            case WaitBitsetOp:
                return third == 0 ? -(long)Errno.EINVAL : WaitFor(word, value, timeout, third, isAbsolute: true, (operation & RealTime) != 0);
            case WakeOp:
                return Check(word, false) is { } error and not 0 ? error : Wake(word, value, uint.MaxValue);
            case WakeBitsetOp:
                return third == 0 ? -(long)Errno.EINVAL : Check(word, false) is { } bad and not 0 ? bad : Wake(word, value, third);
            case RequeueOp or CompareRequeueOp:
                return Requeue(word, value, (uint)timeout.Address, second, third, (operation & ~(Private | RealTime)) == CompareRequeueOp);
            case WakeAndOp:
                return WakeAndChange(word, value, (uint)timeout.Address, second, third);
            default:
                return -(long)Errno.ENOSYS;
        }
    }

    /// <summary>Wakes up to <paramref name="count"/> threads that wait for a word with one of these bits. How many.</summary>
    public static long Wake(UserPointer word, uint count, uint bits)
    {
        FutexBucket bucket = BucketOf(word.Address);
        // Nobody waits in most wake-ups. A waiter that is about to looks at the word under the lock, after the caller has changed it; with several processors it says before that it comes.
        if (Config.SMP)
            Interlocked.MemoryBarrier();
        if (bucket.First is null && (!Config.SMP || bucket.Coming == 0))
            return 0;
        long woken = 0;
        while (woken < count)
        {
            bucket.Lock.Enter();
            FutexWaiter? waiter = bucket.First;
            while (waiter is not null && (waiter.Address != word.Address || (waiter.Bits & bits) == 0))
                waiter = waiter.Next;
            KernelThread? thread = waiter?.Thread;
            if (waiter is not null)
                bucket.Remove(waiter);
            bucket.Lock.Exit();
            if (thread is null)
                break;
            Scheduler.Wake(thread);
            woken++;
        }

        return woken;
    }

    private static long Check(UserPointer word, bool isWritten) =>
        (word.Address & 3) != 0 ? -(long)Errno.EINVAL : UserMemory.IsWord(word, isWritten) ? 0 : -(long)Errno.EFAULT;

    private static long WaitFor(UserPointer word, uint value, UserPointer timeout, uint bits, bool isAbsolute, bool isReal)
    {
        long problem = Check(word, false);
        if (problem != 0)
            return problem;
        ulong deadline = ulong.MaxValue;
        if (!timeout.IsNull)
        {
            if (!UserMemory.TryRead(timeout, out long seconds) || !UserMemory.TryRead(timeout.Plus(8), out long nanoseconds))
                return -(long)Errno.EFAULT;
            if (seconds < 0 || nanoseconds is < 0 or >= 1_000_000_000)
                return -(long)Errno.EINVAL;
            deadline = DeadlineOf((ulong)seconds, (ulong)nanoseconds, isAbsolute, isReal);
        }

        ProgramThread thread = ProgramThread.Current;
        FutexWaiter waiter = thread.FutexWaiter as FutexWaiter ?? (FutexWaiter)(thread.FutexWaiter = new FutexWaiter());
        FutexBucket bucket = BucketOf(word.Address);
        if (Config.SMP)
            Interlocked.Increment(ref bucket.Coming);
        bucket.Lock.Enter();
        if (UserMemory.LoadWord(word) != value)
        {
            bucket.Lock.Exit();
            if (Config.SMP)
                Interlocked.Decrement(ref bucket.Coming);
            return -(long)Errno.EAGAIN;
        }

        KernelThread kernel = thread.Kernel;
        waiter.Thread = kernel;
        waiter.Address = word.Address;
        waiter.Bits = bits;
        bucket.Add(waiter);
        bucket.Lock.Exit();
        if (Config.SMP)
            Interlocked.Decrement(ref bucket.Coming);
        kernel.WaitsFor = waiter;
        long result = 0;
        while (true)
        {
            bool isCancelled = kernel.IsCancelled, isLate = deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline;
            // Whoever takes it out does so under the lock of the bucket that it is in; a requeue may change that.
            FutexBucket now = LockBucketOf(waiter);
            bool isWoken = waiter.Bucket is null;
            if (!isWoken && (isCancelled || isLate))
                now.Remove(waiter);
            now.Lock.Exit();
            if (isWoken)
                break;
            if (isCancelled || isLate)
            {
                result = isLate && !isCancelled ? -(long)Errno.ETIMEDOUT : timeout.IsNull || isAbsolute ? thread.Interrupted() : -(long)Errno.EINTR;
                break;
            }

            Scheduler.Block(deadline);
        }

        kernel.WaitsFor = null;
        return result;
    }

    // Locks the bucket that the waiter is in, or some bucket when it is in none any more.
    private static FutexBucket LockBucketOf(FutexWaiter waiter)
    {
        while (true)
        {
            FutexBucket bucket = waiter.Bucket ?? s_buckets[0];
            bucket.Lock.Enter();
            if (waiter.Bucket is null || waiter.Bucket == bucket)
                return bucket;
            bucket.Lock.Exit();
        }
    }

    private static ulong DeadlineOf(ulong seconds, ulong nanoseconds, bool isAbsolute, bool isReal)
    {
        if (seconds > 9_000_000_000)
            return ulong.MaxValue;
        ulong time = seconds * 1_000_000_000 + nanoseconds, now = Clock.Nanoseconds;
        if (!isAbsolute)
            return now + time;
        ulong offset = isReal ? VfsHost.Current.Now - now : 0;
        return time > offset ? time - offset : 0;
    }

    private static long Requeue(UserPointer word, uint count, uint moved, UserPointer target, uint expected, bool compares)
    {
        long problem = Check(word, false);
        if (problem == 0)
            problem = Check(target, false);
        if (problem != 0)
            return problem;
        if ((int)count < 0 || (int)moved < 0)
            return -(long)Errno.EINVAL;
        if (compares && UserMemory.LoadWord(word) != expected)
            return -(long)Errno.EAGAIN;
        long done = Wake(word, count, uint.MaxValue);
        FutexBucket from = BucketOf(word.Address), to = BucketOf(target.Address);
        for (uint i = 0; i < moved; i++)
        {
            // Both buckets, the lower number first.
            FutexBucket first = from.Number <= to.Number ? from : to, second = first == from ? to : from;
            first.Lock.Enter();
            if (second != first)
                second.Lock.Enter();
            FutexWaiter? waiter = from.First;
            while (waiter is not null && waiter.Address != word.Address)
                waiter = waiter.Next;
            if (waiter is not null)
            {
                from.Remove(waiter);
                waiter.Address = target.Address;
                to.Add(waiter);
            }

            if (second != first)
                second.Lock.Exit();
            first.Lock.Exit();
            if (waiter is null)
                break;
            done++;
        }

        return done;
    }

    // FUTEX_WAKE_OP: changes a second word, wakes those of the first, and those of the second when what it had compares well.
    private static long WakeAndChange(UserPointer word, uint count, uint secondCount, UserPointer second, uint operation)
    {
        long problem = Check(word, false);
        if (problem == 0)
            problem = Check(second, true);
        if (problem != 0)
            return problem;
        int kind = (int)(operation >> 28 & 7), compare = (int)(operation >> 24 & 15), argument = (int)(operation << 8) >> 20, against = (int)(operation << 20) >> 20;
        if ((operation & 0x8000_0000) != 0)
            argument = 1 << (argument & 31);
        uint old;
        while (true)
        {
            old = UserMemory.LoadWord(second);
            uint value = kind switch
            {
                0 => (uint)argument,
                1 => old + (uint)argument,
                2 => old | (uint)argument,
                3 => old & ~(uint)argument,
                4 => old ^ (uint)argument,
                _ => old,
            };
            if (kind > 4)
                return -(long)Errno.ENOSYS;
            if (UserMemory.ExchangeWord(second, value, old) == old)
                break;
        }

        bool fits = compare switch
        {
            0 => (int)old == against,
            1 => (int)old != against,
            2 => (int)old < against,
            3 => (int)old <= against,
            4 => (int)old > against,
            5 => (int)old >= against,
            _ => false,
        };
        if (compare > 5)
            return -(long)Errno.ENOSYS;
        long woken = Wake(word, count, uint.MaxValue);
        return fits ? woken + Wake(second, secondCount, uint.MaxValue) : woken;
    }

    private static FutexBucket BucketOf(ulong address) => s_buckets[(address >> 2 ^ address >> 12 ^ address >> 20) & (Buckets - 1)];

    private static FutexBucket[] CreateBuckets()
    {
        var buckets = new FutexBucket[Buckets];
        for (int i = 0; i < Buckets; i++)
            buckets[i] = new FutexBucket(i);
        return buckets;
    }
}

/// <summary>A thread that waits for a futex; each has one of its own.</summary>
internal sealed class FutexWaiter : Waitable
{
    internal KernelThread? Thread;
    internal ulong Address;
    internal uint Bits;
    internal FutexBucket? Bucket;
    internal FutexWaiter? Next, Previous;

    public override string Kind => "futex";
}

/// <summary>Those that wait for words of one hash, in the order that they came; under the lock.</summary>
internal sealed class FutexBucket(int number)
{
    internal SpinLock Lock;
    internal FutexWaiter? First, Last;

    // How many are about to wait.
    internal int Coming;

    internal int Number { get; } = number;

    internal void Add(FutexWaiter waiter)
    {
        waiter.Bucket = this;
        waiter.Next = null;
        waiter.Previous = Last;
        if (Last is null)
            First = waiter;
        else
            Last.Next = waiter;
        Last = waiter;
    }

    internal void Remove(FutexWaiter waiter)
    {
        if (waiter.Previous is null)
            First = waiter.Next;
        else
            waiter.Previous.Next = waiter.Next;
        if (waiter.Next is null)
            Last = waiter.Previous;
        else
            waiter.Next.Previous = waiter.Previous;
        waiter.Bucket = null;
        waiter.Next = waiter.Previous = null;
    }
}
