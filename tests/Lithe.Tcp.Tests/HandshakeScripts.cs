using Lithe.Net;
using Lithe.Tests.Shared;
using static Lithe.Tcp.Tests.Script;

namespace Lithe.Tcp.Tests;

/// <summary>How connections begin: RFC 9293 3.5, 3.10.7.1 to 3.10.7.4, RFC 7323, RFC 2018, RFC 4987.</summary>
[Needs("NET_IPV4")]
public sealed class HandshakeScripts
{
    [Fact]
    public void PassiveOpenAnswersSynWithSynAck()
    {
        var script = new Script();
        script.Give(Syn, 0, options: new TcpOptions { MaximumSegmentSize = 1400 });
        Seen answer = script.Expect(Syn | Ack, 0, 1, 0);
        Assert.Equal((ushort)1460, answer.Options.MaximumSegmentSize);
        Assert.Equal(0, script.Handler.Accepted);
        script.Give(Ack, 1, 1);
        Assert.Equal(1, script.Handler.Accepted);
        script.ExpectNothing();
    }

    [Fact]
    public void ActiveOpenSendsSynAndAcknowledges() => Assert.Equal(1, new Script().Connect().Handler.Connected);

    [Needs("NET_TCP_SACK")]
    [Needs("NET_TCP_TIMESTAMPS")]
    [Fact]
    public void SynOffersSegmentSizeScaleSackAndTimestamps()
    {
        Seen syn = new Script().StartConnect();
        Assert.Equal((ushort)1460, syn.Options.MaximumSegmentSize);
        Assert.True(syn.Options.SackPermitted && syn.Options.HasTimestamps && syn.Options.WindowScale is not null);
        Assert.Equal(0u, syn.Options.TimestampEcho);
    }

    [Fact]
    public void AnswerHasOnlyWhatTheSynOffered()
    {
        var script = new Script();
        script.Give(Syn, 0, options: new TcpOptions { MaximumSegmentSize = 500 });
        Seen answer = script.Expect(Syn | Ack);
        Assert.False(answer.Options.SackPermitted || answer.Options.HasTimestamps || answer.Options.WindowScale is not null);
    }

    [Fact]
    public void WithoutSegmentSizeOptionSegmentsHave536Bytes()
    {
        // MUST-15 (3.7.1).
        var script = new Script();
        script.Give(Syn, 0);
        script.Expect(Syn | Ack);
        script.Give(Ack, 1, 1);
        script.Send(1000);
        script.Expect(Ack, 1, 1, 536);
        script.Expect(Ack, 537, 1, 464);
    }

    [Fact]
    public void SynToClosedPortIsReset()
    {
        var script = new Script { Port = 81 };
        script.Give(Syn, 0, data: 3);
        Seen reset = script.Next()!;
        Assert.Equal(Rst | Ack, reset.Flags);
        Assert.Equal(0u, reset.RawSequence);
        Assert.Equal(4u, reset.Acknowledgment);
    }

    [Fact]
    public void AckToClosedPortIsResetWithItsNumber()
    {
        var script = new Script { Port = 81 };
        script.Give(Ack, 5, 777, rawAck: true);
        Seen reset = script.Next()!;
        Assert.Equal(Rst, reset.Flags);
        Assert.Equal(777u, reset.RawSequence);
    }

    [Fact]
    public void ResetToClosedPortIsNotAnswered()
    {
        var script = new Script { Port = 81 };
        script.Give(Rst, 5);
        script.Give(Rst | Ack, 5, 9, rawAck: true);
        script.ExpectNothing();
    }

