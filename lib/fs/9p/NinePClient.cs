using System;
using System.Buffers.Binary;

namespace Lithe.Fs;

/// <summary>What a server says an object is: its kind, version and a number that no other one has.</summary>
internal readonly record struct Qid(byte Type, uint Version, ulong Path)
{
    internal const byte Directory = 0x80, Link = 0x02;
}

/// <summary>What <c>getattr</c> answers.</summary>
internal struct NinePAttributes
{
    internal Qid Qid;
    internal uint Mode, Owner, Group;
    internal ulong Links, Device, Size, Blocks, AccessTime, ModifyTime, ChangeTime;
}

/// <summary>
/// Requests of 9P2000.L (the protocol of Plan 9's file servers with Linux's additions, as QEMU and Linux speak it) and their answers. Objects of the server are named by numbers that this side
/// chooses: fids. One request at a time.
/// </summary>
internal sealed class NinePClient(NinePTransport transport)
{
    internal const uint NoFid = uint.MaxValue;

    // The header of a write or of a read's reply: 24 bytes are more than either.
    private const int DataHeader = 24;
    private const ushort Tag = 1, NoTag = ushort.MaxValue;
    private const ulong Second = 1_000_000_000;

    // Fids that were given back, and the first that never was used.
    private uint[] _freeFids = new uint[16];
    private int _freeCount;
    private uint _nextFid = 1;
    private int _size;

    /// <summary>The most bytes that a read or write moves.</summary>
    internal int MaxData => _size - DataHeader;

    /// <summary>A number that means nothing to the server yet.</summary>
    internal uint TakeFid() => _freeCount > 0 ? _freeFids[--_freeCount] : _nextFid++;

    /// <summary>Agrees on sizes and the protocol, and has fid 0 stand for the root.</summary>
    internal Errno Begin()
    {
        _size = transport.MessageSize;
        var version = new NinePWriter(transport.Request, NinePType.Version, NoTag);
        version.Word((uint)_size);
        version.Text("9P2000.L"u8);
        Errno error = Call(ref version, NinePType.Version, out NinePReader reply);
        if (error != Errno.None)
            return error;
        uint size = reply.Word();
        if (!reply.Text().SequenceEqual("9P2000.L"u8) || reply.IsShort || size < 4096 || size > (uint)_size)
            return Errno.EOPNOTSUPP;
        _size = (int)size;
        var attach = new NinePWriter(transport.Request, NinePType.Attach, Tag);
        attach.Word(0);
        attach.Word(NoFid);
        attach.Text("root"u8);
        attach.Text(default);
        attach.Word(0);
        return Call(ref attach, NinePType.Attach, out _);
    }

    /// <summary>Has a new fid stand for a name in a directory; for the directory itself when the name is empty.</summary>
    internal Errno Walk(uint directory, ReadOnlySpan<byte> name, uint fid, out Qid qid)
    {
        qid = default;
        NinePWriter request = Start(NinePType.Walk);
        request.Word(directory);
        request.Word(fid);
        request.Half((ushort)(name.Length == 0 ? 0 : 1));
        if (name.Length > 0)
            request.Text(name);
        Errno error = Call(ref request, NinePType.Walk, out NinePReader reply);
        if (error != Errno.None)
            return error;
        int count = reply.Half();
        if (count != (name.Length == 0 ? 0 : 1))
            return Errno.ENOENT;
        if (count == 1)
            qid = ReadQid(ref reply);
        return reply.IsShort ? Errno.EIO : Errno.None;
    }

    /// <summary>Gives a fid back, whatever the server says.</summary>
    internal void Clunk(uint fid)
    {
        NinePWriter request = Start(NinePType.Clunk);
        request.Word(fid);
        Call(ref request, NinePType.Clunk, out _);
        if (_freeCount == _freeFids.Length)
        {
            uint[] larger = new uint[_freeCount * 2];
            _freeFids.AsSpan().CopyTo(larger);
            _freeFids = larger;
        }

        _freeFids[_freeCount++] = fid;
    }

    internal Errno Open(uint fid, uint flags, out Qid qid)
    {
        qid = default;
        NinePWriter request = Start(NinePType.Open);
        request.Word(fid);
        request.Word(flags);
        Errno error = Call(ref request, NinePType.Open, out NinePReader reply);
        if (error != Errno.None)
            return error;
        qid = ReadQid(ref reply);
        return reply.IsShort ? Errno.EIO : Errno.None;
    }

    /// <summary>Makes and opens a file; the directory's fid stands for it afterwards.</summary>
    internal Errno Create(uint directory, ReadOnlySpan<byte> name, uint flags, uint mode, uint group)
    {
        NinePWriter request = Start(NinePType.Create);
        request.Word(directory);
        request.Text(name);
        request.Word(flags);
        request.Word(mode);
        request.Word(group);
        return Call(ref request, NinePType.Create, out _);
    }

