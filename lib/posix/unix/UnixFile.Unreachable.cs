using System.Collections.Generic;
using Lithe.Fs;

namespace Lithe.Posix;

// Sockets that wait to be received at each other, and that nobody else has: no close ever comes to them. They are looked for when many sockets are on their way.
internal sealed partial class UnixFile
{
    private const int FirstLook = 16;

    // The lock's: how many sockets wait in queues, and at how many they are looked at next.
    private static int s_underWay, s_nextLook = FirstLook;

    // How often it waits in queues; the listening socket that it waits at to be accepted; whether nobody can reach it.
    private int _underWay;
    private UnixFile? _listener;
    private bool _isUnreachable;

    // Those that were found reachable and not yet looked into.
    private UnixFile? _nextReached;

    /// <summary>Under the lock.</summary>
    internal void NoteUnderWay(int change)
    {
        _underWay += change;
        s_underWay += change;
    }

    // Whether more files may be on their way than already are: as many as a process may have open (unix(7): ETOOMANYREFS).
    private static bool MayPass()
    {
        if (s_underWay >= s_nextLook || UnixQueue.FilesUnderWay > Descriptors.Limit)
            CloseUnreachable();
        return UnixQueue.FilesUnderWay <= Descriptors.Limit;
    }

    // Takes out of their queues what unreachable sockets hold: that closes them.
    private static void CloseUnreachable()
    {
        s_lock.Enter();
        MarkUnreachable();
        s_lock.Exit();
        while (true)
        {
            PassedFiles? lost = null;
            s_lock.Enter();
            for (UnixFile? file = s_first; file is not null && lost is null; file = file._next)
                lost = file._isUnreachable ? file._queue.Lose() : null;
            s_nextLook = s_underWay * 2 > FirstLook ? s_underWay * 2 : FirstLook;
            s_lock.Exit();
            if (lost is null)
                return;
            lost.Release();
        }
    }

    // A socket is reachable if somebody refers to it besides the queues that it waits in, or if it waits at one that is. References only come from who has one, or out of a queue, under the lock.
    private static void MarkUnreachable()
    {
        UnixFile? reached = null;
        for (UnixFile? file = s_first; file is not null; file = file._next)
        {
            file._isUnreachable = file._listener is not null || file._underWay > 0 && file.References == file._underWay;
            if (file._isUnreachable)
                continue;
            file._nextReached = reached;
            reached = file;
        }

        while (reached is not null)
        {
            UnixFile file = reached;
            reached = file._nextReached;
            file._nextReached = null;
            foreach (UnixQueue.Passed passed in file._queue.FileLists)
            {
                for (int i = 0; i < passed.Files.Count; i++)
                    Reach(passed.Files[i] as UnixFile, ref reached);
            }

            foreach (UnixFile waiting in file._accepted)
                Reach(waiting, ref reached);
        }
    }

    private static void Reach(UnixFile? file, ref UnixFile? reached)
    {
        if (file is null || !file._isUnreachable)
            return;
        file._isUnreachable = false;
        file._nextReached = reached;
        reached = file;
    }
}
