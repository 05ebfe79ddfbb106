using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>A descriptor that an <see cref="EpollFile"/> watches. The objects are used again.</summary>
internal sealed class EpollItem : Watcher
{
    internal const uint EdgeTriggered = 1u << 31, OneShot = 1u << 30, Flags = EdgeTriggered | OneShot | 1u << 29 | 1u << 28;

    internal EpollFile? Owner;
    internal OpenFile? File;
    internal DescriptorTable? Table;
    internal int Number;
    internal uint Wanted;
    internal ulong Data;
    internal bool IsReady;
    internal EpollItem? NextReady, NextFree;

    public override void OnReady() => Owner?.AddReady(this);
}

/// <summary>epoll: descriptors that are watched, and a list of those that may be ready.</summary>
public sealed class EpollFile : OpenFile
{
    private readonly EpollWait _thing = new();
    private readonly PollSource _source = new();

    // By descriptor; the table's lock is a mutex, since the number of them may make it grow.
    private readonly Mutex _lock = new();
    private EpollItem?[] _items = new EpollItem?[64];
    private EpollItem? _free;

    // The queue's lock's: those that may be ready, in the order that they became so.
    private WaitQueue _queue;
    private EpollItem? _firstReady, _lastReady;

    /// <inheritdoc/>
    public override string Description => "anon_inode:[eventpoll]";

    /// <inheritdoc/>
    public override PollSource? Source => _source;

    /// <inheritdoc/>
    public override uint Readiness
    {
        get
        {
            _queue.Enter();
            bool isReady = false;
            for (EpollItem? item = _firstReady; item is not null && !isReady; item = item.NextReady)
                isReady = item.File is { } file && (file.Readiness & item.Events) != 0;
            _queue.Exit();
            return isReady ? PollEvents.In | PollEvents.ReadNormal : 0;
        }
    }

    internal void AddReady(EpollItem item)
    {
        _queue.Enter();
        if (item.Owner == this)
            Append(item);
        _queue.Exit();
        _queue.WakeOne();
        _source.Notify(PollEvents.In | PollEvents.ReadNormal);
    }

    /// <summary>Whether it watches another one. Who adds such is kept away (<see cref="EpollNesting"/>); others may come and go meanwhile.</summary>
    internal bool Watches(EpollFile other)
    {
        foreach (EpollItem? item in _items)
        {
            if (item?.File == other)
                return true;
        }

        return false;
    }

    /// <summary>Looks for another one below it, and how deep what it watches goes, no further than the limit. The other one, or null.</summary>
    internal EpollFile? FindBelow(EpollFile other, int limit, out int depth)
    {
        depth = 0;
        if (this == other)
            return this;
        foreach (EpollItem? item in _items)
        {
            if (limit == 0 || item?.File is not EpollFile inner)
                continue;
            if (inner.FindBelow(other, limit - 1, out int below) is not null)
                return other;
            depth = Math.Max(depth, below + 1);
        }

        return null;
    }

    internal long Control(int operation, int number, uint events, ulong data)
    {
        const int Add = 1, Delete = 2, Modify = 3;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return -(long)Errno.EBADF;
        long result = 0;
        EpollItem? item = null;
        _lock.Enter();
        if (number < _items.Length && _items[number] is { } present && present.File == file)
            item = present;
        if (file == this || operation is not (Add or Delete or Modify))
        {
            result = -(long)Errno.EINVAL;
        }
        else if (file.Source is null)
        {
            result = -(long)Errno.EPERM;
        }
        else if (operation == Add)
        {
            if (item is not null)
                result = -(long)Errno.EEXIST;
            else
                item = Attach(number, file);
        }
        else if (item is null)
        {
            result = -(long)Errno.ENOENT;
        }
        else if (operation == Delete)
        {
            Detach(item);
            item = null;
        }

        if (result == 0 && item is not null)
        {
            _queue.Enter();
            item.Wanted = events;
            item.Data = data;
            item.Events = events & ~EpollItem.Flags | PollEvents.Always;
            item.IsTold = false;
            _queue.Exit();
            if (!item.IsWatching)
                file.Source!.Add(item);
            if ((file.Readiness & item.Events) != 0)
                AddReady(item);
        }

        _lock.Exit();
        Descriptors.Put(file);
        return result;
    }

