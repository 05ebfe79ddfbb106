using System;
using Lithe.Fs;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>The program's memory as one process has it; a process made by <c>vfork</c> has its parent's until it starts a program of its own.</summary>
public abstract class ProgramMemory
{
    /// <summary>How many processes have it.</summary>
    public int References { get; set; } = 1;

    /// <summary>Nobody has it any more: addresses and pages are given back.</summary>
    public abstract void Release();
}

/// <summary>A process: what its threads have in common. The first one lives as long as the image; others come by <c>vfork</c>. The objects are used again.</summary>
public sealed class ProgramProcess
{
    // The tree's lock: who is whose child, who has ended, objects that are free.
    private static SpinLock s_tree;
    private static ProgramProcess? s_free;

    // A place for those who wait for children.
    private WaitQueue _waiters;

    private ProgramProcess? _nextSibling, _firstChild, _nextFree;

    /// <summary>Makes the first one.</summary>
    internal ProgramProcess()
    {
    }

    /// <summary>The first one.</summary>
    public static ProgramProcess First { get; } = new() { Id = Process.FirstId, Group = Process.FirstId, Session = Process.FirstId, IsLive = true };

    /// <summary>There is no other than the first: what every call looks at.</summary>
    public static bool IsAlone => !Others.AreThere;

    // Alone in its class, which has nothing to construct: one instruction reads it.
    private static class Others
    {
        internal static bool AreThere;
    }

    private static int s_count = 1;

    /// <summary>All objects there are, also those of processes that have ended: the next one.</summary>
    public ProgramProcess? NextOfAll { get; private set; }

    /// <summary>It has threads.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Its number, its group's, its session's.</summary>
    public int Id { get; private set; }

    /// <inheritdoc cref="Id"/>
    public int Group { get; set; }

    /// <inheritdoc cref="Id"/>
    public int Session { get; set; }

    /// <summary>Whose child it is; null for the first one.</summary>
    public ProgramProcess? Parent { get; private set; }

    /// <summary>Its descriptors.</summary>
    public DescriptorTable Files { get; } = new();

    /// <summary>Its memory.</summary>
    public ProgramMemory? Memory { get; set; }

    /// <summary>A place for the library of signals: what is done about each.</summary>
    public object? Signals { get; set; }

    /// <summary>How many threads it has; under <see cref="ProgramThread.EnterList"/>.</summary>
    public int ThreadCount { get; internal set; }

    /// <summary>Somebody has said that it ends; the status that <c>wait</c> gives.</summary>
    public bool IsEnding { get; internal set; }

    /// <inheritdoc cref="IsEnding"/>
    public int Status { get; internal set; }

    /// <summary>It has ended, and its parent has not asked for its status.</summary>
    public bool IsZombie { get; private set; }

    /// <summary>Its parent's thread waits until it has memory of its own.</summary>
    internal Sched.KernelThread? VforkParent;

    /// <summary>Where paths start.</summary>
    public Inode Root = null!, WorkingDirectory = null!;

    /// <summary>On whose behalf files are used.</summary>
    public Credentials Credentials;

    /// <summary>The real and saved users and groups.</summary>
    public uint RealUser, SavedUser, RealGroup, SavedGroup;

    /// <summary>Permissions that new files do not get.</summary>
    public uint Umask = 0x12;

    private const int MaxText = 4096;

    // The object's own, made when it is first used.
    private byte[] _path = [], _line = [];
    private int _pathLength, _lineLength;

    /// <summary>The path of the program's file.</summary>
    public ReadOnlySpan<byte> ProgramPath => _path.AsSpan(0, _pathLength);

    /// <summary>Texts of its arguments that each end with a zero; as far as there is room for them.</summary>
    public ReadOnlySpan<byte> CommandLine => _line.AsSpan(0, _lineLength);

    /// <summary>Says what program it runs, for <c>/proc/self</c>.</summary>
    public void SetProgram(ReadOnlySpan<byte> path, ReadOnlySpan<byte> line)
    {
        if (_path.Length == 0)
        {
            _path = new byte[MaxText];
            _line = new byte[MaxText];
        }

        _pathLength = Math.Min(path.Length, MaxText);
        path.Slice(0, _pathLength).CopyTo(_path);
        _lineLength = Math.Min(line.Length, MaxText);
        line.Slice(0, _lineLength).CopyTo(_line);
    }

