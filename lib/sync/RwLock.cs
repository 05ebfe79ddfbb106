using Lithe.Sched;

namespace Lithe.Sync;

/// <summary>
/// A lock that many readers or one writer have. A writer who waits keeps new readers out; when a writer leaves, the readers who wait come before the
/// next writer. So neither waits for ever. Not recursive.
/// </summary>
public sealed class RwLock : Waitable
{
    // All under the lock of _writers. A reader is counted by whoever lets it in.
    private int _readers;
    private int _writer;
    private WaitQueue _writers;
    private WaitList _waitingReaders;

    /// <inheritdoc/>
    public override string Kind => "rwlock";

    /// <inheritdoc/>
    public override int OwnerId => _writer;

    /// <summary>How many readers have it.</summary>
    public int Readers => _readers;

    /// <summary>Takes it for reading. False when the deadline passed or the wait was cancelled before.</summary>
    public bool EnterRead(ulong deadline = ulong.MaxValue, Cancellation? cancellation = null)
    {
        _writers.Enter();
        if (_writer == 0 && _writers.IsEmpty)
        {
            _readers++;
            _writers.Exit();
            return true;
        }

        return _writers.WaitAndExit(ref _waitingReaders, this, deadline, cancellation);
    }

    /// <summary>Takes it for reading when nobody writes or waits to write.</summary>
    public bool TryEnterRead()
    {
        _writers.Enter();
        bool isFree = _writer == 0 && _writers.IsEmpty;
        if (isFree)
            _readers++;
        _writers.Exit();
        return isFree;
    }

    /// <summary>Gives it back after reading.</summary>
    public void ExitRead()
    {
        _writers.Enter();
        if (_readers == 0)
            Fail.Stop(FailReason.Synchronization, "a read lock is given back that nobody has");
        _readers--;
        KernelThread? next = _readers == 0 ? _writers.Take() : null;
        if (next is not null)
            _writer = next.Id;
        _writers.Exit();
        if (next is not null)
            Scheduler.Wake(next);
    }

    /// <summary>Takes it for writing. False when the deadline passed or the wait was cancelled before.</summary>
    public bool EnterWrite(ulong deadline = ulong.MaxValue, Cancellation? cancellation = null)
    {
        int self = Scheduler.Current.Id;
        _writers.Enter();
        if (_writer == self)
            Fail.Stop(FailReason.Synchronization, "a write lock is taken by the thread that has it");
        if (_writer == 0 && _readers == 0)
        {
            _writer = self;
            _writers.Exit();
            return true;
        }

        if (_writers.WaitAndExit(this, deadline, cancellation))
            return true;
        // Readers may have waited behind this writer only.
        LetReadersIn(mustBeFree: true);
        return false;
    }

    /// <summary>Takes it for writing when nobody has it.</summary>
    public bool TryEnterWrite()
    {
        _writers.Enter();
        bool isFree = _writer == 0 && _readers == 0;
        if (isFree)
            _writer = Scheduler.Current.Id;
        _writers.Exit();
        return isFree;
    }

    /// <summary>Gives it back after writing.</summary>
    public void ExitWrite()
    {
        _writers.Enter();
        if (_writer != Scheduler.Current.Id)
            Fail.Stop(FailReason.Synchronization, "a write lock is given back by a thread that does not have it");
        if (!_waitingReaders.IsEmpty)
        {
            _writer = 0;
            // One is counted before the lock is free: no writer comes between.
            _readers++;
            KernelThread first = (KernelThread)_waitingReaders.Take()!;
            _writers.Exit();
            Scheduler.Wake(first);
            LetReadersIn(mustBeFree: false);
            return;
        }

        KernelThread? next = _writers.Take();
        _writer = next is null ? 0 : next.Id;
        _writers.Exit();
        if (next is not null)
            Scheduler.Wake(next);
    }

    private void LetReadersIn(bool mustBeFree)
    {
        while (true)
        {
            _writers.Enter();
            KernelThread? reader = _writer != 0 || mustBeFree && !_writers.IsEmpty ? null : (KernelThread?)_waitingReaders.Take();
            if (reader is not null)
                _readers++;
            _writers.Exit();
            if (reader is null)
                return;
            Scheduler.Wake(reader);
        }
    }
}