    internal long Wait(UserPointer to, int count, ulong deadline)
    {
        const int Size = 12;
        if (count is <= 0 or > int.MaxValue / 16)
            return -(long)Errno.EINVAL;
        if (!UserMemory.TryGetSpan(to, (ulong)count * Size, out Span<byte> records))
            return deadline == 0 && Readiness == 0 ? 0 : -(long)Errno.EFAULT;
        KernelThread thread = Scheduler.Current;
        while (true)
        {
            int found = Collect(records, count);
            if (found > 0)
                return found;
            if (deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline)
                return 0;
            if (thread.IsCancelled || ProgramThread.Current.NeedsAttention)
                return -(long)Errno.EINTR;
            _queue.Enter();
            if (_firstReady is null)
                _queue.WaitAndExit(_thing, deadline);
            else
                _queue.Exit();
        }
    }

    // Goes once through the list as it is now; those that stay ready and are watched by level are put back.
    private int Collect(Span<byte> records, int count)
    {
        const int Size = 12;
        int found = 0;
        EpollItem? last = _lastReady;
        while (found < count && last is not null)
        {
            _queue.Enter();
            EpollItem? item = _firstReady;
            if (item is null)
            {
                _queue.Exit();
                break;
            }

            _firstReady = item.NextReady;
            if (_firstReady is null)
                _lastReady = null;
            item.NextReady = null;
            item.IsReady = false;
            // From here on news are told again: what comes before the look below is seen by it.
            item.IsTold = false;
            OpenFile? file = item.File;
            uint events = item.Events, wanted = item.Wanted;
            ulong data = item.Data;
            _queue.Exit();
            uint ready = file is null ? 0 : file.Readiness & events;
            if (ready != 0)
            {
                Span<byte> record = records.Slice(found * Size, Size);
                BinaryPrimitives.WriteUInt32LittleEndian(record, ready);
                BinaryPrimitives.WriteUInt64LittleEndian(record.Slice(4), data);
                found++;
                _queue.Enter();
                if ((wanted & EpollItem.OneShot) != 0)
                    item.Events = 0;
                else if ((wanted & EpollItem.EdgeTriggered) == 0 && item.Owner == this)
                    Append(item);
                _queue.Exit();
            }

            if (item == last)
                break;
        }

        return found;
    }

    /// <summary>A descriptor is closed.</summary>
    internal void Forget(DescriptorTable table, int number, OpenFile file)
    {
        if (number >= _items.Length || _items[number] is null)
            return;
        _lock.Enter();
        if (number < _items.Length && _items[number] is { } item && item.File == file && item.Table == table)
            Detach(item);
        _lock.Exit();
    }

    /// <inheritdoc/>
    protected override void OnClose()
    {
        _lock.Enter();
        foreach (EpollItem? item in _items)
        {
            if (item is not null)
                Detach(item);
        }

        _lock.Exit();
        Epoll.Forget(this);
    }

    internal void Begin(OpenFlags flags)
    {
        Reuse();
        Flags = flags;
    }

    private EpollItem Attach(int number, OpenFile file)
    {
        if (number >= _items.Length)
        {
            int size = _items.Length;
            while (size <= number)
                size *= 2;
            EpollItem?[] items = new EpollItem?[size];
            _items.AsSpan().CopyTo(items);
            _items = items;
        }

        EpollItem item = _free ?? new EpollItem();
        _free = item.NextFree;
        item.NextFree = null;
        item.Owner = this;
        item.File = file;
        item.Table = Process.Current.Files;
        item.Number = number;
        _items[number] = item;
        return item;
    }

    private void Detach(EpollItem item)
    {
        PollSource.Remove(item);
        _queue.Enter();
        EpollItem? before = null;
        for (EpollItem? at = _firstReady; item.IsReady && at is not null; before = at, at = at.NextReady)
        {
            if (at != item)
                continue;
            if (before is null)
                _firstReady = item.NextReady;
            else
                before.NextReady = item.NextReady;
            if (_lastReady == item)
                _lastReady = before;
            break;
        }

        item.IsReady = false;
        item.NextReady = null;
        item.Owner = null;
        item.File = null;
        _queue.Exit();
        if (_items[item.Number] == item)
            _items[item.Number] = null;
        item.NextFree = _free;
        _free = item;
    }

    private void Append(EpollItem item)
    {
        if (item.IsReady)
            return;
        item.IsReady = true;
        if (_lastReady is null)
            _firstReady = item;
        else
            _lastReady.NextReady = item;
        _lastReady = item;
    }

    private sealed class EpollWait : Waitable
    {
        public override string Kind => "epoll";
    }
}

/// <summary>The calls of epoll.</summary>
public static class Epoll
{
    private static readonly Mutex s_lock = new();
    private static readonly List<EpollFile> s_open = [];
    private static readonly List<EpollFile> s_free = [];