    /// <summary>The program's file.</summary>
    public Inode? ProgramFile;

    /// <summary>Makes a child of a process, with copies of what it has and its memory.</summary>
    internal static ProgramProcess CreateChild(ProgramProcess parent)
    {
        s_tree.Enter();
        ProgramProcess? child = s_free;
        if (child is not null)
            s_free = child._nextFree;
        s_tree.Exit();
        bool isNew = child is null;
        child ??= new ProgramProcess();
        child._nextFree = null;
        child.Parent = parent;
        child.Group = parent.Group;
        child.Session = parent.Session;
        child.IsZombie = child.IsEnding = false;
        child.Status = 0;
        child.ThreadCount = 0;
        child.Credentials = parent.Credentials;
        (child.RealUser, child.SavedUser, child.RealGroup, child.SavedGroup) = (parent.RealUser, parent.SavedUser, parent.RealGroup, parent.SavedGroup);
        child.Umask = parent.Umask;
        child.SetProgram(parent.ProgramPath, parent.CommandLine);
        child.ProgramFile = parent.ProgramFile;
        Process.FileLock.Enter();
        child.Root = parent.Root;
        child.WorkingDirectory = parent.WorkingDirectory;
        child.Root.Acquire();
        child.WorkingDirectory.Acquire();
        Process.FileLock.Exit();
        child.Files.CopyFrom(parent.Files);
        s_tree.Enter();
        child.Memory = parent.Memory;
        if (child.Memory is not null)
            child.Memory.References++;
        if (isNew)
        {
            child.NextOfAll = First.NextOfAll;
            First.NextOfAll = child;
        }

        child._firstChild = null;
        child._nextSibling = parent._firstChild;
        parent._firstChild = child;
        Others.AreThere = true;
        s_count++;
        s_tree.Exit();
        return child;
    }

    /// <summary>Has a child of the running thread's process begin with these registers, and waits until it has memory of its own or has ended. Its number, or a negated error number.</summary>
    public static long RunChild(in SyscallFrame start, ulong threadPointer, UserPointer parentId)
    {
        ProgramThread current = ProgramThread.Current;
        ProgramProcess child = CreateChild(current.Owner);
        ProgramGate.Attention?.OnChild(current.Owner, child);
        ProgramThread thread = ProgramThread.Create(start, threadPointer, current, child);
        int id = thread.Id;
        child.Id = id;
        child.IsLive = true;
        Sched.KernelThread waiting = current.Kernel;
        child.VforkParent = waiting;
        bool isStarted = parentId.IsNull || UserMemory.TryWrite(parentId, id);
        if (!isStarted)
        {
            thread.Discard();
            child.Discard();
            return -(long)Errno.EFAULT;
        }

        if (!thread.TryStart())
        {
            child.Discard();
            return -(long)Errno.EAGAIN;
        }

        while (System.Threading.Volatile.Read(ref child.VforkParent) == waiting)
            Sched.Scheduler.Block(ulong.MaxValue);
        return id;
    }

    /// <summary>Gives back a child that got no thread.</summary>
    internal void Discard()
    {
        VforkParent = null;
        Close();
        TakeMemory(null);
        s_tree.Enter();
        IsLive = false;
        RemoveChild(Parent!, this);
        Free();
        s_tree.Exit();
    }

    /// <summary>The process of a number; null when there is none.</summary>
    public static ProgramProcess? Find(int id)
    {
        for (ProgramProcess? process = First; process is not null; process = process.NextOfAll)
        {
            if ((process.IsLive || process.IsZombie) && process.Id == id)
                return process;
        }

        return null;
    }

    /// <summary>Has memory of its own from now on; whoever waits for that goes on. The memory that nobody has any more goes.</summary>
    public void TakeMemory(ProgramMemory? memory)
    {
        ProgramMemory? old;
        s_tree.Enter();
        old = Memory;
        Memory = memory;
        bool isUnused = old is not null && --old.References == 0;
        s_tree.Exit();
        if (isUnused)
            old!.Release();
        if (VforkParent is not { } waiting)
            return;
        VforkParent = null;
        Sched.Scheduler.Wake(waiting);
    }

