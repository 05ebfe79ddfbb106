using System;
using System.Buffers.Binary;

namespace Lithe.DeviceTree;

/// <summary>
/// A flattened device tree (Devicetree Specification 0.4, chapter 5), read in place. It comes from outside: whatever its bytes are, reading
/// ends and stays inside them, and a part that makes no sense ends the walk.
/// </summary>
public readonly ref struct FlattenedDeviceTree
{
    /// <summary>Number of bytes of the header.</summary>
    public const int HeaderSize = 40;

    /// <summary>Larger ones are nonsense: QEMU's has 1 MiB, most of it empty.</summary>
    private const uint MaxSize = 1 << 28;

    private const uint Magic = 0xd00d_feed;
    private const uint OldestVersion = 16;

    private readonly ReadOnlySpan<byte> _structure;
    private readonly ReadOnlySpan<byte> _strings;

    private FlattenedDeviceTree(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings)
    {
        _structure = structure;
        _strings = strings;
    }

    /// <summary>The total size in bytes that a header announces, or 0 when it is no header.</summary>
    public static int TotalSize(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderSize || BinaryPrimitives.ReadUInt32BigEndian(header) != Magic)
            return 0;
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header.Slice(4));
        return size is >= HeaderSize and <= MaxSize ? (int)size : 0;
    }

    /// <summary>
    /// How many bytes from the start on the tree uses: the rest of <see cref="TotalSize"/> is room to grow, nearly all of it in QEMU's. The total size where the header does not
    /// say; 0 when it is no header.
    /// </summary>
    public static int UsedSize(ReadOnlySpan<byte> header)
    {
        int total = TotalSize(header);
        if (total == 0 || BinaryPrimitives.ReadUInt32BigEndian(header.Slice(20)) < 17)
            return total;
        ulong structureEnd = (ulong)BinaryPrimitives.ReadUInt32BigEndian(header.Slice(8)) + BinaryPrimitives.ReadUInt32BigEndian(header.Slice(36));
        ulong stringsEnd = (ulong)BinaryPrimitives.ReadUInt32BigEndian(header.Slice(12)) + BinaryPrimitives.ReadUInt32BigEndian(header.Slice(32));
        ulong end = Math.Max(structureEnd, stringsEnd);
        return end > HeaderSize && end < (ulong)total ? (int)end : total;
    }

    /// <summary>Takes a blob, or the <see cref="UsedSize"/> bytes of it. False when it is not a device tree of version 16 or later.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> blob, out FlattenedDeviceTree tree)
    {
        tree = default;
        int size = UsedSize(blob);
        if (size == 0 || size > blob.Length || BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(24)) > 17
            || BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(20)) < OldestVersion)
        {
            return false;
        }

        uint structureOffset = BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(8));
        uint stringsOffset = BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(12));
        uint stringsSize = BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(32));
        uint structureSize = BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(20)) >= 17 ? BinaryPrimitives.ReadUInt32BigEndian(blob.Slice(36)) : uint.MaxValue;
        if (structureOffset > (uint)size || stringsOffset > (uint)size || stringsSize > (uint)size - stringsOffset)
            return false;
        if (structureSize > (uint)size - structureOffset)
            structureSize = (uint)size - structureOffset;
        tree = new FlattenedDeviceTree(
            blob.Slice((int)structureOffset, (int)structureSize),
            blob.Slice((int)stringsOffset, (int)stringsSize));
        return true;
    }

    /// <summary>The tokens, names and values (Devicetree Specification 0.4, §5.4), to the token that ends them.</summary>
    public ReadOnlySpan<byte> Structure => _structure;

    /// <summary>The properties' names.</summary>
    public ReadOnlySpan<byte> Strings => _strings;

    /// <summary>A value that a walk has met, by its <see cref="DeviceTreeProperty.ValueOffset"/>: for who keeps no spans.</summary>
    public ReadOnlySpan<byte> ValueAt(int offset, int length) => _structure.Slice(offset, length);

    /// <summary>A walk over all properties, in the order of the blob.</summary>
    public PropertyEnumerator GetEnumerator() => new(_structure, _strings);
}
