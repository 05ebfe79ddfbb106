using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>The program's memory that a message is in: one piece, or a list of them (<c>struct iovec</c>).</summary>
public readonly ref struct MessageBuffers
{
    private const int VectorSize = 16, MaxVectors = 1024;
    private const ulong MaxCount = 0x7fff_f000;

    private readonly ReadOnlySpan<byte> _vectors;
    private readonly UserPointer _single;
    private readonly ulong _length;

    /// <summary>One piece.</summary>
    public MessageBuffers(UserPointer start, ulong length)
    {
        _single = start;
        _length = length < MaxCount ? length : MaxCount;
        Count = 1;
    }

    private MessageBuffers(ReadOnlySpan<byte> vectors)
    {
        _vectors = vectors;
        Count = vectors.Length / VectorSize;
    }

    /// <summary>How many pieces.</summary>
    public int Count { get; }

    /// <summary>All their bytes.</summary>
    public ulong Total
    {
        get
        {
            ulong total = _length;
            for (int i = 0; i < _vectors.Length; i += VectorSize)
                total += BinaryPrimitives.ReadUInt64LittleEndian(_vectors.Slice(i + 8));
            return total < MaxCount ? total : MaxCount;
        }
    }

    /// <summary>Reads a list. Its pieces are looked at when they are used.</summary>
    public static Errno TryRead(UserPointer vectors, ulong count, out MessageBuffers buffers)
    {
        buffers = default;
        if (count > MaxVectors)
            return Errno.EMSGSIZE;
        if (!UserMemory.TryGetSpan(vectors, count * VectorSize, out ReadOnlySpan<byte> table))
            return Errno.EFAULT;
        for (int i = 0; i < table.Length; i += VectorSize)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(table.Slice(i + 8)) > long.MaxValue)
                return Errno.EINVAL;
        }

        buffers = new MessageBuffers(table);
        return Errno.None;
    }

    /// <summary>A piece to read from. False when the program has no such memory.</summary>
    public bool TryGet(int index, out ReadOnlySpan<byte> bytes)
    {
        (UserPointer start, ulong length) = At(index);
        return UserMemory.TryGetSpan(start, length, out bytes);
    }

    /// <summary>A piece to write to.</summary>
    public bool TryGet(int index, out Span<byte> bytes)
    {
        (UserPointer start, ulong length) = At(index);
        return UserMemory.TryGetSpan(start, length, out bytes);
    }

    private (UserPointer Start, ulong Length) At(int index)
    {
        if (_vectors.Length == 0)
            return (_single, _length);
        ReadOnlySpan<byte> vector = _vectors.Slice(index * VectorSize, VectorSize);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(vector.Slice(8));
        return (new UserPointer(BinaryPrimitives.ReadUInt64LittleEndian(vector)), length < MaxCount ? length : MaxCount);
    }
}

/// <summary>What comes with a message beside its bytes: where it is from or goes to, and control data.</summary>
public ref struct MessageExtras
{
    /// <summary>The address to send to; the room for the address of who sent.</summary>
    public Span<byte> Address;

    /// <summary>Control data to send; the room for those that come.</summary>
    public Span<byte> Control;

    /// <summary>How long the address is that was received: it may be more than there is room for.</summary>
    public int AddressLength;

    /// <summary>How much control data was received.</summary>
    public int ControlLength;

    /// <summary>Flags of the message that was received.</summary>
    public int Flags;
}
