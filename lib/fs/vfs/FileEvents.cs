using System;

namespace Lithe.Fs;

/// <summary>
/// What happens to files, for those who watch them (<c>inotify</c>): whoever does something about a file says so here, with the file systems' lock held. Without a watch anywhere
/// that is one comparison.
/// </summary>
public static class FileEvents
{
    /// <summary>What happened; the bits are Linux's (<c>sys/inotify.h</c>).</summary>
    public const uint Access = 1, Modify = 2, Attributes = 4, CloseWritten = 8, CloseOther = 0x10, Open = 0x20, MovedFrom = 0x40, MovedTo = 0x80, Create = 0x100, Delete = 0x200;

    /// <inheritdoc cref="Access"/>
    public const uint DeleteSelf = 0x400, MoveSelf = 0x800, IsDirectory = 0x4000_0000;

    private static uint s_cookie;

    /// <summary>Somebody watches something.</summary>
    public static bool AreWatched { get; set; }

    /// <summary>A number that joins the two halves of a renaming.</summary>
    public static uint NextCookie() => ++s_cookie;

    /// <summary>Something happened to an inode: those that watch it, and those that watch its directory, are told.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    public static void Raise(Inode inode, uint what)
    {
        if (AreWatched)
            TellAll(inode, what);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void TellAll(Inode inode, uint what)
    {
        if (inode.IsDirectory)
            what |= IsDirectory;
        Tell(inode, what, 0, default);
        if (inode.Parent != inode)
            Tell(inode.Parent, what, 0, inode.NameInParent);
    }

    /// <summary>Something happened to an inode itself, whatever it is called.</summary>
    public static void RaiseSelf(Inode inode, uint what)
    {
        if (AreWatched)
            Tell(inode, what, 0, default);
    }

    /// <summary>Something happened to a name in a directory.</summary>
    public static void RaiseName(Inode directory, ReadOnlySpan<byte> name, uint what, Inode? inode, uint cookie = 0)
    {
        if (AreWatched)
            Tell(directory, inode is { IsDirectory: true } ? what | IsDirectory : what, cookie, name);
    }

    private static void Tell(Inode inode, uint what, uint cookie, ReadOnlySpan<byte> name)
    {
        for (InodeWatch? watch = inode.FirstWatch, next; watch is not null; watch = next)
        {
            // One that has seen enough takes itself out.
            next = watch.Next;
            watch.OnEvent(what, cookie, name);
        }
    }
}

/// <summary>Somebody who wants to know what happens to an inode. The file systems' lock's.</summary>
public abstract class InodeWatch
{
    /// <summary>The next one of the same inode.</summary>
    public InodeWatch? Next { get; private set; }

    /// <summary>What is watched; null when nothing is.</summary>
    public Inode? Inode { get; private set; }

    /// <summary>Something has happened. Waits for nothing.</summary>
    public abstract void OnEvent(uint what, uint cookie, ReadOnlySpan<byte> name);

    /// <summary>Begins to watch; the inode is kept.</summary>
    public void Attach(Inode inode)
    {
        inode.Acquire();
        Inode = inode;
        Next = inode.FirstWatch;
        inode.FirstWatch = this;
    }

    /// <summary>Watches no more.</summary>
    public void Detach()
    {
        if (Inode is not { } inode)
            return;
        if (inode.FirstWatch == this)
        {
            inode.FirstWatch = Next;
        }
        else
        {
            InodeWatch before = inode.FirstWatch!;
            while (before.Next != this)
                before = before.Next!;
            before.Next = Next;
        }

        Inode = null;
        inode.Release();
    }
}
