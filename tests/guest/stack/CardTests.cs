using System;
using Lithe.Device;
using Lithe.Net;
using Lithe.Plat;
using Lithe.Testing;
using Lithe.Virtio;

/// <summary>Two stacks, each on a card of its own; the cards hear each other.</summary>
public static class CardTests
{
    [GuestTest]
    public static void TwoStacksTalkOverTheirCards()
    {
        Check.Equal(0, (int)VirtioNet.TryOpen(0, new VirtioNetOptions { Offloads = true }, out VirtioNet? first));
        Check.Equal(0, (int)VirtioNet.TryOpen(1, new VirtioNetOptions(), out VirtioNet? second));
        NetStack left = Make(first!, 1, "10.5.0.1/24"u8, "fd05::1/64"u8), right = Make(second!, 2, "10.5.0.2/24"u8, "fd05::2/64"u8);
        Check.True(Udp.Of(right)!.TryOpen(new IpEndpoint(IpAddress.Any, 7), new Echo(), out _));
        var answers = new Answers();
        Check.True(Udp.Of(left)!.TryOpen(default, answers, out UdpEndpoint? endpoint));
        // IPv6 addresses are asked for during a second.
        Run(left, right, 1_200_000_000, answers, 1);
        byte[] data = new byte[9000];
        for (int i = 0; i < data.Length; i++)
            data[i] = (byte)(i * 7 + (i >> 8));
        ReadOnlySpan<int> sizes = [1, 100, 1472, 1473, 4000, 9000];
        foreach (int size in sizes)
        {
            for (int version = 4; version <= 6; version += 2)
            {
                IpAddress.TryParse(version == 4 ? "10.5.0.2"u8 : "fd05::2"u8, out IpAddress to);
                answers.Expected = data.AsSpan(0, size).ToArray();
                answers.Received = 0;
                Check.True(endpoint!.TrySend(answers.Expected, new IpEndpoint(to, 7)));
                left.Flush();
                Run(left, right, 3_000_000_000, answers, 1);
                Check.Equal(1, answers.Received);
            }
        }

        Check.Equal(0, answers.Wrong);
        Check.Equal(0UL, left.Drops.BadTransportChecksum + left.Drops.BadHeaderChecksum + right.Drops.BadTransportChecksum + right.Drops.BadHeaderChecksum);
        Check.True(left.V4Counters.ReasmOKs >= 3 && right.V6Counters.FragCreates >= 3);
        Check.True(first!.Close() && second!.Close());
    }

    private static NetStack Make(VirtioNet card, ulong seed, ReadOnlySpan<byte> v4, ReadOnlySpan<byte> v6)
    {
        var stack = new NetStack(card.Queue(0).Pool, new Seeded(seed), new NetStackOptions(), Clock.Nanoseconds);
        var at = new QueueInterface<VirtioNetQueue, CardQueue>("card", new CardQueue(card), card.Address, card.Mtu, card.ComputesChecksums ? NetOffloads.Checksum : NetOffloads.None);
        Check.True(stack.TryAddInterface(at));
        Check.True(IpPrefix.TryParse(v4, out IpPrefix prefix) && stack.TryAddAddress(at, prefix));
        Check.True(IpPrefix.TryParse(v6, out prefix) && stack.TryAddAddress(at, prefix));
        return stack;
    }

    private static void Run(NetStack left, NetStack right, ulong atMost, Answers answers, int wanted)
    {
        ulong end = Clock.Nanoseconds + atMost;
        while (Clock.Nanoseconds < end && answers.Received < wanted)
        {
            left.Poll(Clock.Nanoseconds);
            right.Poll(Clock.Nanoseconds);
        }
    }

    private readonly struct CardQueue(VirtioNet card) : IQueueSource<VirtioNetQueue>
    {
        public ref VirtioNetQueue Queue => ref card.Queue(0);
    }

    private sealed class Seeded(ulong seed) : NetRandom
    {
        private ulong _state = seed;

        public override ulong Next() => _state = _state * 6364136223846793005 + 1442695040888963407;
    }

    private sealed class Echo : UdpHandler
    {
        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram) => Check.True(endpoint.TryReply(packet, datagram));
    }

    private sealed class Answers : UdpHandler
    {
        internal byte[] Expected = [];
        internal int Received, Wrong;

        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
        {
            int offset = 0;
            for (Netbuf part = packet; part.Exists; part = part.Next)
            {
                if (offset + part.Length > Expected.Length || !part.Data.SequenceEqual(Expected.AsSpan(offset, part.Length)))
                    Wrong++;
                offset += part.Length;
            }

            Wrong += offset == Expected.Length ? 0 : 1;
            Received++;
            packet.Free();
        }
    }
}