    [Fact]
    public void AckToListenerIsReset()
    {
        var script = new Script();
        script.Give(Ack, 5, 777, rawAck: true);
        Assert.Equal((Rst, 777u), (script.Next()!.Flags, 777u));
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void SynWithFinIsIgnored()
    {
        var script = new Script();
        script.Give(Syn | Fin, 0);
        script.Give(Fin, 0);
        script.Give(TcpFlags.None, 0);
        script.ExpectNothing();
    }

    [Fact]
    public void SynAckIsSentAgainAndGivenUp()
    {
        var script = new Script();
        script.Give(Syn, 0);
        script.Expect(Syn | Ack);
        for (int i = 0; i < 5; i++)
        {
            script.Wait((1100UL << i) * Millisecond);
            script.Expect(Syn | Ack, 0, 1);
        }

        script.Wait(60 * Second);
        script.ExpectNothing();
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
        Assert.Equal(0, script.Listener.HalfOpen);
        Assert.Null(script.Handler.Closed);
    }

    [Fact]
    public void SynIsSentAgainForThreeMinutes()
    {
        // MUST-23 (3.8.3).
        var script = new Script();
        script.StartConnect();
        ulong start = script.Now;
        int count = 0;
        while (script.Handler.Closed is null)
        {
            script.Wait(Second);
            while (script.Next() is { } seen)
            {
                Assert.Equal(Syn, seen.Flags);
                count++;
            }
        }

        Assert.Equal(TcpError.TimedOut, script.Handler.Closed);
        Assert.InRange(script.Now - start, 180 * Second, 300 * Second);
        Assert.Equal(7, count);
    }

    [Fact]
    public void SynThatComesAgainIsAnsweredAgain()
    {
        var script = new Script();
        script.Give(Syn, 0);
        script.Expect(Syn | Ack, 0, 1);
        script.Wait(600 * Millisecond);
        script.Give(Syn, 0);
        script.Expect(Syn | Ack, 0, 1);
        Assert.Equal(1, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void SimultaneousOpen()
    {
        // MUST-10 (3.5, figure 7).
        var script = new Script();
        script.StartConnect();
        script.Give(Syn, 0, options: new TcpOptions { MaximumSegmentSize = 1000 });
        script.Expect(Syn | Ack, 0, 1);
        Assert.Equal(TcpStatus.SynReceived, script.Connection.Status);
        script.Give(Syn | Ack, 0, 1);
        script.Give(Ack, 1, 1);
        Assert.Equal(TcpStatus.Established, script.Connection.Status);
        Assert.Equal(1, script.Handler.Connected);
        script.Drain();
        script.Give(Ack | Psh, 1, 1, data: 10);
        script.Expect(Ack, 1, 11);
        Assert.Equal(10, script.Handler.Received.Count);
    }

    [Fact]
    public void SynAckWithWrongNumberIsReset()
    {
        var script = new Script();
        script.StartConnect();
        script.Give(Syn | Ack, 0, 5);
        script.Expect(Rst, 5);
        Assert.Equal(TcpStatus.SynSent, script.Connection.Status);
        script.Give(Syn | Ack, 0, 1);
        script.Expect(Ack, 1, 1);
    }

    [Fact]
    public void ResetRefusesOnlyWithTheRightNumber()
    {
        var script = new Script();
        script.StartConnect();
        script.Give(Rst, 0);
        script.Give(Rst | Ack, 0, 7);
        Assert.Null(script.Handler.Closed);
        script.Give(Rst | Ack, 0, 1);
        Assert.Equal(TcpError.Refused, script.Handler.Closed);
        script.ExpectNothing();
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void DataWithSynAckIsTaken()
    {
        // RFC 9293 3.10.7.3: data and controls that come with it are processed.
        var script = new Script();
        script.StartConnect();
        script.Give(Syn | Ack, 0, 1, bytes: Pattern(1, 20));
        script.Expect(Ack, 1, 21);
        Assert.Equal(Pattern(1, 20), script.Handler.Received);
    }

    [Fact]
    public void DataWithTheLastAckOfTheHandshakeIsTaken()
    {
        var script = new Script();
        script.Give(Syn, 0);
        script.Expect(Syn | Ack);
        script.Give(Ack | Psh, 1, 1, data: 20);
        script.Expect(Ack, 1, 21);
        Assert.Equal(Pattern(1, 20), script.Handler.Received);
    }

    [Fact]
    public void WrongAckInSynReceivedIsReset()
    {
        var script = new Script();
        script.Give(Syn, 0);
        script.Expect(Syn | Ack);
        script.Give(Ack, 1, 99);
        script.Expect(Rst, 99);
        script.Give(Ack, 1, 1);
        Assert.Equal(TcpStatus.Established, script.Connection.Status);
    }

    [Fact]
    public void ResetInSynReceivedIsForgotten()
    {
        // RFC 9293 3.10.7.4: a passive open returns to LISTEN, the application hears nothing.
        var script = new Script();
        script.Give(Syn, 0);
        script.Expect(Syn | Ack);
        script.Give(Rst, 1);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
        Assert.Equal(0, script.Listener.HalfOpen);
        Assert.Null(script.Handler.Closed);
    }

    [Fact]
    public void WindowScaleIsUsedBothWays()
    {
        var script = new Script(new TcpSettings { Connections = 4, ReceiveBuffer = 1 << 20, HeldNetbufs = 4000 });
        script.Give(Syn, 0, window: 100, options: new TcpOptions { MaximumSegmentSize = 1000, WindowScale = 5 });
        Seen answer = script.Expect(Syn | Ack);
        Assert.Equal((byte)5, answer.Options.WindowScale);
        Assert.Equal(65535, answer.Window);
        script.Give(Ack, 1, 1, window: 100);
        script.Give(Ack | Psh, 1, 1, window: 100, data: 1);
        Assert.InRange(script.Expect(Ack).Window << 5, (1 << 20) - 2000, 1 << 20);
        script.Send(5000);
        int total = 0;
        while (script.Next() is { } seen)
            total += seen.Data.Length;
        // Three full segments; what is left of the window is too little.
        Assert.Equal(3000, total);
    }

    [Fact]
    public void ScaleAbove14Counts14()
    {
        // RFC 7323 2.3.
        var script = new Script();
        script.Accept(new TcpOptions { WindowScale = 20 }, window: 1);
        script.Send(10_000);
        int total = 0;
        while (script.Next() is { } seen)
            total += seen.Data.Length;
        Assert.Equal(10_000, total);
    }

    [Needs("NET_TCP_SYN_COOKIES")]
    [Needs("NET_TCP_TIMESTAMPS")]
    [Fact]
    public void HalfOpenBeyondTheBacklogGetCookies()
    {
        var script = new Script();
        for (ushort i = 0; i < 4; i++)
        {
            script.PeerPort = (ushort)(5000 + i);
            script.Give(Syn, 0);
            script.Expect(Syn | Ack);
        }

        Assert.Equal(4, script.Host.Tcp.ConnectionCount);
        script.PeerPort = 6000;
        script.Give(Syn, 0, options: new TcpOptions { MaximumSegmentSize = 1460, WindowScale = 7, SackPermitted = true, HasTimestamps = true, Timestamp = 50 });
        Seen cookie = script.Expect(Syn | Ack, 0, 1);
        Assert.Equal(50u, cookie.Options.TimestampEcho);
        Assert.Equal(4, script.Host.Tcp.ConnectionCount);
        Assert.Equal(1UL, script.Counters.SyncookiesSent);
        script.Timestamps = (60, cookie.Options.Timestamp);
        script.Give(Ack | Psh, 1, 1, window: 3, data: 30);
        Assert.Equal(1, script.Handler.Accepted);
        Assert.Equal(Pattern(1, 30), script.Handler.Received);
        script.Expect(Ack, 1, 31);
        // The scale of the peer's window was in the cookie.
        script.Send(3 * 128 + 100);
        int total = 0;
        while (script.Next() is { } seen)
            total += seen.Data.Length;
        Assert.Equal(3 * 128, total);
        Assert.Equal(1448 + 12, script.Connection.SegmentSize);
    }

    [Needs("NET_TCP_SYN_COOKIES")]
    [Fact]
    public void HalfOpenLeaveRoomForThoseWhoBringACookie()
    {
        // A listener with a backlog as large as the pool, and a flood that never goes on: half of what is free is left, and connections are served from it.
        var script = new Script(new TcpSettings { Connections = 8 });
        script.Listener.Backlog = 128;
        for (ushort i = 0; i < 50; i++)
        {
            script.PeerPort = (ushort)(5000 + i);
            script.Give(Syn, 0);
            script.Expect(Syn | Ack);
        }

        Assert.Equal(4, script.Host.Tcp.ConnectionCount);
        Assert.Equal(46UL, script.Counters.SyncookiesSent);
        for (ushort i = 0; i < 4; i++)
        {
            script.PeerPort = (ushort)(6000 + i);
            script.Give(Syn, 0);
            script.Expect(Syn | Ack);
            script.Give(Ack, 1, 1);
            Assert.Equal(i + 1, script.Handler.Accepted);
        }

        // Half of what has become free again, and all of it once the flood is over.
        script.Connection.Abort();
        script.Wait(200 * Second);
        script.Drain();
        Assert.Equal(3, script.Host.Tcp.ConnectionCount);
        for (ushort i = 0; i < 5; i++)
        {
            script.PeerPort = (ushort)(7000 + i);
            script.Give(Syn, 0);
        }

        Assert.Equal(6, script.Host.Tcp.ConnectionCount);
    }

    [Needs("NET_TCP_SYN_COOKIES")]
    [Fact]
    public void WrongCookiesAreReset()
    {
        var script = new Script();
        for (ushort i = 0; i < 5; i++)
        {
            script.PeerPort = (ushort)(5000 + i);
            script.Give(Syn, 0);
            script.Expect(Syn | Ack);
        }

        script.Give(Ack, 1, 2);
        script.Expect(Rst);
        script.Give(Ack, 2, 1);
        script.Expect(Rst);
        Assert.Equal(2UL, script.Counters.SyncookiesFailed);
        Assert.Equal(0, script.Handler.Accepted);
        // Too late: two periods have gone.
        script.Wait(140 * Second);
        script.Drain();
        script.Give(Ack, 1, 1);
        script.Expect(Rst);
        Assert.Equal(0, script.Handler.Accepted);
    }

    [Fact]
    public void InitialNumbersGrowWithTimeAndDifferByPeer()
    {
        // RFC 6528, MUST-8.
        var script = new Script();
        script.Give(Syn, 0);
        uint first = script.Expect(Syn | Ack).RawSequence;
        script.Give(Rst, 1);
        script.Wait(Second);
        script.Give(Syn, 5000);
        uint second = script.Expect(Syn | Ack).RawSequence;
        Assert.InRange(second - first, 200_000u, 300_000u);
        script.PeerPort = 4001;
        script.Give(Syn, 0);
        Assert.NotInRange(script.Expect(Syn | Ack).RawSequence - second, 0u, 1000u);
    }

    [Fact]
    public void ClosedListenerRefuses()
    {
        var script = new Script();
        script.Listener.Close();
        script.Give(Syn, 0);
        Assert.Equal(Rst | Ack, script.Next()!.Flags);
        Assert.NotNull(script.Host.Tcp.Listen(new IpEndpoint(IpAddress.Any, 80), script.Handler));
    }

    [Fact]
    public void SharedListenersBothGetConnections()
    {
        var script = new Script();
        Recorder one = new(), two = new();
        Assert.NotNull(script.Host.Tcp.Listen(new IpEndpoint(IpAddress.Any, 90), one, isShared: true));
        Assert.NotNull(script.Host.Tcp.Listen(new IpEndpoint(IpAddress.Any, 90), two, isShared: true));
        Assert.Null(script.Host.Tcp.Listen(new IpEndpoint(IpAddress.Any, 90), two));
        script.Port = 90;
        for (ushort i = 0; i < 12; i++)
        {
            script.PeerPort = (ushort)(3000 + i);
            script.Give(Syn, 0);
            script.Expect(Syn | Ack);
            script.Give(Ack, 1, 1);
            script.Drain();
        }

        Assert.Equal(12, one.Accepted + two.Accepted);
        Assert.True(one.Accepted > 0 && two.Accepted > 0);
    }

    [Fact]
    public void UnreachablePortEndsAnAttempt()
    {
        var script = new Script();
        Seen syn = script.StartConnect();
        // RFC 1122 4.2.3.9: hard errors abort an attempt; with a number that is not in flight they do not.
        foreach (uint number in new[] { syn.RawSequence - 1, syn.RawSequence })
        {
            Assert.Null(script.Handler.Closed);
            script.Host.Tcp.Error(new IcmpError { Kind = IcmpErrorKind.PortUnreachable, Protocol = 6, Local = script.Host.Address, Remote = IpAddress.FromV4(0x0a000009) }, Quote(script.Port, 4000, number));
            script.Poll();
        }

        Assert.Equal(TcpError.Refused, script.Handler.Closed);
    }

    [Fact]
    public void UnreachableDoesNotEndAConnection()
    {
        var script = new Script().Accept();
        script.Send(100);
        uint number = script.Expect(Ack, 1).RawSequence;
        script.Host.Tcp.Error(new IcmpError { Kind = IcmpErrorKind.PortUnreachable, Protocol = 6, Local = script.Host.Address, Remote = IpAddress.FromV4(0x0a000009) }, Quote(80, 4000, number));
        script.Poll();
        Assert.Null(script.Handler.Closed);
        script.Give(Ack, 1, 101);
    }

    private static byte[] Quote(ushort from, ushort to, uint sequence)
    {
        byte[] bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bytes, from);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), to);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), sequence);
        return bytes;
    }
}
