using System.Runtime.InteropServices;

namespace Lithe.Vmm;

/// <summary>What a path of the host leads to.</summary>
internal enum HostFileKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A pipe, a socket, a character device.</summary>
    Other,
}

/// <summary>A file of the host: what it is, and which one it is whatever its names are.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Identity">The same for two paths when they lead to the same file: by name, by symbolic link or by hard link.</param>
/// <param name="Length">Bytes of a regular file.</param>
internal readonly record struct HostFile(HostFileKind Kind, string Identity, long Length)
{
    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7ff;
    private const int FormatMask = 0xf000, Regular = 0x8000, Folder = 0x4000, BlockDevice = 0x6000;

    // Writers of QEMU's lock this byte of a disk's file, and who suffers no other writer that one (block/file-posix.c).
    private const long WriterByte = 101, NoWriterByte = 201;

    /// <summary>What a path leads to, links followed.</summary>
    public static HostFile Look(string path)
    {
        byte[] bytes = new byte[256];
        if (path.Contains('\0', StringComparison.Ordinal) || statx(CurrentFolder, path, 0, BasicFields, bytes) != 0)
            return new HostFile(HostFileKind.Missing, Path.GetFullPath(path.Replace("\0", "", StringComparison.Ordinal)), 0);
        // struct statx: the mode at 28, inode 32, size 40, then the device that it is (128) and the one that it lies on (136), two numbers each.
        int mode = BitConverter.ToUInt16(bytes, 28);
        ulong inode = BitConverter.ToUInt64(bytes, 32), device = BitConverter.ToUInt64(bytes, 136);
        long length = BitConverter.ToInt64(bytes, 40);
        return (mode & FormatMask) switch
        {
            Regular => new HostFile(HostFileKind.Regular, $"{device}:{inode}", length),
            Folder => new HostFile(HostFileKind.Folder, $"{device}:{inode}", 0),
            BlockDevice => new HostFile(HostFileKind.BlockDevice, $"device {BitConverter.ToUInt64(bytes, 128)}", 0),
            _ => new HostFile(HostFileKind.Other, $"{device}:{inode}", 0),
        };
    }

    /// <summary>Why a file cannot be opened, in words; null when it can.</summary>
    public static string? WhyUnusable(string path, bool isWritten)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, isWritten ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem is UnauthorizedAccessException ? "this user may not" : problem.Message.TrimEnd('.');
        }
    }

    /// <summary>Whether another QEMU has the file as a disk that does not go together with this use.</summary>
    public static bool IsLocked(string path, bool isWritten)
    {
        try
        {
            using SafeHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return HasLock(file, WriterByte) || (isWritten && HasLock(file, NoWriterByte));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Why a file cannot be made or written over, in words; null when it can.</summary>
    public static string? WhyNotWritable(string path)
    {
        HostFile file = Look(path);
        if (file.Kind == HostFileKind.Folder)
            return "it is a folder";
        if (file.Kind == HostFileKind.Other)
            return null;
        if (file.Kind != HostFileKind.Missing)
            return WhyUnusable(path, isWritten: true);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        if (Look(folder).Kind != HostFileKind.Folder)
            return $"there is no folder '{folder}'";
        try
        {
            // Made and taken away again: rights, read-only file systems and names that are too long all show.
            new FileStream(path, FileMode.CreateNew, FileAccess.Write).Dispose();
            File.Delete(path);
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem is UnauthorizedAccessException ? "this user may not" : problem.Message.TrimEnd('.');
        }
    }

    // struct flock: type and whence, start, length, owner. F_OFD_GETLK answers what stands against a lock.
    private static bool HasLock(SafeHandle file, long at)
    {
        const int GetLock = 36;
        const short WriteLock = 1, Unlocked = 2;
        byte[] request = new byte[32];
        BitConverter.TryWriteBytes(request, WriteLock);
        BitConverter.TryWriteBytes(request.AsSpan(8), at);
        BitConverter.TryWriteBytes(request.AsSpan(16), 1L);
        return fcntl(file, GetLock, request) == 0 && BitConverter.ToInt16(request) != Unlocked;
    }

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern int statx(int folder, string path, int flags, uint mask, byte[] answer);

    [DllImport("libc", SetLastError = true)]
    private static extern int fcntl(SafeHandle file, int command, byte[] argument);
}
