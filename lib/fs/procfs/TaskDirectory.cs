using System;
using Lithe.Posix;

namespace Lithe.Fs;

/// <summary><c>/proc/self/task</c>: a directory for each thread. The files' lock's.</summary>
internal sealed class TaskDirectory : Inode
{
    private const int MaxThreads = 4096;

    // Objects that were made; one that nobody refers to may be another thread's.
    private ThreadDirectory?[] _threads = new ThreadDirectory?[8];
    private readonly byte[] _text = new byte[20];

    internal TaskDirectory(FileSystem files)
    {
        FileSystem = files;
        Number = 10_102;
        Kind = InodeKind.Directory;
        Permissions = 0x16d;
        LinkCount = 2;
    }

    public override Errno Lookup(ReadOnlySpan<byte> name, out Inode? inode)
    {
        inode = null;
        int id = 0;
        foreach (byte digit in name)
        {
            if (digit is < (byte)'0' or > (byte)'9' || id > 100_000_000)
                return Errno.ENOENT;
            id = id * 10 + (digit - '0');
        }

        ProgramThread.EnterList();
        bool exists = ProgramThread.Find(id) is not null;
        ProgramThread.ExitList();
        if (!exists)
            return Errno.ENOENT;
        inode = Of(id);
        return inode is null ? Errno.ENOMEM : Errno.None;
    }

    public override bool ReadDirectory(ref DirectoryEntry entry)
    {
        // Places are 3 and more: the lowest thread whose number, and 2, is above the last place.
        int last = (int)entry.Place - 2, next = int.MaxValue;
        ProgramThread.EnterList();
        for (ProgramThread? thread = ProgramThread.First; thread is not null; thread = thread.Next)
        {
            if (thread.Id > last && thread.Id < next)
                next = thread.Id;
        }

        ProgramThread.ExitList();
        if (next == int.MaxValue)
            return false;
        var text = new TextBuffer(_text);
        entry.Name = _text.AsSpan(0, text.Add((ulong)next).Length);
        entry.Number = 30_000 + (ulong)next;
        entry.Kind = InodeKind.Directory;
        entry.Place = (ulong)next + 2;
        return true;
    }

    private ThreadDirectory? Of(int id)
    {
        ThreadDirectory? free = null;
        int count = 0;
        for (; count < _threads.Length && _threads[count] is { } present; count++)
        {
            if (present.Id == id)
                return present;
            if (present.IsUnused)
                free = present;
        }

        if (free is null)
        {
            if (count == MaxThreads)
                return null;
            if (count == _threads.Length)
            {
                ThreadDirectory?[] larger = new ThreadDirectory?[count * 2];
                _threads.AsSpan().CopyTo(larger);
                _threads = larger;
            }

            free = _threads[count] = new ThreadDirectory(FileSystem, this);
        }

        free.Begin(id);
        return free;
    }

    private sealed class ThreadDirectory : Inode
    {
        private readonly Inode _parent;
        private readonly TextInode _comm, _stat, _status;

        internal ThreadDirectory(FileSystem files, Inode parent)
        {
            FileSystem = files;
            Kind = InodeKind.Directory;
            Permissions = 0x16d;
            LinkCount = 2;
            _parent = parent;
            _comm = new TextInode(files, ProcessText.TaskComm);
            _stat = new TextInode(files, ProcessText.TaskStat);
            _status = new TextInode(files, ProcessText.TaskStatus);
        }

        internal int Id => _comm.Thread;

        internal bool IsUnused => References + _comm.References + _stat.References + _status.References == 0;

        public override Inode Parent => _parent;

        internal void Begin(int id)
        {
            Number = 30_000 + (ulong)id;
            _comm.Thread = _stat.Thread = _status.Thread = id;
        }

        public override Errno Lookup(ReadOnlySpan<byte> name, out Inode? inode)
        {
            inode = name.SequenceEqual("comm"u8) ? _comm : name.SequenceEqual("stat"u8) ? _stat : name.SequenceEqual("status"u8) ? _status : null;
            return inode is null ? Errno.ENOENT : Errno.None;
        }

        public override bool ReadDirectory(ref DirectoryEntry entry)
        {
            if (entry.Place > 4)
                return false;
            TextInode found = entry.Place <= 2 ? _comm : entry.Place == 3 ? _stat : _status;
            entry.Name = entry.Place <= 2 ? "comm"u8 : entry.Place == 3 ? "stat"u8 : "status"u8;
            entry.Number = found.Number;
            entry.Kind = InodeKind.Regular;
            entry.Place = entry.Place <= 2 ? 3 : entry.Place + 1;
            return true;
        }
    }
}
