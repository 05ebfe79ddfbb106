using System;
using System.Buffers.Binary;
using Lithe.Entropy;

namespace Lithe.Net;

/// <summary>The image's entropy source, asked for some numbers at a time.</summary>
public sealed class SystemRandom : NetRandom
{
    private readonly byte[] _bytes = new byte[256];
    private int _used = 256;

    /// <inheritdoc/>
    public override ulong Next()
    {
        if (_used == _bytes.Length)
        {
            EntropySource.Fill(_bytes);
            _used = 0;
        }

        Span<byte> place = _bytes.AsSpan(_used, sizeof(ulong));
        ulong number = BinaryPrimitives.ReadUInt64LittleEndian(place);
        place.Clear();
        _used += sizeof(ulong);
        return number;
    }
}
