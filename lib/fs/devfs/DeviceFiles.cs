using System;
using Lithe.Entropy;

namespace Lithe.Fs;

/// <summary>The devices that every program expects, in a file system in memory: <c>null</c>, <c>zero</c>, <c>full</c>, <c>random</c>, <c>urandom</c>.</summary>
public static class DeviceFiles
{
    private const uint Everybody = 0x1b6;

    /// <summary>Makes the file system; <paramref name="terminal"/> is <c>/dev/console</c> and <c>/dev/tty</c>, when there is one.</summary>
    public static RamFileSystem Create(Inode? terminal)
    {
        var files = new RamFileSystem("devtmpfs");
        Inode root = files.Root;
        files.AddNode(root, "null"u8, new MemoryDevice(files, 3, MemoryDeviceKind.Null));
        files.AddNode(root, "zero"u8, new MemoryDevice(files, 5, MemoryDeviceKind.Zero));
        files.AddNode(root, "full"u8, new MemoryDevice(files, 7, MemoryDeviceKind.Full));
        files.AddNode(root, "random"u8, new MemoryDevice(files, 8, MemoryDeviceKind.Random));
        files.AddNode(root, "urandom"u8, new MemoryDevice(files, 9, MemoryDeviceKind.Random));
        if (terminal is not null)
        {
            files.AddNode(root, "console"u8, terminal);
            files.AddNode(root, "tty"u8, terminal);
        }

        root.CreateLink("fd"u8, "/proc/self/fd"u8, out _);
        root.CreateLink("stdin"u8, "/proc/self/fd/0"u8, out _);
        root.CreateLink("stdout"u8, "/proc/self/fd/1"u8, out _);
        root.CreateLink("stderr"u8, "/proc/self/fd/2"u8, out _);
        if (root.Create("shm"u8, InodeKind.Directory, 0x3ff, 0, out Inode? shared) == Errno.None)
            shared!.Permissions = 0x3ff;
        return files;
    }

    private enum MemoryDeviceKind
    {
        Null,
        Zero,
        Full,
        Random,
    }

    private sealed class MemoryDevice : Inode
    {
        private const ulong Major = 1;

        private readonly MemoryDeviceKind _device;

        internal MemoryDevice(FileSystem files, ulong minor, MemoryDeviceKind device)
        {
            FileSystem = files;
            Number = 1000 + minor;
            Kind = InodeKind.CharacterDevice;
            Permissions = Everybody;
            Device = Major << 8 | minor;
            LinkCount = 1;
            _device = device;
        }

        public override long ReadAt(long offset, Span<byte> bytes)
        {
            if (_device == MemoryDeviceKind.Null)
                return 0;
            if (_device == MemoryDeviceKind.Random)
                EntropySource.Fill(bytes);
            else
                bytes.Clear();
            return bytes.Length;
        }

        public override long WriteAt(long offset, ReadOnlySpan<byte> bytes) => _device == MemoryDeviceKind.Full ? -(long)Errno.ENOSPC : bytes.Length;

        // Opening with O_TRUNC and seeking do nothing.
        public override Errno Resize(long size) => Errno.EINVAL;
    }
}
