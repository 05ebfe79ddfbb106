namespace Lithe.Fs;

/// <summary>What a file can be ready for, by the bits that Linux gives them in <c>poll</c> and <c>epoll</c>.</summary>
public static class PollEvents
{
    /// <summary>There is something to read.</summary>
    public const uint In = 1;

    /// <summary>Urgent data.</summary>
    public const uint Priority = 2;

    /// <summary>Writing does not wait.</summary>
    public const uint Out = 4;

    /// <summary>An error; always reported.</summary>
    public const uint Error = 8;

    /// <summary>The other end is gone; always reported.</summary>
    public const uint HangUp = 16;

    /// <summary>Not an open descriptor.</summary>
    public const uint Invalid = 32;

    /// <summary>The other end writes no more.</summary>
    public const uint ReadHangUp = 0x2000;

    /// <summary>What is there to read for <c>select</c> and old programs: as <see cref="In"/> and <see cref="Out"/>.</summary>
    public const uint ReadNormal = 0x40, ReadBand = 0x80, WriteNormal = 0x100, WriteBand = 0x200;

    /// <summary>What is reported whether asked for or not.</summary>
    public const uint Always = Error | HangUp;
}

/// <summary>Somebody who wants to know when a source becomes ready. One object watches one source at a time.</summary>
public abstract class Watcher
{
    internal Watcher? Next, Previous;
    internal PollSource? Source;

    /// <summary>The events that it is told of.</summary>
    public uint Events { get; set; }

    /// <summary>It has been told; nothing more is said until the owner clears this.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether it watches.</summary>
    public bool IsWatching => Source is not null;

    /// <summary>Called after one of the events: wakes somebody, no more. Not under the lock; the watcher may have been removed meanwhile.</summary>
    public abstract void OnReady();
}

/// <summary>The list of those who watch a file's readiness. What it is ready for is the file's to say (<see cref="OpenFile.Readiness"/>).</summary>
public sealed class PollSource
{
    private Watcher? _first;

    /// <summary>Whether nobody watches; a hint that saves taking the lock.</summary>
    public bool IsEmpty => _first is null;

    /// <summary>Puts a watcher into the list.</summary>
    public void Add(Watcher watcher)
    {
        VfsHost.Current.EnterWatchers();
        watcher.Source = this;
        watcher.Previous = null;
        watcher.Next = _first;
        if (_first is not null)
            _first.Previous = watcher;
        _first = watcher;
        VfsHost.Current.ExitWatchers();
    }

    /// <summary>Takes a watcher out of the list that it is in, if it is in one.</summary>
    public static void Remove(Watcher watcher)
    {
        VfsHost.Current.EnterWatchers();
        if (watcher.Source is { } source)
        {
            if (watcher.Previous is null)
                source._first = watcher.Next;
            else
                watcher.Previous.Next = watcher.Next;
            if (watcher.Next is not null)
                watcher.Next.Previous = watcher.Previous;
            watcher.Source = null;
            watcher.Next = watcher.Previous = null;
        }

        VfsHost.Current.ExitWatchers();
    }

    /// <summary>Tells those who watch for one of these events. From interrupt handlers too.</summary>
    public void Notify(uint events)
    {
        while (_first is not null)
        {
            VfsHost.Current.EnterWatchers();
            Watcher? told = _first;
            while (told is not null && (told.IsTold || (told.Events & events) == 0))
                told = told.Next;
            if (told is not null)
                told.IsTold = true;
            VfsHost.Current.ExitWatchers();
            if (told is null)
                return;
            told.OnReady();
        }
    }
}
