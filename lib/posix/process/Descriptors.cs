using System;
using Lithe.Fs;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>The descriptors of the running thread's process.</summary>
public static class Descriptors
{
    private static DescriptorTable Table
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        get => Process.Current.Files;
    }

    /// <summary>One more than the highest number that may be used (<c>RLIMIT_NOFILE</c>).</summary>
    public static int Limit
    {
        get => Table.Limit;
        set => Table.Limit = value;
    }

    /// <inheritdoc cref="DescriptorTable.TableSize"/>
    public static int TableSize => Table.TableSize;

    /// <inheritdoc cref="DescriptorTable.Get"/>
    public static OpenFile? Get(int number) => Table.Get(number);

    /// <summary>Gives back what <see cref="Get"/> gave.</summary>
    public static void Put(OpenFile file)
    {
        // Mostly the table still has it.
        if (file.TryReleaseShared())
            return;
        if (!file.IsInFileSystem || Process.FileLock.IsHeld)
        {
            file.Release();
            return;
        }

        Process.FileLock.Enter();
        file.Release();
        Process.FileLock.Exit();
    }

    /// <inheritdoc cref="DescriptorTable.Add"/>
    public static int Add(OpenFile file, bool isClosedOnExec, int from = 0) => Table.Add(file, isClosedOnExec, from);

    /// <inheritdoc cref="DescriptorTable.Set"/>
    public static int Set(int number, OpenFile file, bool isClosedOnExec) => Table.Set(number, file, isClosedOnExec);

    /// <inheritdoc cref="DescriptorTable.Close"/>
    public static bool Close(int number) => Table.Close(number);

    /// <inheritdoc cref="DescriptorTable.IsClosedOnExec"/>
    public static bool IsClosedOnExec(int number) => Table.IsClosedOnExec(number);

    /// <inheritdoc cref="DescriptorTable.SetClosedOnExec"/>
    public static void SetClosedOnExec(int number, bool value) => Table.SetClosedOnExec(number, value);

    /// <summary>Who wants to know of numbers that are closed: <c>epoll</c> forgets them, record locks go.</summary>
    public static DescriptorWatch? Watch { get; set; }
}

/// <summary>A process's descriptors: numbers for open files.</summary>
public sealed class DescriptorTable
{
    private const int FirstSize = 64;

    // How many numbers are given out between two looks at what memory is left, and what their files take at most.
    private const int Step = 32, StepMemory = 64 << 10;

    // The lock's.
    private SpinLock _lock;
    private OpenFile?[] _files = new OpenFile?[FirstSize];
    private bool[] _closedOnExec = new bool[FirstSize];
    private int _lowestFree;

    /// <summary>One more than the highest number that may be used (<c>RLIMIT_NOFILE</c>).</summary>
    public int Limit { get; set; } = 1024;

    /// <summary>How many numbers the table has now: none above is in use.</summary>
    public int TableSize => _files.Length;

    /// <summary>The file of a number, kept for the caller: <see cref="Put"/> gives it back. Null when there is none.</summary>
    public OpenFile? Get(int number)
    {
        _lock.Enter();
        OpenFile?[] files = _files;
        OpenFile? file = (uint)number < (uint)files.Length ? files[number] : null;
        file?.Acquire();
        _lock.Exit();
        return file;
    }

    /// <summary>Takes the lowest free number from <paramref name="from"/> on for a file, which becomes the table's. A negated error number when there is none.</summary>
    public int Add(OpenFile file, bool isClosedOnExec, int from = 0)
    {
        int lowest = _lowestFree;
        if (lowest >= FirstSize && lowest % Step == 0 && !KernelMemory.Has(StepMemory))
            return -(int)Errno.ENFILE;
        while (true)
        {
            _lock.Enter();
            int number = from > _lowestFree ? from : _lowestFree;
            while (number < _files.Length && _files[number] is not null)
                number++;
            if (number >= Limit)
            {
                _lock.Exit();
                return -(int)Errno.EMFILE;
            }

            if (number < _files.Length)
            {
                _files[number] = file;
                _closedOnExec[number] = isClosedOnExec;
                if (from <= _lowestFree)
                    _lowestFree = number + 1;
                _lock.Exit();
                return number;
            }

            _lock.Exit();
            Grow(number);
        }
    }

