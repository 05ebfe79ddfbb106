using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>inotify: what happens to files is read as records. The objects, and the watches, are used again.</summary>
public sealed class InotifyFile : OpenFile
{
    private const int RingSize = 16384, Header = 16, MaxWatches = 8192;

    /// <summary>Told without being asked for: nothing more will come of this watch; some happenings were lost.</summary>
    internal const uint Ignored = 0x8000, Overflow = 0x4000;

    internal const uint OneShot = 0x8000_0000;

    private static SpinLock s_lock;
    private static InotifyFile? s_free;

    // How many watches there are in all; the file systems' lock's.
    private static int s_watches;

    private readonly InotifyWait _thing = new();
    private readonly PollSource _source = new();

    // By number less one; the file systems' lock's.
    private Watch?[] _watches = new Watch?[8];
    private Watch? _freeWatch;
    private int _lastNumber;
    private InotifyFile? _nextFree;

    // The queue's lock's: records, each a header and a name that ends with zeros.
    private readonly byte[] _ring = new byte[RingSize];
    private WaitQueue _queue;
    private int _used, _lastRecord = -1;
    private bool _hasOverflowed;

    private InotifyFile()
    {
    }

    internal static InotifyFile Take()
    {
        s_lock.Enter();
        InotifyFile? file = s_free;
        if (file is not null)
            s_free = file._nextFree;
        s_lock.Exit();
        file ??= new InotifyFile();
        file.Reuse();
        file._used = 0;
        file._lastRecord = -1;
        file._hasOverflowed = false;
        file._lastNumber = 0;
        return file;
    }

    /// <inheritdoc/>
    public override string Description => "anon_inode:inotify";

    /// <inheritdoc/>
    public override PollSource? Source => _source;

    /// <inheritdoc/>
    public override uint Readiness => _used > 0 ? PollEvents.In | PollEvents.ReadNormal : 0;

    /// <inheritdoc/>
    public override long Read(Span<byte> bytes)
    {
        while (true)
        {
            _queue.Enter();
            if (_used > 0)
            {
                int count = 0;
                while (count < _used)
                {
                    int size = Header + BinaryPrimitives.ReadInt32LittleEndian(_ring.AsSpan(count + 12));
                    if (count + size > bytes.Length)
                        break;
                    count += size;
                }

                _ring.AsSpan(0, count).CopyTo(bytes);
                _ring.AsSpan(count, _used - count).CopyTo(_ring);
                _used -= count;
                _lastRecord = _lastRecord < count ? -1 : _lastRecord - count;
                if (_used == 0)
                    _hasOverflowed = false;
                _queue.Exit();
                return count > 0 ? count : -(long)Errno.EINVAL;
            }

            if (IsNonBlocking || Scheduler.Current.IsCancelled)
            {
                _queue.Exit();
                return IsNonBlocking ? -(long)Errno.EAGAIN : ProgramThread.Current.Interrupted();
            }

            _queue.WaitAndExit(_thing, ulong.MaxValue);
        }
    }

    /// <inheritdoc/>
    public override long Control(uint request, ulong argument)
    {
        const uint Available = 0x541b;
        if (request != Available)
            return -(long)Errno.ENOTTY;
        return UserMemory.TryWrite(new UserPointer(argument), _used) ? 0 : -(long)Errno.EFAULT;
    }

    /// <summary>Watches an inode, or changes what is told of one that is watched already: its number, or a negated error number. With the file systems' lock held.</summary>
    internal long Add(Inode inode, uint mask, bool adds, bool mustBeNew)
    {
        foreach (Watch? watch in _watches)
        {
            if (watch is null || watch.Inode != inode)
                continue;
            if (mustBeNew)
                return -(long)Errno.EEXIST;
            watch.Mask = adds ? watch.Mask | mask : mask;
            return watch.Number;
        }

        if (s_watches >= MaxWatches)
            return -(long)Errno.ENOSPC;
        int place = 0;
        while (place < _watches.Length && _watches[place] is not null)
            place++;
        if (place == _watches.Length)
        {
            Watch?[] larger = new Watch?[place * 2];
            _watches.AsSpan().CopyTo(larger);
            _watches = larger;
        }

        Watch made = _freeWatch ?? new Watch();
        _freeWatch = made.NextFree;
        made.File = this;
        // Numbers are not used again while somebody may still hold one.
        made.Number = ++_lastNumber;
        made.Mask = mask;
        _watches[place] = made;
        made.Attach(inode);
        s_watches++;
        FileEvents.AreWatched = true;
        return made.Number;
    }

    /// <summary>Ends a watch. With the file systems' lock held.</summary>
    internal Errno Remove(int number)
    {
        for (int i = 0; i < _watches.Length; i++)
        {
            if (_watches[i] is not { } watch || watch.Number != number)
                continue;
            Drop(i);
            Append(number, Ignored, 0, default);
            return Errno.None;
        }

        return Errno.EINVAL;
    }

    /// <inheritdoc/>
    protected override void OnClose()
    {
        // The last one to let go of it may be a walk that began there.
        bool isHeld = Process.FileLock.IsHeld;
        if (!isHeld)
            Process.FileLock.Enter();
        for (int i = 0; i < _watches.Length; i++)
        {
            if (_watches[i] is not null)
                Drop(i);
        }

        if (!isHeld)
            Process.FileLock.Exit();
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }

