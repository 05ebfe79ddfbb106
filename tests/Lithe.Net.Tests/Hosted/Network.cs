[assembly: CollectionBehavior(DisableTestParallelization = true)]

#pragma warning disable SA1402, SA1649 // The parts of one network in a test.

namespace Lithe.Net.Tests;

/// <summary>Numbers from a seed.</summary>
internal sealed class SeededRandom(int seed) : NetRandom
{
    private readonly Random _random = new(seed);

    public override ulong Next() => (ulong)_random.NextInt64() << 1 ^ (ulong)_random.NextInt64();
}

/// <summary>A card whose wire is lists of frames: a test looks at what was sent, and gives what is to be received.</summary>
internal sealed class TestCard(NetbufPool pool, MacAddress mac, int mtu = 1500, LinkKind link = LinkKind.Ethernet, NetOffloads offloads = NetOffloads.None)
    : NetInterface("test", link, mac, mtu, offloads)
{
    private readonly Queue<byte[]> _arriving = new();

    /// <summary>What was sent and not taken.</summary>
    public Queue<byte[]> Sent { get; } = new();

    /// <summary>What the card was asked to do for each frame.</summary>
    public new List<(ChecksumState State, int Start, int Offset)> Offloads { get; } = [];

    /// <summary>The groups that were asked for.</summary>
    public List<MacAddress> Groups { get; } = [];

    /// <summary>Another card that hears what this one sends.</summary>
    public TestCard? Peer { get; set; }

    /// <summary>What happens to a frame on the wire; null loses it.</summary>
    public Func<byte[], byte[]?> Wire { get; set; } = frame => frame;

    public void Arrive(byte[] frame) => _arriving.Enqueue(frame);

    public override int Poll(NetStack stack)
    {
        int count = 0;
        for (; count < 32 && _arriving.TryDequeue(out byte[]? frame); count++)
        {
            // In parts, as a card with long packets gives them.
            Netbuf first = default, last = default;
            for (int i = 0; i == 0 || i < frame.Length; i += Netbuf.Capacity)
            {
                if (!pool.TryAllocate(out Netbuf part))
                    throw new InvalidOperationException("no netbuf");
                part.TrySetLength(Math.Min(Netbuf.Capacity, frame.Length - i));
                frame.AsSpan(i, part.Length).CopyTo(part.Data);
                if (last.Exists)
                    last.Next = part;
                else
                    first = part;
                last = part;
            }

            stack.Receive(this, first);
        }

        return count;
    }

    protected override int Transmit(ReadOnlySpan<Netbuf> burst)
    {
        foreach (Netbuf packet in burst)
        {
            byte[] frame = new byte[packet.TotalLength];
            int length = 0;
            for (Netbuf part = packet; part.Exists; part = part.Next)
            {
                part.Data.CopyTo(frame.AsSpan(length));
                length += part.Length;
            }

            Offloads.Add((packet.Offload.Checksum, packet.Offload.ChecksumStart, packet.Offload.ChecksumOffset));
            packet.Free();
            if (Peer is null)
                Sent.Enqueue(frame);
            else if (Wire(frame) is byte[] passed)
                Peer.Arrive(passed);
        }

        return burst.Length;
    }

    public override void JoinGroup(MacAddress group) => Groups.Add(group);
}

/// <summary>A stack with one card, for tests.</summary>
internal sealed class TestHost
{
    public TestHost(int seed, string? address = null, NetStackOptions? options = null, int mtu = 1500, LinkKind link = LinkKind.Ethernet, ulong now = 1_000_000_000_000)
    {
        Pool = s_pools.TryTake(out NetbufPool? pool) ? pool : NetbufPool.TryCreate(256)!;
        Now = now;
        Stack = new NetStack(Pool, new SeededRandom(seed), options ?? new NetStackOptions(), now);
        Card = new TestCard(Pool, new MacAddress(2, 0, 0, 0, 0, (byte)seed), mtu, link);
        Assert.True(Stack.TryAddInterface(Card));
        if (address is not null)
            Add(address);
    }

    public NetbufPool Pool { get; }

    // A pool never gives its memory back; who makes hosts without end gives theirs to the next.
    private static readonly System.Collections.Concurrent.ConcurrentBag<NetbufPool> s_pools = [];

    /// <summary>Lets another host use its netbufs, when all of them are back; this one is not used any more.</summary>
    public void Release()
    {
        if (Pool.FreeCount == Pool.Count)
            s_pools.Add(Pool);
    }

    public NetStack Stack { get; }

    public TestCard Card { get; }

    public ulong Now { get; set; }

    /// <summary>An address; none when the image has no such version.</summary>
    public void Add(string prefix)
    {
        if (prefix.Contains(':', StringComparison.Ordinal) ? !Config.NET_IPV6 : !Config.NET_IPV4)
            return;
        Assert.True(IpPrefix.TryParse(System.Text.Encoding.ASCII.GetBytes(prefix), out IpPrefix parsed));
        Assert.True(Stack.TryAddAddress(Card, parsed));
    }

    public static IpAddress Address(string text)
    {
        Assert.True(IpAddress.TryParse(text, out IpAddress address));
        return address;
    }

    /// <summary>Lets time pass, and work be done as often as the stack wants.</summary>
    public void Run(double seconds)
    {
        ulong end = Now + (ulong)(seconds * 1e9);
        while (true)
        {
            ulong next = Stack.Poll(Now);
            if (next <= Now)
                continue;
            if (next > end)
                break;
            Now = next;
        }

        Now = end;
        Stack.Poll(Now);
    }

    /// <summary>Puts a wire between two hosts.</summary>
    public static void Connect(TestHost left, TestHost right)
    {
        left.Card.Peer = right.Card;
        right.Card.Peer = left.Card;
    }

    /// <summary>Runs several hosts together.</summary>
    public static void Run(double seconds, params TestHost[] hosts)
    {
        ulong now = hosts[0].Now, end = now + (ulong)(seconds * 1e9);
        while (true)
        {
            ulong next = ulong.MaxValue;
            foreach (TestHost host in hosts)
                next = Math.Min(next, host.Stack.Poll(now));
            // What one has sent the other has not seen yet.
            foreach (TestHost host in hosts)
                next = Math.Min(next, host.Stack.Poll(now));
            if (next > end)
                break;
            now = Math.Max(now, next);
        }

        foreach (TestHost host in hosts)
        {
            host.Now = end;
            host.Stack.Poll(end);
        }
    }
}