    /// <summary>At start-up: descriptors that are closed are watched no more.</summary>
    [Init(InitStage.Late)]
    public static void Initialize() => Descriptors.Watch = new CloseWatch();

    /// <summary>epoll_create(2).</summary>
    [Syscall(213, -1)]
    public static long EpollCreate(int size) => size <= 0 ? -(long)Errno.EINVAL : EpollCreate1(0);

    /// <summary>epoll_create1(2).</summary>
    [Syscall(291, 20)]
    public static long EpollCreate1(int flags)
    {
        if (((OpenFlags)flags & ~OpenFlags.CloseOnExec) != 0)
            return -(long)Errno.EINVAL;
        s_lock.Enter();
        EpollFile file;
        if (s_free.Count > 0)
        {
            file = s_free[s_free.Count - 1];
            s_free.RemoveAt(s_free.Count - 1);
        }
        else
        {
            file = new EpollFile();
        }

        file.Begin(OpenFlags.ReadWrite);
        s_open.Add(file);
        s_lock.Exit();
        int number = Descriptors.Add(file, flags != 0);
        if (number < 0)
            file.Release();
        return number;
    }

    /// <summary>epoll_ctl(2).</summary>
    [Syscall(233, 21)]
    public static long EpollCtl(int epoll, int operation, int number, UserPointer what)
    {
        const int Add = 1, Delete = 2;
        uint events = 0;
        ulong data = 0;
        if (operation != Delete && (!UserMemory.TryRead(what, out events) || !UserMemory.TryRead(what.Plus(4), out data)))
            return -(long)Errno.EFAULT;
        OpenFile? file = Descriptors.Get(epoll);
        if (file is null)
            return -(long)Errno.EBADF;
        long result = file is not EpollFile poll ? -(long)Errno.EINVAL
            : operation == Add && Descriptors.Get(number) is { } inner ? AddTo(poll, inner, number, events, data)
            : poll.Control(operation, number, events, data);
        Descriptors.Put(file);
        return result;
    }

    /// <summary>epoll_wait(2).</summary>
    [Syscall(232, -1)]
    public static long EpollWait(int epoll, UserPointer to, int count, int timeout) =>
        Wait(epoll, to, count, timeout < 0 ? ulong.MaxValue : timeout == 0 ? 0 : Clock.Nanoseconds + (ulong)timeout * 1_000_000);

    /// <summary>epoll_pwait(2).</summary>
    [Syscall(281, 22)]
    public static long EpollPwait(int epoll, UserPointer to, int count, int timeout, UserPointer mask, ulong size)
    {
        Errno error = PollMask.Apply(mask, size);
        return error != Errno.None ? -(long)error : PollMask.Finish(EpollWait(epoll, to, count, timeout));
    }

    /// <summary>epoll_pwait2(2).</summary>
    [Syscall(441, 441)]
    public static long EpollPwait2(int epoll, UserPointer to, int count, UserPointer timeout, UserPointer mask, ulong size)
    {
        Errno error = PollMask.ReadDeadline(timeout, out ulong deadline);
        if (error == Errno.None)
            error = PollMask.Apply(mask, size);
        return error != Errno.None ? -(long)error : PollMask.Finish(Wait(epoll, to, count, deadline));
    }

    internal static void Forget(EpollFile file)
    {
        s_lock.Enter();
        s_open.Remove(file);
        s_free.Add(file);
        s_lock.Exit();
    }

    private static long AddTo(EpollFile outer, OpenFile file, int number, uint events, ulong data)
    {
        const int Add = 1;
        long result = file is EpollFile inner ? EpollNesting.Add(outer, inner, number, events, data, s_open) : outer.Control(Add, number, events, data);
        Descriptors.Put(file);
        return result;
    }

    private static long Wait(int epoll, UserPointer to, int count, ulong deadline)
    {
        OpenFile? file = Descriptors.Get(epoll);
        if (file is null)
            return -(long)Errno.EBADF;
        long result = file is EpollFile poll ? poll.Wait(to, count, deadline) : -(long)Errno.EINVAL;
        Descriptors.Put(file);
        return result;
    }

    private sealed class CloseWatch : DescriptorWatch
    {
        public override void OnClose(DescriptorTable table, int number, OpenFile file)
        {
            if (s_open.Count == 0 || file.Source is null)
                return;
            s_lock.Enter();
            for (int i = 0; i < s_open.Count; i++)
                s_open[i].Forget(table, number, file);
            s_lock.Exit();
        }
    }
}
