using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Writes a message: the header's place first, then questions and records, names compressed against those in front of them (RFC 1035 4.1.4).</summary>
public ref struct DnsWriter(Span<byte> message)
{
    // Where labels begin that later names can point to.
    private const int MaxTargets = 24;

    private readonly Span<byte> _message = message;
    private Targets _targets;
    private int _targetCount;

    /// <summary>How long the message is so far.</summary>
    public int Length { get; private set; } = DnsHeader.Size;

    /// <summary>Adds a question. False, and nothing is added, when there is no room.</summary>
    public bool TryAddQuestion(scoped ReadOnlySpan<byte> name, ushort type)
    {
        int start = Length, targets = _targetCount;
        if (TryAddName(name) && Length + 4 <= _message.Length)
        {
            Put16(type);
            Put16(DnsReader.Internet);
            return true;
        }

        (Length, _targetCount) = (start, targets);
        return false;
    }

    /// <summary>Adds a record. False, and nothing is added, when there is no room.</summary>
    public bool TryAddRecord(scoped ReadOnlySpan<byte> name, ushort type, uint ttl, scoped ReadOnlySpan<byte> data) => TryAddRecord(name, type, DnsReader.Internet, ttl, default, data, false);

    /// <summary>Adds a record whose data are some bytes and a name, which is compressed: of the types of RFC 1035 only (RFC 3597 4).</summary>
    public bool TryAddNameRecord(scoped ReadOnlySpan<byte> name, ushort type, uint ttl, scoped ReadOnlySpan<byte> front, scoped ReadOnlySpan<byte> target) =>
        TryAddRecord(name, type, DnsReader.Internet, ttl, front, target, true);

    /// <summary>Adds the record of options (RFC 6891 6.1): how many bytes we take.</summary>
    public bool TryAddOptions(ushort payloadSize) => TryAddRecord([0], DnsType.Options, payloadSize, 0, default, default, false);

    private bool TryAddRecord(scoped ReadOnlySpan<byte> name, ushort type, ushort recordClass, uint ttl, scoped ReadOnlySpan<byte> front, scoped ReadOnlySpan<byte> data, bool isName)
    {
        int start = Length, targets = _targetCount;
        if (TryAddName(name) && Length + 10 + front.Length <= _message.Length)
        {
            Put16(type);
            Put16(recordClass);
            Put16((ushort)(ttl >> 16));
            Put16((ushort)ttl);
            int size = Length;
            Length += 2;
            front.CopyTo(_message.Slice(Length));
            Length += front.Length;
            if (isName ? TryAddName(data) : TryPut(data))
            {
                BinaryPrimitives.WriteUInt16BigEndian(_message.Slice(size), (ushort)(Length - size - 2));
                return true;
            }
        }

        (Length, _targetCount) = (start, targets);
        return false;
    }

    private bool TryPut(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue || !bytes.TryCopyTo(_message.Slice(Length)))
            return false;
        Length += bytes.Length;
        return true;
    }

    private void Put16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_message.Slice(Length), value);
        Length += 2;
    }

    private bool TryAddName(scoped ReadOnlySpan<byte> name)
    {
        for (int position = 0; ;)
        {
            ReadOnlySpan<byte> rest = name.Slice(position);
            if (rest.Length == 0)
                return false;
            if (rest[0] == 0)
                return TryPut(rest.Slice(0, 1));
            int target = FindTarget(rest);
            if (target >= 0)
            {
                if (Length + 2 > _message.Length)
                    return false;
                Put16((ushort)(0xc000 | target));
                return true;
            }

            int size = 1 + rest[0];
            if (size > rest.Length || size > 1 + DnsName.MaxLabel)
                return false;
            if (_targetCount < MaxTargets && Length < 0x4000)
                _targets[_targetCount++] = (ushort)Length;
            if (!TryPut(rest.Slice(0, size)))
                return false;
            position += size;
        }
    }

    // Names are compared byte by byte, so that each keeps its capital letters.
    private int FindTarget(scoped ReadOnlySpan<byte> name)
    {
        Span<byte> other = stackalloc byte[DnsName.MaxSize];
        for (int i = 0; i < _targetCount; i++)
        {
            int offset = _targets[i];
            if (DnsName.TryRead(_message.Slice(0, Length), ref offset, other, out int length) && name.SequenceEqual(other.Slice(0, length)))
                return _targets[i];
        }

        return -1;
    }

    [System.Runtime.CompilerServices.InlineArray(MaxTargets)]
    private struct Targets
    {
        private ushort _first;
    }
}
