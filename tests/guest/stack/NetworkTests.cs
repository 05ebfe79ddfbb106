using System;
using Lithe.Diagnostics;
using Lithe.Net;
using Lithe.Plat;
using Lithe.Testing;

/// <summary>The image's own network: configured by the image, driven by the one flow of control, counted by name.</summary>
public static class NetworkTests
{
    private sealed class Replies : EchoHandler
    {
        internal int Count;

        public override void OnReply(in IpAddress from, ushort identifier, ushort sequence, ReadOnlySpan<byte> data) => Count++;
    }

    [GuestTest]
    public static void ItHasTheCardsAndTheAddressOfTheImage()
    {
        string? wrong = Network.TryStart();
        Check.Equal("", wrong ?? "");
        Check.Equal(2, Network.CardCount);
        Check.Equal("10.5.0.1/24", Network.Stack.Interfaces[0].Addresses[0].Prefix.ToString());
        Check.True(Network.Stack.TryRoute(IpAddress.FromV4(0x08080808), default, out IpRoute route));
        Check.Equal("10.5.0.254", route.NextHop.ToString());
        Check.True(Network.WaitForAddress(Clock.Nanoseconds));
    }

    [GuestTest]
    public static void ItSleepsUntilSomethingIsDueAndCountsByName()
    {
        var replies = new Replies();
        Network.Stack.EchoHandler = replies;
        Check.True(Network.Stack.TrySendEcho(IpAddress.LoopbackV4, 1, 1, "hello"u8));
        Network.Stack.Flush();
        ulong start = Clock.Nanoseconds;
        while (Clock.Nanoseconds < start + 50_000_000)
            Network.RunOnce(start + 50_000_000);
        Check.Equal(1, replies.Count);
        Check.True(Counters.TryRead("net.icmpv4.inEchos", out ulong echos));
        Check.Equal(1UL, echos);
        Check.True(Counters.TryRead("net.ipv4.outRequests", out ulong sent) && sent >= 2);
        Check.True(Counters.TryRead("net.dropped.badHeaderChecksum", out ulong dropped));
        Check.Equal(0UL, dropped);
    }
}
