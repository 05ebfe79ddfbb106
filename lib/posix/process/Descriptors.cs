using System;
using Lithe.Fs;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>The process's descriptors: numbers for open files.</summary>
public static class Descriptors
{
    private const int FirstSize = 64;

    // The lock's.
    private static SpinLock s_lock;
    private static OpenFile?[] s_files = new OpenFile?[FirstSize];
    private static bool[] s_closedOnExec = new bool[FirstSize];
    private static int s_lowestFree;

    /// <summary>One more than the highest number that may be used (<c>RLIMIT_NOFILE</c>).</summary>
    public static int Limit { get; set; } = 1024;

    /// <summary>How many numbers the table has now: none above is in use.</summary>
    public static int TableSize => s_files.Length;

    /// <summary>The file of a number, kept for the caller: <see cref="Put"/> gives it back. Null when there is none.</summary>
    public static OpenFile? Get(int number)
    {
        s_lock.Enter();
        OpenFile?[] files = s_files;
        OpenFile? file = (uint)number < (uint)files.Length ? files[number] : null;
        file?.Acquire();
        s_lock.Exit();
        return file;
    }

    /// <summary>Gives back what <see cref="Get"/> gave.</summary>
    public static void Put(OpenFile file)
    {
        if (!file.IsInFileSystem || Process.FileLock.IsHeld)
        {
            file.Release();
            return;
        }

        Process.FileLock.Enter();
        file.Release();
        Process.FileLock.Exit();
    }

    /// <summary>Takes the lowest free number from <paramref name="from"/> on for a file, which becomes the table's. A negated error number when there is none.</summary>
    public static int Add(OpenFile file, bool isClosedOnExec, int from = 0)
    {
        while (true)
        {
            s_lock.Enter();
            int number = from > s_lowestFree ? from : s_lowestFree;
            while (number < s_files.Length && s_files[number] is not null)
                number++;
            if (number >= Limit)
            {
                s_lock.Exit();
                return -(int)Errno.EMFILE;
            }

            if (number < s_files.Length)
            {
                s_files[number] = file;
                s_closedOnExec[number] = isClosedOnExec;
                if (from <= s_lowestFree)
                    s_lowestFree = number + 1;
                s_lock.Exit();
                return number;
            }

            s_lock.Exit();
            Grow(number);
        }
    }

    /// <summary>Puts a file at a number in place of what is there. A negated error number when there is no such number.</summary>
    public static int Set(int number, OpenFile file, bool isClosedOnExec)
    {
        if ((uint)number >= (uint)Limit)
            return -(int)Errno.EBADF;
        while (number >= s_files.Length)
            Grow(number);
        s_lock.Enter();
        OpenFile? old = s_files[number];
        s_files[number] = file;
        s_closedOnExec[number] = isClosedOnExec;
        s_lock.Exit();
        if (old is not null)
            OnClose(number, old);
        return number;
    }

    /// <summary>Closes a number. False when it is not open.</summary>
    public static bool Close(int number)
    {
        s_lock.Enter();
        OpenFile? file = (uint)number < (uint)s_files.Length ? s_files[number] : null;
        if (file is not null)
        {
            s_files[number] = null;
            if (number < s_lowestFree)
                s_lowestFree = number;
        }

        s_lock.Exit();
        if (file is null)
            return false;
        OnClose(number, file);
        return true;
    }

    /// <summary>Whether the number is closed on exec.</summary>
    public static bool IsClosedOnExec(int number) => (uint)number < (uint)s_closedOnExec.Length && s_closedOnExec[number];

    /// <summary>Says whether it is.</summary>
    public static void SetClosedOnExec(int number, bool value)
    {
        s_lock.Enter();
        if ((uint)number < (uint)s_closedOnExec.Length)
            s_closedOnExec[number] = value;
        s_lock.Exit();
    }

    /// <summary>Who wants to know of numbers that are closed: <c>epoll</c> forgets them, record locks go.</summary>
    public static DescriptorWatch? Watch { get; set; }

    private static void OnClose(int number, OpenFile file)
    {
        Watch?.OnClose(number, file);
        Put(file);
    }

    private static void Grow(int number)
    {
        int size = s_files.Length;
        while (size <= number)
            size *= 2;
        OpenFile?[] files = new OpenFile?[size];
        bool[] flags = new bool[size];
        s_lock.Enter();
        if (s_files.Length < size)
        {
            s_files.AsSpan().CopyTo(files);
            s_closedOnExec.AsSpan().CopyTo(flags);
            // The smaller tables are lost: all of them together are smaller than the new one.
            s_closedOnExec = flags;
            s_files = files;
        }

        s_lock.Exit();
    }
}

/// <summary>Told of descriptors that are closed.</summary>
public abstract class DescriptorWatch
{
    /// <summary>The number does not lead to the file any more.</summary>
    public abstract void OnClose(int number, OpenFile file);
}