    /// <summary>Its last thread ends: everything but its status is given back. Called by that thread.</summary>
    internal void End()
    {
        const int Child = 17, Exited = 1, Killed = 2;
        Close();
        TakeMemory(null);
        s_tree.Enter();
        IsLive = false;
        ProgramProcess parent = Parent!;
        // Children become those of the first process.
        while (_firstChild is { } orphan)
        {
            _firstChild = orphan._nextSibling;
            orphan.Parent = First;
            orphan._nextSibling = First._firstChild;
            First._firstChild = orphan;
        }

        bool isAwaited = ProgramGate.Attention is not { } signals || !signals.ForgetsChildren(parent);
        int status = Status;
        if (isAwaited)
        {
            IsZombie = true;
        }
        else
        {
            RemoveChild(parent, this);
            Free();
        }

        int id = Id;
        uint user = RealUser;
        s_tree.Exit();
        parent._waiters.WakeAll();
        ProgramGate.Attention?.SendTo(parent, Child, (status & 0x7f) == 0 ? Exited : Killed, (ulong)((status & 0x7f) == 0 ? status >> 8 & 0xff : status & 0x7f), id, user);
    }

    /// <summary>
    /// Waits for a child that has ended: any (-1), one of a group (below -1, 0 for the caller's), or one. Its number, 0 when none has ended and <paramref name="isPatient"/> is false, or a negated
    /// error number.
    /// </summary>
    public long WaitForChild(int which, bool isPatient, bool isLeft, out int status, out uint user)
    {
        status = 0;
        user = 0;
        while (true)
        {
            _waiters.Enter();
            s_tree.Enter();
            bool exists = false;
            for (ProgramProcess? child = _firstChild; child is not null; child = child._nextSibling)
            {
                if (which != -1 && (which > 0 ? child.Id != which : child.Group != (which == 0 ? Group : -which)))
                    continue;
                exists = true;
                if (!child.IsZombie)
                    continue;
                int id = child.Id;
                status = child.Status;
                user = child.RealUser;
                if (!isLeft)
                {
                    RemoveChild(this, child);
                    child.IsZombie = false;
                    child.Free();
                }

                s_tree.Exit();
                _waiters.Exit();
                return id;
            }

            s_tree.Exit();
            if (!exists || !isPatient || Sched.Scheduler.Current.IsCancelled)
            {
                _waiters.Exit();
                return !exists ? -(long)Errno.ECHILD : !isPatient ? 0 : ProgramThread.Current.Interrupted();
            }

            _waiters.WaitAndExit(ChildWait.Instance, ulong.MaxValue);
        }
    }

    private void Close()
    {
        Files.CloseAll();
        Process.FileLock.Enter();
        Root.Release();
        WorkingDirectory.Release();
        Process.FileLock.Exit();
    }

    // With the tree's lock held.
    private void Free()
    {
        _nextFree = s_free;
        s_free = this;
        if (--s_count == 1)
            Others.AreThere = false;
    }

    private static void RemoveChild(ProgramProcess parent, ProgramProcess child)
    {
        if (parent._firstChild == child)
        {
            parent._firstChild = child._nextSibling;
            return;
        }

        for (ProgramProcess? before = parent._firstChild; before is not null; before = before._nextSibling)
        {
            if (before._nextSibling == child)
            {
                before._nextSibling = child._nextSibling;
                return;
            }
        }
    }

    private sealed class ChildWait : Sched.Waitable
    {
        internal static readonly ChildWait Instance = new();

        public override string Kind => "a child process";
    }
}

/// <summary>Makes processes; null where an image has but one.</summary>
public abstract class ProcessMaker
{
    /// <summary>The image's.</summary>
    public static ProcessMaker? Current { get; set; }

    /// <summary>A child that has the caller's memory, until it starts a program or ends; the caller waits for that. Its number, or a negated error number.</summary>
    public abstract long Vfork(ref SyscallFrame frame, ulong stack, ulong threadPointer, bool setsThreadPointer, UserPointer parentId, bool setsParentId);
}
