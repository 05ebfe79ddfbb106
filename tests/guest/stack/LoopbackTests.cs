using System;
using Lithe.Net;
using Lithe.Testing;

public static class LoopbackTests
{
    private sealed class Seeded : NetRandom
    {
        private ulong _state = 1;

        public override ulong Next() => _state = _state * 6364136223846793005 + 1442695040888963407;
    }

    private sealed class Replies : EchoHandler
    {
        internal int Count, Bytes;

        public override void OnReply(in IpAddress from, ushort identifier, ushort sequence, ReadOnlySpan<byte> data)
        {
            Count++;
            Bytes += data.Length;
        }
    }

    [GuestTest]
    public static void EchoesOfBothVersionsComeBack()
    {
        NetbufPool pool = NetbufPool.TryCreate(64)!;
        var stack = new NetStack(pool, new Seeded(), new NetStackOptions(), 1_000_000);
        Check.True(LoopbackInterface.TryAddTo(stack, new LoopbackInterface()));
        var replies = new Replies();
        stack.EchoHandler = replies;
        ulong now = 1_000_000;
        Span<byte> data = stackalloc byte[300];
        data.Fill(0x5a);
        for (ushort i = 0; i < 100; i++)
        {
            Check.True(stack.TrySendEcho(IpAddress.LoopbackV4, 1, i, data));
            Check.True(stack.TrySendEcho(IpAddress.LoopbackV6, 1, i, data));
            while (stack.Poll(now) <= now)
                now++;
        }

        Check.Equal(200, replies.Count);
        Check.Equal(200 * 300, replies.Bytes);
        Check.Equal(pool.Count, pool.FreeCount);
    }

    [GuestTest]
    public static void AddressesAreText()
    {
        Check.True(IpAddress.TryParse("fe80::1:0:2", out IpAddress address));
        Check.Equal("fe80::1:0:2", address.ToString());
        Check.True(IpPrefix.TryParse("10.0.2.15/24"u8, out IpPrefix prefix));
        Check.Equal("10.0.2.0/24", prefix.Network.ToString());
        Check.Equal("[::1]:80", new IpEndpoint(IpAddress.LoopbackV6, 80).ToString());
    }
}
