namespace Lithe.Net;

/// <summary>How many packets a stack has dropped, by reason: what <see cref="DropReason"/> names.</summary>
public readonly struct DropCounters
{
    private readonly ulong[]? _counts;
    private readonly NetStack[]? _stacks;

    internal DropCounters(ulong[] counts) => _counts = counts;

    /// <summary>Those of several stacks together.</summary>
    public DropCounters(NetStack[] stacks) => _stacks = stacks;

    public ulong FrameTooShort => Of(DropReason.FrameTooShort);

    public ulong NotOurFrame => Of(DropReason.NotOurFrame);

    public ulong UnknownType => Of(DropReason.UnknownType);

    public ulong BadArp => Of(DropReason.BadArp);

    public ulong BadHeader => Of(DropReason.BadHeader);

    public ulong BadHeaderChecksum => Of(DropReason.BadHeaderChecksum);

    public ulong BadAddress => Of(DropReason.BadAddress);

    public ulong NotOurAddress => Of(DropReason.NotOurAddress);

    public ulong SourceRoute => Of(DropReason.SourceRoute);

    public ulong UnknownProtocol => Of(DropReason.UnknownProtocol);

    public ulong BadFragment => Of(DropReason.BadFragment);

    public ulong OverlappingFragment => Of(DropReason.OverlappingFragment);

    public ulong TooManyFragments => Of(DropReason.TooManyFragments);

    public ulong ReassemblyTimeout => Of(DropReason.ReassemblyTimeout);

    public ulong NoFragments => Of(DropReason.NoFragments);

    public ulong BadIcmp => Of(DropReason.BadIcmp);

    public ulong BadTransportHeader => Of(DropReason.BadTransportHeader);

    public ulong BadTransportChecksum => Of(DropReason.BadTransportChecksum);

    public ulong NoListener => Of(DropReason.NoListener);

    public ulong QueueFull => Of(DropReason.QueueFull);

    public ulong NoNetbuf => Of(DropReason.NoNetbuf);

    public ulong NoRoute => Of(DropReason.NoRoute);

    public ulong TooLong => Of(DropReason.TooLong);

    public ulong NeighborUnreachable => Of(DropReason.NeighborUnreachable);

    public ulong NeighborQueueFull => Of(DropReason.NeighborQueueFull);

    public ulong NeighborTableFull => Of(DropReason.NeighborTableFull);

    public ulong TransmitFull => Of(DropReason.TransmitFull);

    public ulong RateLimited => Of(DropReason.RateLimited);

    public ulong SplitHeader => Of(DropReason.SplitHeader);

    private ulong Of(DropReason reason)
    {
        if (!Config.NET_STACK_PER_PROCESSOR || _stacks is null)
            return _counts is null ? 0 : _counts[(int)reason];
        ulong sum = 0;
        foreach (NetStack stack in _stacks)
            sum += stack.DropCount(reason);
        return sum;
    }
}
