using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>The files that a thread polls; each thread has one, which grows.</summary>
internal sealed class PollSet : Waitable
{
    private OpenFile?[] _files = new OpenFile?[16];
    private PollWatcher[] _watchers = [];
    private uint[] _wanted = new uint[16], _results = new uint[16];
    private int _count;

    internal static PollSet OfCurrent
    {
        get
        {
            ProgramThread thread = ProgramThread.Current;
            return thread.PollWaiter as PollSet ?? (PollSet)(thread.PollWaiter = new PollSet());
        }
    }

    public override string Kind => "poll";

    internal void Begin(int count)
    {
        _count = count;
        if (_files.Length >= count)
            return;
        int size = _files.Length;
        while (size < count)
            size *= 2;
        _files = new OpenFile?[size];
        _wanted = new uint[size];
        _results = new uint[size];
    }

    internal void Set(int index, OpenFile? file, uint wanted, bool isMissing)
    {
        _files[index] = file;
        _wanted[index] = wanted | PollEvents.Always;
        _results[index] = file is null && isMissing ? PollEvents.Invalid : 0;
    }

    internal uint ResultOf(int index) => _results[index];

    /// <summary>Waits until a file is ready, a signal comes, or the deadline. How many are ready, or a negated error number.</summary>
    internal long Wait(ulong deadline)
    {
        long ready = Look();
        if (ready > 0)
            return ready;
        KernelThread thread = Scheduler.Current;
        bool isWatching = false;
        thread.WaitsFor = this;
        while (true)
        {
            if (deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline)
                break;
            // With a mask of its own the call may let signals through that came before.
            if (thread.IsCancelled || ProgramThread.Current.NeedsAttention)
            {
                ready = -(long)Errno.EINTR;
                break;
            }

            if (!isWatching)
            {
                isWatching = true;
                Watch(thread);
            }
            else
            {
                Scheduler.Block(deadline);
            }

            for (int i = 0; i < _count; i++)
            {
                if (i < _watchers.Length)
                    _watchers[i].IsTold = false;
            }

            ready = Look();
            if (ready > 0)
                break;
        }

        thread.WaitsFor = null;
        if (isWatching)
        {
            for (int i = 0; i < _count; i++)
                PollSource.Remove(_watchers[i]);
        }

        return ready;
    }

    internal void End()
    {
        for (int i = 0; i < _count; i++)
        {
            if (_files[i] is { } file)
                Descriptors.Put(file);
            _files[i] = null;
        }
    }

    private long Look()
    {
        long ready = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_files[i] is { } file)
                _results[i] = file.Readiness & _wanted[i];
            if (_results[i] != 0)
                ready++;
        }

        return ready;
    }

    private void Watch(KernelThread thread)
    {
        if (_watchers.Length < _count)
        {
            PollWatcher[] old = _watchers;
            _watchers = new PollWatcher[_files.Length];
            for (int i = 0; i < _watchers.Length; i++)
                _watchers[i] = i < old.Length ? old[i] : new PollWatcher();
        }

        for (int i = 0; i < _count; i++)
        {
            PollWatcher watcher = _watchers[i];
            watcher.Thread = thread;
            watcher.Events = _wanted[i];
            watcher.IsTold = false;
            if (_files[i]?.Source is { } source)
            {
                source.Add(watcher);
                // A terminal is looked at while somebody watches: now somebody does.
                _ = _files[i]!.Source;
            }
        }
    }

    private sealed class PollWatcher : Watcher
    {
        internal KernelThread Thread = null!;

        public override void OnReady() => Scheduler.Wake(Thread);
    }
}