    internal Errno MakeDirectory(uint directory, ReadOnlySpan<byte> name, uint mode, uint group)
    {
        NinePWriter request = Start(NinePType.Mkdir);
        request.Word(directory);
        request.Text(name);
        request.Word(mode);
        request.Word(group);
        return Call(ref request, NinePType.Mkdir, out _);
    }

    internal Errno MakeNode(uint directory, ReadOnlySpan<byte> name, uint mode, ulong device, uint group)
    {
        NinePWriter request = Start(NinePType.Mknod);
        request.Word(directory);
        request.Text(name);
        request.Word(mode);
        request.Word((uint)(device >> 8) & 0xfff);
        request.Word((uint)(device & 0xff | device >> 12 & ~0xffUL));
        request.Word(group);
        return Call(ref request, NinePType.Mknod, out _);
    }

    internal Errno MakeLink(uint directory, ReadOnlySpan<byte> name, ReadOnlySpan<byte> target, uint group)
    {
        NinePWriter request = Start(NinePType.Symlink);
        request.Word(directory);
        request.Text(name);
        request.Text(target);
        request.Word(group);
        return Call(ref request, NinePType.Symlink, out _);
    }

    internal Errno AddName(uint directory, uint fid, ReadOnlySpan<byte> name)
    {
        NinePWriter request = Start(NinePType.Link);
        request.Word(directory);
        request.Word(fid);
        request.Text(name);
        return Call(ref request, NinePType.Link, out _);
    }

    internal Errno Unlink(uint directory, ReadOnlySpan<byte> name, bool isDirectory)
    {
        const uint RemoveDirectory = 0x200;
        NinePWriter request = Start(NinePType.Unlink);
        request.Word(directory);
        request.Text(name);
        request.Word(isDirectory ? RemoveDirectory : 0);
        return Call(ref request, NinePType.Unlink, out _);
    }

    internal Errno Rename(uint directory, ReadOnlySpan<byte> name, uint newDirectory, ReadOnlySpan<byte> newName)
    {
        NinePWriter request = Start(NinePType.Rename);
        request.Word(directory);
        request.Text(name);
        request.Word(newDirectory);
        request.Text(newName);
        return Call(ref request, NinePType.Rename, out _);
    }

    /// <summary>A link's target: its length, or a negated error number.</summary>
    internal int ReadLink(uint fid, Span<byte> target)
    {
        NinePWriter request = Start(NinePType.Readlink);
        request.Word(fid);
        Errno error = Call(ref request, NinePType.Readlink, out NinePReader reply);
        if (error != Errno.None)
            return -(int)error;
        ReadOnlySpan<byte> text = reply.Text();
        if (reply.IsShort || text.Length > target.Length)
            return -(int)(reply.IsShort ? Errno.EIO : Errno.ENAMETOOLONG);
        text.CopyTo(target);
        return text.Length;
    }

    internal Errno GetAttributes(uint fid, out NinePAttributes attributes)
    {
        const ulong Basic = 0x7ff;
        attributes = default;
        NinePWriter request = Start(NinePType.Getattr);
        request.Word(fid);
        request.Long(Basic);
        Errno error = Call(ref request, NinePType.Getattr, out NinePReader reply);
        if (error != Errno.None)
            return error;
        reply.Long();
        attributes.Qid = ReadQid(ref reply);
        attributes.Mode = reply.Word();
        attributes.Owner = reply.Word();
        attributes.Group = reply.Word();
        attributes.Links = reply.Long();
        attributes.Device = reply.Long();
        attributes.Size = reply.Long();
        reply.Long();
        attributes.Blocks = reply.Long();
        attributes.AccessTime = ReadTime(ref reply);
        attributes.ModifyTime = ReadTime(ref reply);
        attributes.ChangeTime = ReadTime(ref reply);
        return reply.IsShort ? Errno.EIO : Errno.None;
    }

    /// <summary>Sets what <paramref name="valid"/> names: 1 mode, 2 owner, 4 group, 8 size, 0x10 and 0x80 the time of access, 0x20 and 0x100 that of change.</summary>
    internal Errno SetAttributes(uint fid, uint valid, in NinePAttributes attributes)
    {
        NinePWriter request = Start(NinePType.Setattr);
        request.Word(fid);
        request.Word(valid);
        request.Word(attributes.Mode);
        request.Word(attributes.Owner);
        request.Word(attributes.Group);
        request.Long(attributes.Size);
        request.Long(attributes.AccessTime / Second);
        request.Long(attributes.AccessTime % Second);
        request.Long(attributes.ModifyTime / Second);
        request.Long(attributes.ModifyTime % Second);
        return Call(ref request, NinePType.Setattr, out _);
    }

