using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>poll and select.</summary>
public static class PollCalls
{
    private const int PollSize = 8, MaxFiles = 1 << 20, MaxSelect = 1024;

    /// <summary>poll(2).</summary>
    [Syscall(7, -1)]
    public static long Poll(UserPointer files, uint count, int timeout) =>
        Wait(files, count, timeout < 0 ? ulong.MaxValue : Clock.Nanoseconds + (ulong)timeout * 1_000_000);

    /// <summary>ppoll(2).</summary>
    [Syscall(271, 73)]
    public static long Ppoll(UserPointer files, uint count, UserPointer timeout, UserPointer mask, ulong size)
    {
        Errno error = PollMask.ReadDeadline(timeout, out ulong deadline);
        if (error == Errno.None)
            error = PollMask.Apply(mask, size);
        if (error != Errno.None)
            return -(long)error;
        return PollMask.Finish(Wait(files, count, deadline));
    }

    /// <summary>select(2).</summary>
    [Syscall(23, -1)]
    public static long Select(int count, UserPointer reading, UserPointer writing, UserPointer exceptions, UserPointer timeout)
    {
        ulong deadline = ulong.MaxValue;
        if (!timeout.IsNull)
        {
            if (!UserMemory.TryRead(timeout, out long seconds) || !UserMemory.TryRead(timeout.Plus(8), out long micros))
                return -(long)Errno.EFAULT;
            if (seconds < 0 || micros < 0)
                return -(long)Errno.EINVAL;
            deadline = seconds > 9_000_000_000 ? ulong.MaxValue : Clock.Nanoseconds + (ulong)seconds * 1_000_000_000 + (ulong)micros * 1000;
        }

        long result = SelectUntil(count, reading, writing, exceptions, deadline);
        if (result >= 0 && !timeout.IsNull)
        {
            // Linux says how much was left.
            ulong now = Clock.Nanoseconds, left = deadline > now ? deadline - now : 0;
            UserMemory.TryWrite(timeout, left / 1_000_000_000);
            UserMemory.TryWrite(timeout.Plus(8), left % 1_000_000_000 / 1000);
        }

        return result;
    }

    /// <summary>pselect6(2).</summary>
    [Syscall(270, 72)]
    public static long Pselect6(int count, UserPointer reading, UserPointer writing, UserPointer exceptions, UserPointer timeout, UserPointer mask)
    {
        Errno error = PollMask.ReadDeadline(timeout, out ulong deadline);
        ulong address = 0, size = 0;
        if (error == Errno.None && !mask.IsNull && (!UserMemory.TryRead(mask, out address) || !UserMemory.TryRead(mask.Plus(8), out size)))
            error = Errno.EFAULT;
        if (error == Errno.None)
            error = PollMask.Apply(new UserPointer(address), size);
        if (error != Errno.None)
            return -(long)error;
        return PollMask.Finish(SelectUntil(count, reading, writing, exceptions, deadline));
    }

    private static long Wait(UserPointer files, uint count, ulong deadline)
    {
        if (count > MaxFiles || count > (uint)Descriptors.Limit)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryGetSpan(files, (ulong)count * PollSize, out Span<byte> records))
            return -(long)Errno.EFAULT;
        PollSet set = PollSet.OfCurrent;
        set.Begin((int)count);
        for (int i = 0; i < (int)count; i++)
        {
            Span<byte> record = records.Slice(i * PollSize, PollSize);
            int number = BinaryPrimitives.ReadInt32LittleEndian(record);
            set.Set(i, number < 0 ? null : Descriptors.Get(number), BinaryPrimitives.ReadUInt16LittleEndian(record.Slice(4)), isMissing: number >= 0);
        }

        long result = set.Wait(deadline);
        for (int i = 0; i < (int)count; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(records.Slice(i * PollSize + 6, 2), (ushort)set.ResultOf(i));
        set.End();
        return result;
    }