    /// <summary>Puts a file at a number in place of what is there. A negated error number when there is no such number.</summary>
    public int Set(int number, OpenFile file, bool isClosedOnExec)
    {
        if ((uint)number >= (uint)Limit)
            return -(int)Errno.EBADF;
        while (number >= _files.Length)
            Grow(number);
        _lock.Enter();
        OpenFile? old = _files[number];
        _files[number] = file;
        _closedOnExec[number] = isClosedOnExec;
        _lock.Exit();
        if (old is not null)
            OnClose(number, old);
        return number;
    }

    /// <summary>Closes a number. False when it is not open.</summary>
    public bool Close(int number)
    {
        _lock.Enter();
        OpenFile? file = (uint)number < (uint)_files.Length ? _files[number] : null;
        if (file is not null)
        {
            _files[number] = null;
            if (number < _lowestFree)
                _lowestFree = number;
        }

        _lock.Exit();
        if (file is null)
            return false;
        OnClose(number, file);
        return true;
    }

    /// <summary>Whether the number is closed on exec.</summary>
    public bool IsClosedOnExec(int number) => (uint)number < (uint)_closedOnExec.Length && _closedOnExec[number];

    /// <summary>Says whether it is.</summary>
    public void SetClosedOnExec(int number, bool value)
    {
        _lock.Enter();
        if ((uint)number < (uint)_closedOnExec.Length)
            _closedOnExec[number] = value;
        _lock.Exit();
    }

    /// <summary>Has the numbers of another table lead to the same files here.</summary>
    internal void CopyFrom(DescriptorTable other)
    {
        // Files that come meanwhile are another thread's, which did not mean them for the child.
        int size = other.TableSize;
        while (_files.Length < size)
            Grow(size - 1);
        Limit = other.Limit;
        _lowestFree = 0;
        for (int i = 0; i < size; i++)
        {
            _files[i] = other.Get(i);
            _closedOnExec[i] = other.IsClosedOnExec(i);
        }
    }

    /// <summary>A program starts: some are closed.</summary>
    public void CloseOnExec()
    {
        for (int i = 0; i < _files.Length; i++)
        {
            if (_closedOnExec[i])
            {
                _closedOnExec[i] = false;
                Close(i);
            }
        }
    }

    /// <summary>The process ends.</summary>
    internal void CloseAll()
    {
        for (int i = 0; i < _files.Length; i++)
        {
            _closedOnExec[i] = false;
            Close(i);
        }
    }

    /// <summary>Whether the number leads to the file.</summary>
    public bool Has(int number, OpenFile file)
    {
        _lock.Enter();
        bool has = (uint)number < (uint)_files.Length && _files[number] == file;
        _lock.Exit();
        return has;
    }

    private void OnClose(int number, OpenFile file)
    {
        Descriptors.Watch?.OnClose(this, number, file);
        if (file is InodeFile && RecordLocks.AreOn(file.Inode!))
            GiveBackLocks(file.Inode!);
        Descriptors.Put(file);
    }

    // POSIX: any descriptor of a file that a process closes gives back all its locks on that file. The table stands for the process.
    private void GiveBackLocks(Inode inode)
    {
        bool isHeld = Process.FileLock.IsHeld;
        if (!isHeld)
            Process.FileLock.Enter();
        RecordLocks.GiveBackAll(inode, this);
        if (!isHeld)
            Process.FileLock.Exit();
    }

    private void Grow(int number)
    {
        int size = _files.Length;
        while (size <= number)
            size *= 2;
        OpenFile?[] files = new OpenFile?[size];
        bool[] flags = new bool[size];
        _lock.Enter();
        if (_files.Length < size)
        {
            _files.AsSpan().CopyTo(files);
            _closedOnExec.AsSpan().CopyTo(flags);
            // The smaller tables are lost: all of them together are smaller than the new one.
            _closedOnExec = flags;
            _files = files;
        }

        _lock.Exit();
    }
}

/// <summary>Told of descriptors that are closed.</summary>
public abstract class DescriptorWatch
{
    /// <summary>The number does not lead to the file any more.</summary>
    public abstract void OnClose(DescriptorTable table, int number, OpenFile file);
}
