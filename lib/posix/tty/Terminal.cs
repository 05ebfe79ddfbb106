using System;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Time;

namespace Lithe.Posix;

/// <summary>A terminal on the console: lines with editing, echo, signals' characters, or raw; one for the image.</summary>
/// <remarks>
/// The console is looked at while somebody waits for it, every <see cref="Period"/>, and whenever it is read: it has no interrupt. State is the queue's lock's.
/// </remarks>
public sealed partial class Terminal
{
    private const ulong Period = 4_000_000;
    private const int BufferSize = 4096;

    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly InputTimer _timer;
    private readonly TerminalWait _thing = new();

    // Bytes that may be read come first, then those of a line that is not finished.
    private int _ready, _count;
    // How many ends of input (^D on an empty line) are to be read as 0 bytes.
    private int _ends;
    private WaitQueue _queue;

    private Terminal() => _timer = new InputTimer(this);

    /// <summary>The one that there is.</summary>
    public static Terminal Instance { get; } = new();

    /// <summary>Who watches it.</summary>
    public PollSource Source { get; } = new();

    /// <summary>Whether a read would not wait.</summary>
    public bool HasInput
    {
        get
        {
            _queue.Enter();
            Drain();
            bool hasInput = _ready > 0 || _ends > 0;
            _queue.Exit();
            return hasInput;
        }
    }

    /// <summary>Bytes that may be read now.</summary>
    public int Available
    {
        get
        {
            _queue.Enter();
            Drain();
            int ready = _ready;
            _queue.Exit();
            return ready;
        }
    }

    /// <summary>Reads: waits for a line, or (raw) for a byte.</summary>
    public long Read(Span<byte> bytes, bool isNonBlocking)
    {
        if (bytes.Length == 0)
            return 0;
        ulong deadline = ulong.MaxValue;
        if (!IsCanonical && MinimumBytes == 0)
            deadline = Clock.Nanoseconds + (ulong)TimeoutTenths * 100_000_000;
        while (true)
        {
            _queue.Enter();
            Drain();
            if (_ready > 0 || _ends > 0)
            {
                int count = Take(bytes);
                _queue.Exit();
                return count;
            }

            if (isNonBlocking || deadline != ulong.MaxValue && Clock.Nanoseconds >= deadline)
            {
                _queue.Exit();
                return isNonBlocking ? -(long)Errno.EAGAIN : 0;
            }

            if (Scheduler.Current.IsCancelled)
            {
                _queue.Exit();
                return ProgramThread.Current.Interrupted();
            }

            Look();
            _queue.WaitAndExit(_thing, deadline);
        }
    }

    /// <summary>Has the console looked at for as long as somebody watches.</summary>
    public void Watch()
    {
        _queue.Enter();
        Look();
        _queue.Exit();
    }

    /// <summary>Writes, with the changes that the terminal's settings ask for.</summary>
    public long Write(ReadOnlySpan<byte> bytes)
    {
        if (!AddsReturns)
        {
            PolledConsole.Write(bytes);
            return bytes.Length;
        }

        ReadOnlySpan<byte> rest = bytes;
        while (rest.Length > 0)
        {
            int end = rest.IndexOf((byte)'\n');
            PolledConsole.Write(end < 0 ? rest : rest.Slice(0, end));
            if (end < 0)
                break;
            PolledConsole.Write("\r\n"u8);
            rest = rest.Slice(end + 1);
        }

        return bytes.Length;
    }

    // Under the lock: has the timer run.
    private void Look()
    {
        if (!_timer.IsPending)
            Timers.Start(_timer, Clock.Nanoseconds + Period);
    }

    // What one read takes: in canonical mode no more than a line.
    private int Take(Span<byte> bytes)
    {
        if (_ready == 0)
        {
            _ends--;
            return 0;
        }

        int count = Math.Min(_ready, bytes.Length);
        if (IsCanonical)
        {
            int end = _buffer.AsSpan(0, count).IndexOf((byte)'\n');
            if (end >= 0)
                count = end + 1;
        }

        _buffer.AsSpan(0, count).CopyTo(bytes);
        _buffer.AsSpan(count, _count - count).CopyTo(_buffer);
        _ready -= count;
        _count -= count;
        return count;
    }

    // In the alarm's handler.
    private void OnTime()
    {
        _queue.Enter();
        Drain();
        bool hasInput = _ready > 0 || _ends > 0;
        bool isWaitedFor = !_queue.IsEmpty || !Source.IsEmpty;
        _queue.Exit();
        if (hasInput)
        {
            _queue.WakeAll();
            Source.Notify(PollEvents.In | PollEvents.ReadNormal);
        }
        else if (isWaitedFor)
        {
            Timers.Start(_timer, Clock.Nanoseconds + Period);
        }
    }

    private sealed class InputTimer(Terminal terminal) : Timer
    {
        public override void OnExpire() => terminal.OnTime();
    }

    private sealed class TerminalWait : Waitable
    {
        public override string Kind => "the terminal";
    }
}