    private static long SelectUntil(int count, UserPointer reading, UserPointer writing, UserPointer exceptions, ulong deadline)
    {
        const uint InBits = PollEvents.In | PollEvents.ReadNormal | PollEvents.ReadBand | PollEvents.HangUp | PollEvents.Error;
        const uint OutBits = PollEvents.Out | PollEvents.WriteNormal | PollEvents.WriteBand | PollEvents.Error;
        if (count < 0)
            return -(long)Errno.EINVAL;
        if (count > MaxSelect)
            count = MaxSelect;
        ulong bytes = (ulong)(count + 63) / 64 * 8;
        Span<byte> inSet = default, outSet = default, exceptSet = default;
        if (!reading.IsNull && !UserMemory.TryGetSpan(reading, bytes, out inSet) || !writing.IsNull && !UserMemory.TryGetSpan(writing, bytes, out outSet)
            || !exceptions.IsNull && !UserMemory.TryGetSpan(exceptions, bytes, out exceptSet))
        {
            return -(long)Errno.EFAULT;
        }

        PollSet set = PollSet.OfCurrent;
        set.Begin(count);
        bool isMissing = false;
        for (int i = 0; i < count; i++)
        {
            uint wanted = (Has(inSet, i) ? InBits : 0) | (Has(outSet, i) ? OutBits : 0) | (Has(exceptSet, i) ? PollEvents.Priority : 0);
            OpenFile? file = wanted == 0 ? null : Descriptors.Get(i);
            isMissing |= wanted != 0 && file is null;
            set.Set(i, file, wanted, isMissing: false);
        }

        long result = isMissing ? -(long)Errno.EBADF : set.Wait(deadline);
        if (result >= 0)
        {
            result = 0;
            for (int i = 0; i < count; i++)
            {
                uint ready = set.ResultOf(i);
                result += Put(inSet, i, (ready & InBits) != 0) + Put(outSet, i, (ready & OutBits) != 0) + Put(exceptSet, i, (ready & PollEvents.Priority) != 0);
            }
        }

        set.End();
        return result;
    }

    private static bool Has(ReadOnlySpan<byte> set, int number) => number / 8 < set.Length && (set[number / 8] & 1 << (number & 7)) != 0;

    private static int Put(Span<byte> set, int number, bool isReady)
    {
        if (!Has(set, number))
            return 0;
        if (isReady)
            return 1;
        set[number / 8] &= (byte)~(1 << (number & 7));
        return 0;
    }
}

/// <summary>The signal masks and deadlines of calls that wait.</summary>
internal static class PollMask
{
    internal static Errno ReadDeadline(UserPointer timeout, out ulong deadline)
    {
        deadline = ulong.MaxValue;
        if (timeout.IsNull)
            return Errno.None;
        if (!UserMemory.TryRead(timeout, out long seconds) || !UserMemory.TryRead(timeout.Plus(8), out long nanoseconds))
            return Errno.EFAULT;
        if (seconds < 0 || nanoseconds is < 0 or >= 1_000_000_000)
            return Errno.EINVAL;
        if (seconds <= 9_000_000_000)
            deadline = Clock.Nanoseconds + (ulong)seconds * 1_000_000_000 + (ulong)nanoseconds;
        return Errno.None;
    }

    internal static Errno Apply(UserPointer mask, ulong size)
    {
        if (mask.IsNull)
            return Errno.None;
        if (size != 8)
            return Errno.EINVAL;
        if (!UserMemory.TryRead(mask, out ulong bits))
            return Errno.EFAULT;
        ProgramThread thread = ProgramThread.Current;
        thread.SavedMask = thread.BlockedSignals;
        thread.RestoresMask = true;
        thread.BlockedSignals = bits & ~(1UL << 8 | 1UL << 18);
        // What waits and was blocked may be let through now: the way back looks.
        thread.NeedsAttention = true;
        return Errno.None;
    }

    // A signal's handler gets the old mask from its frame; without one it comes back at once.
    internal static long Finish(long result)
    {
        ProgramThread thread = ProgramThread.Current;
        if (thread.RestoresMask && result != -(long)Errno.EINTR)
        {
            thread.RestoresMask = false;
            thread.BlockedSignals = thread.SavedMask;
        }

        return result;
    }
}
