namespace Lithe.Fs;

/// <summary>A lock on a range of a file's bytes: from the first to the last, both included.</summary>
public sealed class RecordLock
{
    internal RecordLock? Next;

    internal RecordLock()
    {
    }

    /// <summary>Whose it is: two locks of one owner are never in each other's way.</summary>
    public object? Owner { get; internal set; }

    /// <summary>The number that <c>F_GETLK</c> gives as <c>l_pid</c>: the process's, -1 for a lock of an open file.</summary>
    public int Id { get; internal set; }

    /// <summary>The first byte.</summary>
    public long First { get; internal set; }

    /// <summary>The last byte; <see cref="long.MaxValue"/> for all there will ever be.</summary>
    public long Last { get; internal set; }

    /// <summary>Nobody else has a lock there; otherwise others may have such ones as well.</summary>
    public bool IsExclusive { get; internal set; }
}

/// <summary>
/// Locks on ranges of files (<c>fcntl</c>, POSIX.1-2017 and Linux's locks of open files). All under the file systems' lock. The objects are used again, and there is a bound to how many there are.
/// </summary>
public static class RecordLocks
{
    /// <summary>The most locks in the image.</summary>
    public const int Limit = 65536;

    private static RecordLock? s_free;
    private static int s_made, s_freeCount;

    /// <summary>Whether somebody has a lock on a part of the file.</summary>
    public static bool AreOn(Inode inode) => inode.FirstRecordLock is not null;

    /// <summary>A lock of somebody else that does not let the owner have this one; null when there is none.</summary>
    public static RecordLock? FindConflict(Inode inode, object owner, long first, long last, bool isExclusive)
    {
        RecordLock? found = null;
        for (RecordLock? held = inode.FirstRecordLock; held is not null; held = held.Next)
        {
            if (held.Owner != owner && held.First <= last && held.Last >= first && (isExclusive || held.IsExclusive) && (found is null || held.First < found.First))
                found = held;
        }

        return found;
    }

    /// <summary>
    /// The owner has the range from now on, with nothing in its way (<see cref="FindConflict"/>); what it had there is replaced, and joined with what it has beside it. <see cref="Errno.ENOLCK"/> when
    /// there are too many.
    /// </summary>
    public static Errno Take(Inode inode, object owner, int id, long first, long last, bool isExclusive)
    {
        // One for the range, one for an older one that it divides.
        if (!HasRoom(2))
            return Errno.ENOLCK;
        Cut(inode, owner, first, last);
        RecordLock taken = Make(owner, id, isExclusive);
        for (RecordLock? held = inode.FirstRecordLock, before = null, next; held is not null; held = next)
        {
            next = held.Next;
            if (held.Owner == owner && held.IsExclusive == isExclusive && (held.Last != long.MaxValue && held.Last + 1 == first || last != long.MaxValue && held.First == last + 1))
            {
                first = held.First < first ? held.First : first;
                last = held.Last > last ? held.Last : last;
                Remove(inode, before, held);
            }
            else
            {
                before = held;
            }
        }

        taken.First = first;
        taken.Last = last;
        taken.Next = inode.FirstRecordLock;
        inode.FirstRecordLock = taken;
        return Errno.None;
    }

    /// <summary>The owner gives a range back. <see cref="Errno.ENOLCK"/> when two would be left of one and there are too many.</summary>
    public static Errno GiveBack(Inode inode, object owner, long first, long last)
    {
        if (!HasRoom(1))
            return Errno.ENOLCK;
        Cut(inode, owner, first, last);
        return Errno.None;
    }

    /// <summary>The owner has no lock on the file any more.</summary>
    public static void GiveBackAll(Inode inode, object owner) => Cut(inode, owner, 0, long.MaxValue);

    private static void Cut(Inode inode, object owner, long first, long last)
    {
        for (RecordLock? held = inode.FirstRecordLock, before = null, next; held is not null; held = next)
        {
            next = held.Next;
            if (held.Owner != owner || held.First > last || held.Last < first)
            {
                before = held;
                continue;
            }

            bool isLeftBefore = held.First < first, isLeftBehind = held.Last > last;
            if (!isLeftBefore && !isLeftBehind)
            {
                Remove(inode, before, held);
                continue;
            }

            if (isLeftBefore && isLeftBehind)
            {
                RecordLock rest = Make(owner, held.Id, held.IsExclusive);
                rest.First = last + 1;
                rest.Last = held.Last;
                rest.Next = held.Next;
                held.Next = rest;
                held.Last = first - 1;
            }
            else if (isLeftBefore)
            {
                held.Last = first - 1;
            }
            else
            {
                held.First = last + 1;
            }

            before = held;
        }
    }

    private static bool HasRoom(int count) => s_freeCount + Limit - s_made >= count;

    private static RecordLock Make(object owner, int id, bool isExclusive)
    {
        RecordLock made;
        if (s_free is { } free)
        {
            made = free;
            s_free = free.Next;
            s_freeCount--;
        }
        else
        {
            made = new RecordLock();
            s_made++;
        }

        made.Owner = owner;
        made.Id = id;
        made.IsExclusive = isExclusive;
        return made;
    }

    private static void Remove(Inode inode, RecordLock? before, RecordLock held)
    {
        if (before is null)
            inode.FirstRecordLock = held.Next;
        else
            before.Next = held.Next;
        held.Owner = null;
        held.Next = s_free;
        s_free = held;
        s_freeCount++;
    }
}
