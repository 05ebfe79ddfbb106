using System;
using System.Text;
using Lithe.Fs;
using Lithe.Mem;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.IO;

/// <summary>Where paths of <c>File</c> and <c>Directory</c> start: a file system in memory, on which others can be mounted.</summary>
public static class FileRoot
{
    private const int MaxPath = PathWalk.MaxPath;

    // The lock's: room for a path, and for what symbolic links make of it.
    private static readonly byte[] s_path = new byte[MaxPath], s_walk = new byte[2 * MaxPath], s_second = new byte[MaxPath], s_secondWalk = new byte[2 * MaxPath];
    private static Inode? s_root;

    // An image's own code is user 0.
    private static Credentials s_user;

    /// <summary>Held while files are looked at or changed.</summary>
    public static Mutex Lock { get; } = new();

    /// <summary>The root directory; made when it is first asked for.</summary>
    public static Inode Current
    {
        get
        {
            if (s_root is null)
                Begin();
            return s_root!;
        }
    }

    /// <summary>Mounts a file system on a path; directories that are missing are made.</summary>
    public static Errno Mount(string path, FileSystem files)
    {
        Lock.Enter();
        Errno error = TryEncode(path, s_path, out ReadOnlySpan<byte> text) ? Mounts.MountAt(Current, text, files) : Errno.ENAMETOOLONG;
        Lock.Exit();
        return error;
    }

    // With the lock held; the result is good as long.
    internal static Errno Walk(string path, WalkOptions options, out WalkResult result) => Walk(path, options, s_path, s_walk, out result);

    internal static Errno WalkSecond(string path, WalkOptions options, out WalkResult result) => Walk(path, options, s_second, s_secondWalk, out result);

    private static Errno Walk(string path, WalkOptions options, Span<byte> buffer, Span<byte> walk, out WalkResult result)
    {
        if (TryEncode(path, buffer, out ReadOnlySpan<byte> text))
            return PathWalk.Walk(Current, Current, text, options, s_user, walk, out result);
        result = default;
        return Errno.ENAMETOOLONG;
    }

    private static bool TryEncode(string path, Span<byte> buffer, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (Encoding.UTF8.GetByteCount(path) >= MaxPath)
            return false;
        text = buffer.Slice(0, Encoding.UTF8.GetBytes(path, buffer));
        return true;
    }

    private static void Begin()
    {
        PageMemory.Current ??= new FramePages();
        if (VfsHost.Current.GetType() == typeof(VfsHost))
            VfsHost.Current = new ClockHost();
        var files = new RamFileSystem("rootfs");
        Mounts.MountRoot(files);
        s_root = files.Root;
    }

    private sealed class ClockHost : VfsHost
    {
        private readonly ulong _offset = Clock.WallNanoseconds - Clock.Nanoseconds;
        private SpinLock _watchers;

        public override ulong Now => Clock.Nanoseconds + _offset;

        public override void EnterWatchers() => _watchers.Enter();

        public override void ExitWatchers() => _watchers.Exit();
    }

    private sealed class FramePages : PageMemory
    {
        public override ulong Take() => Frames.Allocate(0);

        public override void Give(ulong page) => Frames.Free(page, 0);

        public override ulong Capacity => Frames.Statistics.Capacity;

        public override ulong Free => Frames.Statistics.Capacity - Frames.Statistics.Used;
    }
}