    private void Drop(int place)
    {
        Watch watch = _watches[place]!;
        _watches[place] = null;
        watch.Detach();
        watch.NextFree = _freeWatch;
        _freeWatch = watch;
        FileEvents.AreWatched = --s_watches > 0;
    }

    private void Append(int number, uint what, uint cookie, ReadOnlySpan<byte> name)
    {
        _queue.Enter();
        int padded = name.Length == 0 ? 0 : name.Length + Header & -Header, size = Header + padded;
        if (_hasOverflowed)
        {
            _queue.Exit();
            return;
        }

        // Room for the record that says that others were lost is kept free.
        if (_used + size > RingSize - Header)
        {
            _hasOverflowed = true;
            number = -1;
            what = Overflow;
            cookie = 0;
            name = default;
            padded = 0;
            size = Header;
        }

        Span<byte> record = _ring.AsSpan(_used, size);
        record.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(record, number);
        BinaryPrimitives.WriteUInt32LittleEndian(record.Slice(4), what);
        BinaryPrimitives.WriteUInt32LittleEndian(record.Slice(8), cookie);
        BinaryPrimitives.WriteInt32LittleEndian(record.Slice(12), padded);
        name.CopyTo(record.Slice(Header));
        // The same as the last one is not said twice.
        if (_lastRecord >= 0 && _used - _lastRecord == size && record.SequenceEqual(_ring.AsSpan(_lastRecord, size)))
        {
            _queue.Exit();
            return;
        }

        _lastRecord = _used;
        _used += size;
        _queue.Exit();
        _queue.WakeAll();
        _source.Notify(PollEvents.In | PollEvents.ReadNormal);
    }

    private sealed class Watch : InodeWatch
    {
        internal InotifyFile File = null!;
        internal Watch? NextFree;
        internal int Number;
        internal uint Mask;

        public override void OnEvent(uint what, uint cookie, ReadOnlySpan<byte> name)
        {
            InotifyFile file = File;
            int number = Number;
            bool isGone = (what & FileEvents.DeleteSelf) != 0;
            bool isTold = (what & Mask & 0xfff) != 0;
            if (isTold)
                file.Append(number, what, cookie, name);
            if (isGone || isTold && (Mask & OneShot) != 0)
                file.Remove(number);
        }
    }

    private sealed class InotifyWait : Waitable
    {
        public override string Kind => "inotify";
    }
}

/// <summary>The calls of inotify.</summary>
public static class Inotify
{
    private const uint Known = 0xfff, OnlyDirectory = 0x0100_0000, DontFollow = 0x0200_0000, ExcludeUnlinked = 0x0400_0000, MaskCreate = 0x1000_0000, MaskAdd = 0x2000_0000;

    /// <summary>inotify_init(2).</summary>
    [Syscall(253, -1)]
    public static long InotifyInit() => InotifyInit1(0);

    /// <summary>inotify_init1(2).</summary>
    [Syscall(294, 26)]
    public static long InotifyInit1(int flags)
    {
        if (((OpenFlags)flags & ~(OpenFlags.NonBlocking | OpenFlags.CloseOnExec)) != 0)
            return -(long)Errno.EINVAL;
        InotifyFile file = InotifyFile.Take();
        file.Flags = (OpenFlags)flags & OpenFlags.NonBlocking;
        int number = Descriptors.Add(file, ((OpenFlags)flags & OpenFlags.CloseOnExec) != 0);
        if (number < 0)
            file.Release();
        return number;
    }

    /// <summary>inotify_add_watch(2).</summary>
    [Syscall(254, 27)]
    public static long InotifyAddWatch(int number, UserPointer path, uint mask)
    {
        if ((mask & (Known | OnlyDirectory | DontFollow | ExcludeUnlinked | MaskCreate | MaskAdd | InotifyFile.OneShot)) == 0 || (mask & (MaskAdd | MaskCreate)) == (MaskAdd | MaskCreate))
            return -(long)Errno.EINVAL;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long result = -(long)Errno.EINVAL;
        if (file is InotifyFile inotify)
        {
            Process.FileLock.Enter();
            Errno error = UserPath.Walk(UserPath.WorkingDirectory, path, (mask & DontFollow) != 0 ? WalkOptions.NoFollow : WalkOptions.None, UserPath.Buffer, out WalkResult found);
            if (error == Errno.None && (mask & OnlyDirectory) != 0 && !found.Inode!.IsDirectory)
                error = Errno.ENOTDIR;
            if (error == Errno.None && !found.Inode!.Allows(Process.Credentials, 4))
                error = Errno.EACCES;
            result = error == Errno.None ? inotify.Add(found.Inode!, mask & (Known | InotifyFile.OneShot), (mask & MaskAdd) != 0, (mask & MaskCreate) != 0) : -(long)error;
            Process.FileLock.Exit();
        }

        Descriptors.Put(file);
        return result;
    }

    /// <summary>inotify_rm_watch(2).</summary>
    [Syscall(255, 28)]
    public static long InotifyRmWatch(int number, int watch)
    {
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        Errno error = Errno.EINVAL;
        if (file is InotifyFile inotify)
        {
            Process.FileLock.Enter();
            error = inotify.Remove(watch);
            Process.FileLock.Exit();
        }

        Descriptors.Put(file);
        return -(long)error;
    }
}
