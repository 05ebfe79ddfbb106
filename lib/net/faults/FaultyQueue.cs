using System;
using Lithe.Device;

namespace Lithe.Net;

/// <summary>How often what goes wrong, in packets of a million.</summary>
public readonly record struct NetFaults
{
    /// <summary>The packet is gone.</summary>
    public int Loss { get; init; }

    /// <summary>It comes twice.</summary>
    public int Duplication { get; init; }

    /// <summary>One bit of it is another.</summary>
    public int Corruption { get; init; }

    /// <summary>It comes some receptions later, behind those that came after it.</summary>
    public int Delay { get; init; }

    /// <summary>How many receptions later, at most.</summary>
    public int LongestDelay { get; init; }

    /// <summary>A packet that is sent is gone.</summary>
    public int TransmitLoss { get; init; }
}

/// <summary>
/// A queue around a queue on which things go wrong when packets are received, and packets to send are lost, by the numbers of a seed: the same packets and calls with the same seed go wrong in the same way.
/// </summary>
public struct FaultyQueue<TInner> : INetQueue where TInner : struct, INetQueue
{
    private const int Million = 1_000_000, MostHeld = 64;

    private readonly NetFaults _faults;
    private readonly Netbuf[] _held;
    private readonly ulong[] _due;
    private TInner _inner;
    private ulong _random;
    private ulong _receptions;
    private int _heldCount;

    /// <summary>Takes a queue, which is this one's from now on.</summary>
    public FaultyQueue(TInner inner, NetFaults faults, ulong seed)
    {
        _inner = inner;
        _faults = faults;
        _random = seed;
        _held = new Netbuf[MostHeld];
        _due = new ulong[MostHeld];
    }

    /// <summary>How many packets were lost, duplicated, corrupted or delayed on purpose.</summary>
    public ulong Injected { get; private set; }

    /// <inheritdoc/>
    public DeviceError Error => _inner.Error;

    /// <inheritdoc/>
    public NetStatistics Statistics => _inner.Statistics;

    /// <inheritdoc/>
    public int Receive(Span<Netbuf> burst)
    {
        _receptions++;
        int count = Release(burst);
        Span<Netbuf> rest = burst.Slice(count);
        // Each may become two: what has come waits at the end, and is handed over at the front.
        int most = rest.Length == 1 ? 1 : rest.Length / 2;
        int arrived = most > 0 ? _inner.Receive(rest.Slice(0, most)) : 0;
        Span<Netbuf> waiting = rest.Slice(rest.Length - arrived);
        rest.Slice(0, arrived).CopyTo(waiting);
        int kept = 0;
        for (int i = 0; i < arrived; i++)
        {
            Netbuf packet = waiting[i];
            if (Happens(_faults.Loss))
            {
                packet.Free();
                continue;
            }

            if (Happens(_faults.Corruption) && packet.Length > 0)
            {
                ulong bit = Next() % ((ulong)packet.Length * 8);
                packet.Data[(int)(bit / 8)] ^= (byte)(1 << (int)(bit % 8));
            }

            bool isDelayed = _heldCount < MostHeld && Happens(_faults.Delay);
            if (rest.Length > 1 && Happens(_faults.Duplication) && TryCopy(packet, out Netbuf copy))
                rest[kept++] = copy;
            if (isDelayed)
                Hold(packet);
            else
                rest[kept++] = packet;
        }

        return count + kept;
    }

    /// <inheritdoc/>
    public int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        if (_faults.TransmitLoss == 0)
            return _inner.Transmit(burst);
        int count = 0;
        for (; count < burst.Length; count++)
        {
            if (Happens(_faults.TransmitLoss))
                burst[count].Free();
            else if (_inner.Transmit(burst.Slice(count, 1)) == 0)
                break;
        }

        if (burst.Length == 0)
            _inner.Transmit(burst);
        return count;
    }

    /// <inheritdoc/>
    public bool TryAllocate(out Netbuf netbuf) => _inner.TryAllocate(out netbuf);

    /// <inheritdoc/>
    public bool EnableInterrupts() => _inner.EnableInterrupts() || _heldCount > 0;

    /// <inheritdoc/>
    public void DisableInterrupts() => _inner.DisableInterrupts();

    private int Release(Span<Netbuf> burst)
    {
        int count = 0, left = 0;
        for (int i = 0; i < _heldCount; i++)
        {
            if (_due[i] <= _receptions && count < burst.Length)
            {
                burst[count++] = _held[i];
                continue;
            }

            (_held[left], _due[left]) = (_held[i], _due[i]);
            left++;
        }

        _heldCount = left;
        return count;
    }

    private void Hold(Netbuf packet)
    {
        _held[_heldCount] = packet;
        _due[_heldCount++] = _receptions + 1 + Next() % (ulong)(_faults.LongestDelay < 1 ? 1 : _faults.LongestDelay);
    }

    private bool TryCopy(Netbuf packet, out Netbuf copy)
    {
        copy = default;
        if (packet.Next.Exists || !_inner.TryAllocate(out copy))
            return false;
        if (copy.TrySetLength(packet.Length))
        {
            packet.Data.CopyTo(copy.Data);
            copy.Offload = packet.Offload;
            return true;
        }

        copy.Free();
        return false;
    }

    private bool Happens(int ofMillion)
    {
        // A number is drawn for what never happens, too: rates do not change what befalls other packets.
        bool happens = Next() % Million < (ulong)ofMillion;
        if (happens)
            Injected++;
        return happens;
    }

    // SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    private ulong Next()
    {
        ulong z = _random += 0x9e37_79b9_7f4a_7c15;
        z = (z ^ z >> 30) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ z >> 27) * 0x94d0_49bb_1331_11eb;
        return z ^ z >> 31;
    }
}
