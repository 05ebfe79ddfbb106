using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>What a file is like, before it is written for the program.</summary>
internal struct FileStatus
{
    internal ulong Device, Number, Links, NodeDevice;
    internal uint Mode, Owner, Group;
    internal long Size, Blocks;
    internal ulong AccessTime, ModifyTime, ChangeTime;

    internal static FileStatus Of(OpenFile file)
    {
        if (file.Inode is { } inode)
            return Of(inode);
        // Objects without an inode are on a device of their own.
        return new FileStatus { Device = 0xff, Number = 1, Links = 1, Mode = file.Mode, Owner = Process.Credentials.User, Group = Process.Credentials.Group };
    }

    internal static FileStatus Of(Inode inode)
    {
        // What cannot be asked for any more is as it was last.
        inode.Refresh();
        return Read(inode);
    }

    private static FileStatus Read(Inode inode) => new()
    {
        Device = inode.FileSystem.Device,
        Number = inode.Number,
        Links = inode.LinkCount,
        NodeDevice = inode.Device,
        Mode = inode.Mode,
        Owner = inode.Owner,
        Group = inode.Group,
        Size = inode.Size,
        Blocks = inode.Blocks,
        AccessTime = inode.AccessTime,
        ModifyTime = inode.ModifyTime,
        ChangeTime = inode.ChangeTime,
    };
}

/// <summary>The structure that <c>stat</c> fills (Linux, <c>arch/x86/include/uapi/asm/stat.h</c>).</summary>
internal static class StatLayout
{
    private const int Size = 144;
    private const ulong Second = 1_000_000_000;

    internal static long Write(UserPointer pointer, in FileStatus status)
    {
        if (!UserMemory.TryGetSpan(pointer, Size, out Span<byte> to))
            return -(long)Errno.EFAULT;
        to.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(to, status.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(8), status.Number);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(16), status.Links);
        BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(24), status.Mode);
        BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(28), status.Owner);
        BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(32), status.Group);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(40), status.NodeDevice);
        BinaryPrimitives.WriteInt64LittleEndian(to.Slice(48), status.Size);
        BinaryPrimitives.WriteInt64LittleEndian(to.Slice(56), 4096);
        BinaryPrimitives.WriteInt64LittleEndian(to.Slice(64), status.Blocks);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(72), status.AccessTime / Second);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(80), status.AccessTime % Second);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(88), status.ModifyTime / Second);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(96), status.ModifyTime % Second);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(104), status.ChangeTime / Second);
        BinaryPrimitives.WriteUInt64LittleEndian(to.Slice(112), status.ChangeTime % Second);
        return 0;
    }
}
