using System.Numerics;

namespace Lithe.Net;

/// <summary>
/// Neighbours by interface and address, of a fixed number. Those being asked for never have more than half of it, so that a flood of packets to addresses that nobody has does not drive out
/// neighbours that are there; of those the one that was not used for longest makes room.
/// </summary>
internal sealed class NeighborTable
{
    private readonly NetStack _stack;
    private readonly Neighbor[] _all;
    private readonly Neighbor?[] _rows;
    private Neighbor? _free;

    internal NeighborTable(NetStack stack, int size)
    {
        _stack = stack;
        _all = new Neighbor[size < 4 ? 4 : size];
        _rows = new Neighbor?[BitOperations.RoundUpToPowerOf2((uint)_all.Length)];
        for (int i = 0; i < _all.Length; i++)
        {
            _all[i] = new Neighbor(stack) { NextInRow = _free };
            _free = _all[i];
        }
    }

    /// <summary>How many are being asked for.</summary>
    internal int IncompleteCount { get; set; }

    internal System.ReadOnlySpan<Neighbor> All => _all;

    internal Neighbor? Find(NetInterface at, in IpAddress address)
    {
        Neighbor? neighbor = _rows[RowOf(address)];
        while (neighbor is not null && (neighbor.Address != address || neighbor.Interface != at))
            neighbor = neighbor.NextInRow;
        return neighbor;
    }

    /// <summary>Makes an entry in the state <see cref="NeighborState.Incomplete"/> or <see cref="NeighborState.Stale"/>; null when there is no room for one of that state.</summary>
    internal Neighbor? Add(NetInterface at, in IpAddress address, NeighborState state)
    {
        if (state == NeighborState.Incomplete && IncompleteCount >= _all.Length / 2)
            return null;
        if (_free is null)
            Remove(Oldest(), DropReason.NeighborTableFull);
        Neighbor? neighbor = _free;
        if (neighbor is null)
            return null;
        _free = neighbor.NextInRow;
        int row = RowOf(address);
        neighbor.Interface = at;
        neighbor.Address = address;
        neighbor.State = state;
        neighbor.Attempts = 0;
        neighbor.IsRouter = false;
        // One that nobody here has sent to yet is the first to go.
        neighbor.Used = state == NeighborState.Incomplete ? _stack.Now : 0;
        neighbor.Confirmed = 0;
        neighbor.NextInRow = _rows[row];
        _rows[row] = neighbor;
        if (state == NeighborState.Incomplete)
            IncompleteCount++;
        return neighbor;
    }

    /// <summary>Frees an entry; packets that wait for it are dropped.</summary>
    internal void Remove(Neighbor? neighbor, DropReason reason)
    {
        if (neighbor is null)
            return;
        _stack.CancelTimer(neighbor);
        while (neighbor.TryDequeue(out Netbuf packet))
            _stack.Drop(packet, reason);
        ref Neighbor? link = ref _rows[RowOf(neighbor.Address)];
        while (link != neighbor)
            link = ref link!.NextInRow;
        link = neighbor.NextInRow;
        if (neighbor.State == NeighborState.Incomplete)
            IncompleteCount--;
        neighbor.State = NeighborState.None;
        neighbor.Address = default;
        neighbor.Interface = null;
        neighbor.NextInRow = _free;
        _free = neighbor;
    }

    private Neighbor? Oldest()
    {
        Neighbor? oldest = null;
        foreach (Neighbor neighbor in _all)
        {
            if (neighbor.CanSend && (oldest is null || neighbor.Used < oldest.Used))
                oldest = neighbor;
        }

        return oldest;
    }

    private int RowOf(in IpAddress address) => (int)((uint)address.GetHashCode() & (uint)(_rows.Length - 1));
}
