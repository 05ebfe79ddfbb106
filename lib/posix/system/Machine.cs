using System;
using System.Buffers.Binary;
using Lithe.Entropy;
using Lithe.Fs;
using Lithe.Mem;
using Lithe.Plat;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>The machine and the process's share of it: names, memory, limits, usage, random bytes.</summary>
public static class Machine
{
    private const int LimitStack = 3, LimitCore = 4, LimitProcesses = 6, LimitFiles = 7, Limits = 16;

    private static readonly ulong[] s_limits = CreateLimits();
    private static readonly byte[] s_hostName = new byte[65];

    /// <summary>uname(2).</summary>
    [Syscall(63, 160)]
    public static long Uname(UserPointer to)
    {
        const int Field = 65;
        if (!UserMemory.TryGetSpan(to, 6 * Field, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        bytes.Clear();
        "Linux"u8.CopyTo(bytes);
        if (s_hostName[0] == 0)
            "lithe"u8.CopyTo(bytes.Slice(Field));
        else
            s_hostName.AsSpan(0, Field - 1).CopyTo(bytes.Slice(Field));
        // What programs look at for what they may ask: the system whose calls these are.
        "6.1.0-lithe"u8.CopyTo(bytes.Slice(2 * Field));
        "#1 Lithe"u8.CopyTo(bytes.Slice(3 * Field));
        (Config.ARCH_X86_64 ? "x86_64"u8 : "aarch64"u8).CopyTo(bytes.Slice(4 * Field));
        "(none)"u8.CopyTo(bytes.Slice(5 * Field));
        return 0;
    }

    /// <summary>sethostname(2).</summary>
    [Syscall(170, 161)]
    public static long Sethostname(UserPointer name, ulong length)
    {
        if (length > 64)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryGetSpan(name, length, out ReadOnlySpan<byte> text))
            return -(long)Errno.EFAULT;
        s_hostName.AsSpan().Clear();
        text.CopyTo(s_hostName);
        return 0;
    }

    /// <summary>sysinfo(2).</summary>
    [Syscall(99, 179)]
    public static long Sysinfo(UserPointer to)
    {
        if (!UserMemory.TryGetSpan(to, 112, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        FrameStatistics frames = Frames.Statistics;
        bytes.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Clock.Nanoseconds / 1_000_000_000);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(32), frames.Capacity);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(40), frames.Capacity - frames.Used);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.Slice(80), (ushort)ProgramThread.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(104), 1);
        return 0;
    }

    /// <summary>getrandom(2).</summary>
    [Syscall(318, 278)]
    public static long Getrandom(UserPointer to, ulong length, uint flags)
    {
        const uint NonBlocking = 1, Random = 2, Insecure = 4;
        if ((flags & ~(NonBlocking | Random | Insecure)) != 0 || (flags & (Random | Insecure)) == (Random | Insecure))
            return -(long)Errno.EINVAL;
        if (length > 33_554_431)
            length = 33_554_431;
        if (!UserMemory.TryGetSpan(to, length, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        EntropySource.Fill(bytes);
        return (long)length;
    }

    /// <summary>getrlimit(2).</summary>
    [Syscall(97, 163)]
    public static long Getrlimit(uint resource, UserPointer to) => Prlimit64(0, resource, new UserPointer(0), to);

    /// <summary>setrlimit(2).</summary>
    [Syscall(160, 164)]
    public static long Setrlimit(uint resource, UserPointer from) => from.IsNull ? -(long)Errno.EFAULT : Prlimit64(0, resource, from, new UserPointer(0));

    /// <summary>prlimit64(2).</summary>
    [Syscall(302, 261)]
    public static long Prlimit64(int process, uint resource, UserPointer from, UserPointer to)
    {
        if (process != 0 && ProgramProcess.Find(process) is null)
            return -(long)Errno.ESRCH;
        if (resource >= Limits)
            return -(long)Errno.EINVAL;
        ulong soft = s_limits[resource * 2], hard = s_limits[resource * 2 + 1];
        if (!from.IsNull)
        {
            if (!UserMemory.TryRead(from, out ulong newSoft) || !UserMemory.TryRead(from.Plus(8), out ulong newHard))
                return -(long)Errno.EFAULT;
            if (newSoft > newHard)
                return -(long)Errno.EINVAL;
            if (newHard > hard && Process.Credentials.User != 0 || resource == LimitFiles && newHard > 1 << 20)
                return -(long)Errno.EPERM;
            s_limits[resource * 2] = newSoft;
            s_limits[resource * 2 + 1] = newHard;
            if (resource == LimitFiles)
                Descriptors.Limit = (int)newSoft;
        }

        return to.IsNull || UserMemory.TryWrite(to, soft) && UserMemory.TryWrite(to.Plus(8), hard) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>getrusage(2): of the process, its ended children, the calling thread.</summary>
    [Syscall(98, 165)]
    public static long Getrusage(int who, UserPointer to)
    {
        if (who is not (0 or -1 or 1))
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryGetSpan(to, 144, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        bytes.Clear();
        if (who == -1)
            return 0;
        ulong time = who == 1 ? Scheduler.RunTime(Scheduler.Current) : RunTimes.OfProcess;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, time / 1_000_000_000);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(8), time % 1_000_000_000 / 1000);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(32), Frames.Statistics.Peak / 1024);
        return 0;
    }

    /// <summary>times(2), in hundredths of a second.</summary>
    [Syscall(100, 153)]
    public static long Times(UserPointer to)
    {
        ulong ticks = Clock.Nanoseconds / 10_000_000;
        if (!to.IsNull)
        {
            if (!UserMemory.TryGetSpan(to, 32, out Span<byte> bytes))
                return -(long)Errno.EFAULT;
            bytes.Clear();
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, RunTimes.OfProcess / 10_000_000);
        }

        return (long)ticks;
    }

    /// <summary>capget(2).</summary>
    [Syscall(125, 90)]
    public static long Capget(UserPointer header, UserPointer data)
    {
        const uint Version3 = 0x2008_0522, Version2 = 0x2007_1026, Version1 = 0x1998_0330;
        if (!UserMemory.TryRead(header, out uint version) || !UserMemory.TryRead(header.Plus(4), out int process))
            return -(long)Errno.EFAULT;
        if (version is not (Version1 or Version2 or Version3))
            return !UserMemory.TryWrite(header, Version3) ? -(long)Errno.EFAULT : data.IsNull ? 0 : -(long)Errno.EINVAL;
        if (process != 0 && ProgramProcess.Find(process) is null)
            return -(long)Errno.ESRCH;
        if (data.IsNull)
            return 0;
        if (!UserMemory.TryGetSpan(data, version == Version1 ? 12u : 24u, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        bytes.Clear();
        if (Process.Credentials.User != 0)
            return 0;
        // Root has all 41 that there are, and can pass none on.
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(4), uint.MaxValue);
        if (bytes.Length > 12)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(12), 0x1ff);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.Slice(16), 0x1ff);
        }

        return 0;
    }

    /// <summary>capset(2): taken as said, since nothing depends on it.</summary>
    [Syscall(126, 91)]
    public static long Capset(UserPointer header, UserPointer data) => UserMemory.IsAccessible(header, 8, false) && UserMemory.IsAccessible(data, 12, false) ? 0 : -(long)Errno.EFAULT;

    private static ulong[] CreateLimits()
    {
        var limits = new ulong[Limits * 2];
        limits.AsSpan().Fill(ulong.MaxValue);
        limits[LimitStack * 2] = 8 << 20;
        limits[LimitCore * 2] = 0;
        limits[LimitProcesses * 2] = limits[LimitProcesses * 2 + 1] = (ulong)Config.SCHED_MAX_THREADS;
        limits[LimitFiles * 2] = 1024;
        limits[LimitFiles * 2 + 1] = 1 << 20;
        return limits;
    }
}
