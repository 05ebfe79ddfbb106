using System;
using Lithe.Device;

namespace Lithe.Block;

/// <summary>How often what goes wrong, in requests of a million.</summary>
public readonly record struct BlockFaults
{
    /// <summary>The request ends with an error and nothing is done.</summary>
    public int Errors { get; init; }

    /// <summary>A write is said to be done and is not.</summary>
    public int LostWrites { get; init; }

    /// <summary>Of a write of several sectors only the first ones are done, and it is said to be done.</summary>
    public int TornWrites { get; init; }

    /// <summary>The request ends some completions later.</summary>
    public int Delay { get; init; }

    /// <summary>How many calls of <see cref="IBlockQueue.Complete"/> later, at most.</summary>
    public int LongestDelay { get; init; }
}

/// <summary>A queue around a queue on which things go wrong by the numbers of a seed: the same calls with the same seed go wrong in the same way.</summary>
public struct FaultyDisk<TInner> : IBlockQueue where TInner : struct, IBlockQueue
{
    private const int Million = 1_000_000, MostHeld = 64;

    private readonly BlockFaults _faults;
    private readonly BlockCompletion[] _held;
    private readonly ulong[] _due;
    private TInner _inner;
    private ulong _random, _calls;
    private int _heldCount;

    /// <summary>Takes a queue, which is this one's from now on.</summary>
    public FaultyDisk(TInner inner, BlockFaults faults, ulong seed)
    {
        _inner = inner;
        _faults = faults;
        _random = seed;
        _held = new BlockCompletion[MostHeld];
        _due = new ulong[MostHeld];
    }

    /// <summary>How many requests went wrong on purpose.</summary>
    public ulong Injected { get; private set; }

    /// <inheritdoc/>
    public BlockGeometry Geometry => _inner.Geometry;

    /// <inheritdoc/>
    public DeviceError Error => _inner.Error;

    /// <inheritdoc/>
    public bool TrySubmit(in BlockRequest request)
    {
        if (_heldCount == MostHeld || !request.FitsInto(_inner.Geometry))
            return false;
        bool isError = Happens(_faults.Errors), isLost = Happens(_faults.LostWrites), isTorn = Happens(_faults.TornWrites);
        if (isError)
            return Hold(new BlockCompletion(request.Tag, BlockStatus.IoError), 0);
        if (request.Operation == BlockOperation.Write)
        {
            if (isLost)
                return Hold(new BlockCompletion(request.Tag, BlockStatus.Done), 0);
            int sectors = request.Buffer.Length / _inner.Geometry.SectorSize;
            if (isTorn && sectors > 1)
            {
                int done = 1 + (int)(Next() % (ulong)(sectors - 1));
                return _inner.TrySubmit(BlockRequest.Write(request.Sector, request.Buffer.Slice(0, done * _inner.Geometry.SectorSize), request.Tag));
            }
        }

        return _inner.TrySubmit(in request);
    }

    /// <inheritdoc/>
    public void Kick() => _inner.Kick();

    /// <inheritdoc/>
    public int Complete(Span<BlockCompletion> completions)
    {
        _calls++;
        int count = 0, left = 0;
        for (int i = 0; i < _heldCount; i++)
        {
            if (_due[i] <= _calls && count < completions.Length)
            {
                completions[count++] = _held[i];
                continue;
            }

            (_held[left], _due[left]) = (_held[i], _due[i]);
            left++;
        }

        _heldCount = left;
        int arrived = _inner.Complete(completions.Slice(count)), end = count + arrived;
        for (int i = count; i < end; i++)
        {
            if (_heldCount < MostHeld && Happens(_faults.Delay))
                Hold(completions[i], Next() % (ulong)(_faults.LongestDelay < 1 ? 1 : _faults.LongestDelay));
            else
                completions[count++] = completions[i];
        }

        return count;
    }

    /// <inheritdoc/>
    public bool EnableInterrupts() => _inner.EnableInterrupts() || _heldCount > 0;

    /// <inheritdoc/>
    public void DisableInterrupts() => _inner.DisableInterrupts();

    private bool Hold(BlockCompletion completion, ulong calls)
    {
        _held[_heldCount] = completion;
        _due[_heldCount++] = _calls + 1 + calls;
        return true;
    }

    private bool Happens(int ofMillion)
    {
        bool happens = Next() % Million < (ulong)ofMillion;
        if (happens)
            Injected++;
        return happens;
    }

    // SplitMix64, as in net/faults.
    private ulong Next()
    {
        ulong z = _random += 0x9e37_79b9_7f4a_7c15;
        z = (z ^ z >> 30) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ z >> 27) * 0x94d0_49bb_1331_11eb;
        return z ^ z >> 31;
    }
}