    /// <summary>Reads: how many bytes, 0 at the end, or a negated error number.</summary>
    internal long Read(uint fid, long offset, Span<byte> bytes)
    {
        int count = Math.Min(bytes.Length, MaxData);
        NinePWriter request = Start(NinePType.Read);
        request.Word(fid);
        request.Long((ulong)offset);
        request.Word((uint)count);
        Errno error = Call(ref request, NinePType.Read, out NinePReader reply);
        if (error != Errno.None)
            return -(long)error;
        ReadOnlySpan<byte> data = reply.Take((int)Math.Min(reply.Word(), int.MaxValue));
        if (reply.IsShort || data.Length > count)
            return -(long)Errno.EIO;
        data.CopyTo(bytes);
        return data.Length;
    }

    /// <summary>Writes: how many bytes, or a negated error number.</summary>
    internal long Write(uint fid, long offset, ReadOnlySpan<byte> bytes)
    {
        int count = Math.Min(bytes.Length, MaxData);
        NinePWriter request = Start(NinePType.Write);
        request.Word(fid);
        request.Long((ulong)offset);
        request.Word((uint)count);
        request.Bytes(bytes.Slice(0, count));
        Errno error = Call(ref request, NinePType.Write, out NinePReader reply);
        if (error != Errno.None)
            return -(long)error;
        uint written = reply.Word();
        return reply.IsShort || written > (uint)count ? -(long)Errno.EIO : written;
    }

    /// <summary>A directory's next entries, as the server writes them: each a qid, the place behind it, a kind, a name.</summary>
    internal Errno ReadDirectory(uint fid, ulong place, out ReadOnlySpan<byte> entries)
    {
        entries = default;
        NinePWriter request = Start(NinePType.Readdir);
        request.Word(fid);
        request.Long(place);
        request.Word((uint)MaxData);
        Errno error = Call(ref request, NinePType.Readdir, out NinePReader reply);
        if (error != Errno.None)
            return error;
        entries = reply.Take((int)Math.Min(reply.Word(), int.MaxValue));
        return reply.IsShort ? Errno.EIO : Errno.None;
    }

    internal Errno Synchronize(uint fid)
    {
        NinePWriter request = Start(NinePType.Fsync);
        request.Word(fid);
        request.Word(0);
        return Call(ref request, NinePType.Fsync, out _);
    }

    /// <summary>How much room there is: bytes in all, and free ones.</summary>
    internal Errno Statistics(uint fid, out ulong capacity, out ulong free)
    {
        capacity = free = 0;
        NinePWriter request = Start(NinePType.Statfs);
        request.Word(fid);
        Errno error = Call(ref request, NinePType.Statfs, out NinePReader reply);
        if (error != Errno.None)
            return error;
        reply.Word();
        ulong block = reply.Word(), blocks = reply.Long(), left = reply.Long();
        if (reply.IsShort)
            return Errno.EIO;
        capacity = block * blocks;
        free = block * left;
        return Errno.None;
    }

    internal static Qid ReadQid(ref NinePReader reply) => new(reply.Byte(), reply.Word(), reply.Long());

    private static ulong ReadTime(ref NinePReader reply)
    {
        ulong seconds = reply.Long(), nanoseconds = reply.Long();
        return seconds > ulong.MaxValue / Second - 1 ? 0 : seconds * Second + nanoseconds % Second;
    }

    private NinePWriter Start(NinePType type) => new(transport.Request, type, Tag);

    private Errno Call(scoped ref NinePWriter request, NinePType type, out NinePReader reply)
    {
        reply = default;
        if (request.HasOverflowed)
            return Errno.ENAMETOOLONG;
        int length = transport.Exchange(request.Finish());
        ReadOnlySpan<byte> bytes = transport.Reply;
        if (length < NinePWriter.HeaderSize || length > bytes.Length || BinaryPrimitives.ReadInt32LittleEndian(bytes) is { } said && (said < NinePWriter.HeaderSize || said > length))
            return Errno.EIO;
        reply = new NinePReader(bytes.Slice(NinePWriter.HeaderSize, BinaryPrimitives.ReadInt32LittleEndian(bytes) - NinePWriter.HeaderSize));
        if (bytes[4] == (byte)NinePType.Error + 1)
        {
            uint number = reply.Word();
            return number is 0 or > 4095 ? Errno.EIO : (Errno)number;
        }

        return bytes[4] == (byte)type + 1 ? Errno.None : Errno.EIO;
    }
}
