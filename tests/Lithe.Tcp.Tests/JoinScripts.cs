using Lithe.Net;
using Lithe.Tests.Shared;
using static Lithe.Tcp.Tests.Script;

namespace Lithe.Tcp.Tests;

/// <summary>Segments of a burst that are received as one.</summary>
[Needs("NET_IPV4")]
[Needs("NET_TCP_JOIN")]
public sealed class JoinScripts
{
    private static Script Burst(out byte[] expected, Action<Script> give)
    {
        Script script = new Script().Accept();
        script.IsBurst = true;
        give(script);
        script.IsBurst = false;
        script.Poll();
        expected = [.. script.Handler.Received];
        Assert.Equal(Pattern(1, expected.Length), expected);
        return script;
    }

    [Fact]
    public void SegmentsInARowAreOne()
    {
        Script script = Burst(out byte[] bytes, s =>
        {
            for (uint i = 0; i < 8; i++)
                s.Give(Ack, 1 + 1000 * i, 1, data: 1000);
        });
        Assert.Equal((8000, 7ul), (bytes.Length, script.Counters.Joined));
        script.Expect(Ack, 1, 8001);
        script.ExpectNothing();
    }

    [Fact]
    public void NetbufsCanBeTakenAsTheyAre()
    {
        Script script = new Script().Accept();
        script.Handler.Consumes = false;
        script.Give(Ack, 1, 1, data: 1000);
        script.Give(Ack, 1001, 1, data: 1000);
        Assert.Equal(2, script.Host.Tcp.HeldNetbufs);
        Assert.True(script.Connection.TryTake(out Netbuf first));
        Assert.Equal(Pattern(1, 1000), first.Data.ToArray());
        Assert.Equal((1000, 1), (script.Connection.Available, script.Host.Tcp.HeldNetbufs));
        Assert.True(script.Connection.TryTake(out Netbuf second));
        Assert.False(script.Connection.TryTake(out _));
        first.Free();
        second.Free();
        script.Give(Ack, 2001, 1, data: 300);
        Assert.Equal(Pattern(2001, 300), script.Connection.Received.ToArray());
    }

    [Fact]
    public void APushEndsTheRow()
    {
        Script script = Burst(out byte[] bytes, s =>
        {
            s.Give(Ack, 1, 1, data: 1000);
            s.Give(Ack | Psh, 1001, 1, data: 300);
            s.Give(Ack, 1301, 1, data: 1000);
        });
        Assert.Equal((2300, 1ul), (bytes.Length, script.Counters.Joined));
    }

    [Fact]
    public void AGapIsSeen()
    {
        Script script = Burst(out byte[] bytes, s =>
        {
            s.Give(Ack, 1, 1, data: 1000);
            s.Give(Ack, 2001, 1, data: 1000);
            s.Give(Ack, 3001, 1, data: 1000);
        });
        Assert.Equal(1000, bytes.Length);
        script.Give(Ack, 1001, 1, data: 1000);
        Assert.Equal(4000, script.Handler.Received.Count);
    }

    [Fact]
    public void AnotherAcknowledgementGoesItsOwnWay()
    {
        Script script = new Script().Accept();
        script.Send(2000);
        script.Drain();
        script.IsBurst = true;
        script.Give(Ack, 1, 1, data: 1000);
        script.Give(Ack, 1001, 1001, data: 1000);
        script.Give(Ack, 2001, 2001, data: 1000);
        script.IsBurst = false;
        script.Poll();
        Assert.Equal((3000, 0ul, 0), (script.Handler.Received.Count, script.Counters.Joined, script.Connection.Unacknowledged));
    }

    [Fact]
    public void AFinIsNotJoinedAndStillSeen()
    {
        Script script = Burst(out byte[] bytes, s =>
        {
            s.Give(Ack, 1, 1, data: 1000);
            s.Give(Ack, 1001, 1, data: 1000);
            s.Give(Ack | Fin, 2001, 1, data: 10);
        });
        Assert.Equal((2010, true), (bytes.Length, script.Handler.IsReceiveClosed));
    }

    [Fact]
    public void AResetInBetweenEndsWhatCameBeforeIt()
    {
        Script script = Burst(out byte[] bytes, s =>
        {
            s.Give(Ack, 1, 1, data: 1000);
            s.Give(Ack, 1001, 1, data: 1000);
            s.Give(Rst, 2001);
        });
        Assert.Equal(TcpError.Reset, script.Handler.Closed);
        Assert.Equal(0, script.Host.Tcp.HeldNetbufs);
    }

    [Fact]
    public void TwoConnectionsInTurnsAreNotMixed()
    {
        Script script = new Script().Accept();
        uint first = script.Initial + 1;
        script.PeerPort = 4001;
        script.Give(Syn, 0);
        script.Expect(Syn | Ack, 0, 1);
        script.Give(Ack, 1, 1);
        script.IsBurst = true;
        for (uint i = 0; i < 4; i++)
        {
            script.PeerPort = 4001;
            script.Give(Ack, 1 + 1000 * i, 1, data: 1000);
            script.PeerPort = 4000;
            script.Give(Ack, 1 + 1000 * i, first, data: 1000, rawAck: true);
        }

        script.IsBurst = false;
        script.Poll();
        Assert.Equal((8000, 0ul), (script.Handler.Received.Count, script.Counters.Joined));
    }
}
