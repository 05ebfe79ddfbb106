using Lithe.Net;
using Lithe.Tests.Shared;
using static Lithe.Tcp.Tests.Script;

namespace Lithe.Tcp.Tests;

/// <summary>Data with the SYN: RFC 7413.</summary>
[Needs("NET_IPV4")]
[Needs("NET_TCP_FAST_OPEN")]
public sealed class FastOpenScripts
{
    private static readonly FastOpenCookie s_wish = new(0, 0, 0);

    private static Script Allowing(int most = 4)
    {
        var script = new Script();
        script.Listener.FastOpenLimit = most;
        return script;
    }

    // A first visit: the peer asks for a cookie.
    private static FastOpenCookie CookieOf(Script script)
    {
        script.PeerPort = 3999;
        script.Give(Syn, 0, options: new TcpOptions { MaximumSegmentSize = 1000, FastOpen = s_wish });
        FastOpenCookie cookie = script.Expect(Syn | Ack, 0, 1).Options.FastOpen!.Value;
        script.Give(Rst, 1);
        script.Drain();
        script.PeerPort = 4000;
        return cookie;
    }

    [Fact]
    public void AWishIsAnsweredWithACookie()
    {
        FastOpenCookie cookie = CookieOf(Allowing());
        Assert.Equal(8, cookie.Length);
    }

    [Fact]
    public void AListenerThatDoesNotAllowItGivesNone()
    {
        var script = new Script();
        script.Give(Syn, 0, data: 10, options: new TcpOptions { FastOpen = s_wish });
        Assert.Null(script.Expect(Syn | Ack, 0, 1).Options.FastOpen);
    }

    [Fact]
    public void DataWithTheCookieIsTakenAndAnsweredBeforeTheHandshakeEnds()
    {
        Script script = Allowing();
        FastOpenCookie cookie = CookieOf(script);
        script.Handler.Then = connection => connection.Send(Pattern(0, 50));
        script.Give(Syn, 0, data: 100, options: new TcpOptions { MaximumSegmentSize = 1000, FastOpen = cookie });
        script.Expect(Syn | Ack, 0, 101, 0);
        Assert.Equal(Pattern(0, 100), script.Handler.Received.ToArray());
        Assert.Equal((1, 0), (script.Handler.Accepted, script.Handler.Connected));
        Assert.Equal(Pattern(0, 50), script.Expect(Ack, 1, 101, 50).Data);
        Assert.Equal(1ul, script.Counters.FastOpenPassive);
        script.Wait(RoundTrip);
        script.Give(Ack, 101, 51);
        Assert.Equal((TcpStatus.Established, 1, 0), (script.Connection.Status, script.Handler.Accepted, script.Handler.Connected));
        script.ExpectNothing();
        script.Handler.Then = null;
        script.Give(Ack, 101, 51, data: 20);
        Assert.Equal(120, script.Handler.Received.Count);
    }

    [Fact]
    public void WhatIsAnsweredEarlyIsSentAgainWhenItIsLost()
    {
        Script script = Allowing();
        FastOpenCookie cookie = CookieOf(script);
        script.Handler.Then = connection => connection.Send(Pattern(0, 50));
        script.Give(Syn, 0, data: 100, options: new TcpOptions { MaximumSegmentSize = 1000, FastOpen = cookie });
        script.Expect(Syn | Ack, 0, 101, 0);
        script.Expect(Ack, 1, 101, 50);
        script.Handler.Then = null;
        script.Give(Ack, 101, 1);
        script.Wait(3 * Second);
        Assert.Equal(Pattern(0, 50), script.Expect(Ack, 1, 101, 50).Data);
    }

    [Fact]
    public void AWrongCookieLeavesAnOrdinaryHandshakeAndGivesTheRightOne()
    {
        Script script = Allowing();
        FastOpenCookie cookie = CookieOf(script);
        script.Give(Syn, 0, data: 100, options: new TcpOptions { MaximumSegmentSize = 1000, FastOpen = cookie with { First = cookie.First + 1 } });
        Assert.Equal(cookie, script.Expect(Syn | Ack, 0, 1, 0).Options.FastOpen);
        Assert.Empty(script.Handler.Received);
        script.Give(Ack, 1, 1, data: 100);
        Assert.Equal(100, script.Handler.Received.Count);
        Assert.Equal(1ul, script.Counters.FastOpenPassiveFailed);
    }

    [Fact]
    public void TooManyThatWaitGetOrdinaryHandshakes()
    {
        Script script = Allowing(most: 2);
        FastOpenCookie cookie = CookieOf(script);
        for (ushort port = 5000; port < 5003; port++)
        {
            script.PeerPort = port;
            script.Give(Syn, 0, data: 10, options: new TcpOptions { MaximumSegmentSize = 1000, FastOpen = cookie });
            script.Expect(Syn | Ack, 0, port < 5002 ? 11u : 1u);
        }

        script.PeerPort = 5000;
        script.Give(Rst, 11);
        Assert.Equal(TcpError.Reset, script.Handler.Closed ?? TcpError.Reset);
        script.PeerPort = 5003;
        script.Give(Syn, 0, data: 10, options: new TcpOptions { MaximumSegmentSize = 1000, FastOpen = cookie });
        script.Expect(Syn | Ack, 0, 11);
    }

    [Fact]
    public void ClosingBeforeTheHandshakeEndsSendsTheFinBehindIt()
    {
        Script script = Allowing();
        FastOpenCookie cookie = CookieOf(script);
        script.Handler.Then = connection => connection.Close();
        script.Give(Syn, 0, data: 100, options: new TcpOptions { MaximumSegmentSize = 1000, FastOpen = cookie });
        script.Expect(Syn | Ack, 0, 101);
        script.Handler.Then = null;
        script.ExpectNothing();
        script.Give(Ack, 101, 1);
        script.Expect(Fin | Ack, 1, 101);
        script.Give(Fin | Ack, 101, 2);
        script.Expect(Ack, 2, 102);
    }

    private static Seen Begin(Script script, int early)
    {
        Assert.Equal(TcpOpenError.None, script.Host.Tcp.ConnectFast(new IpEndpoint(IpAddress.FromV4(0x0a00_0009), script.PeerPort), script.Handler, Pattern(0, early), out TcpConnection? connection));
        script.Handler.Connection = connection;
        script.Poll();
        Seen syn = script.Expect(Syn, 0);
        script.Port = syn.Port;
        return syn;
    }

    // The stack has been at the peer's once, and has a cookie.
    private static Script Known()
    {
        var script = new Script();
        Seen syn = Begin(script, 30);
        Assert.Equal(0, syn.Options.FastOpen!.Value.Length);
        Assert.Empty(syn.Data);
        script.Give(Syn | Ack, 0, 1, options: new TcpOptions { MaximumSegmentSize = 1000, FastOpen = new FastOpenCookie(8, 0x1234, 0) });
        script.Expect(Ack, 1, 1, 30);
        script.Connection.Abort();
        script.Poll();
        script.Drain();
        script.Handler.Forget();
        return script;
    }

    [Fact]
    public void AClientThatHasACookieSendsDataWithItsSyn()
    {
        Script script = Known();
        Seen syn = Begin(script, 30);
        Assert.Equal(new FastOpenCookie(8, 0x1234, 0), syn.Options.FastOpen);
        Assert.Equal(Pattern(0, 30), syn.Data);
        script.Give(Syn | Ack, 0, 31, options: new TcpOptions { MaximumSegmentSize = 1000 });
        script.Expect(Ack, 31, 1, 0);
        Assert.Equal((2, 0, 1ul), (script.Handler.Connected, script.Connection.Unacknowledged, script.Counters.FastOpenActive));
        script.Send(10);
        script.Expect(Ack, 31, 1, 10);
    }

    [Fact]
    public void DataThatThePeerHasNotTakenIsSentAgain()
    {
        Script script = Known();
        Assert.Equal(30, Begin(script, 30).Data.Length);
        script.Give(Syn | Ack, 0, 1, options: new TcpOptions { MaximumSegmentSize = 1000 });
        Assert.Equal(Pattern(0, 30), script.Expect(Ack, 1, 1, 30).Data);
    }

    [Fact]
    public void ASynThatIsLostGoesOutWithoutData()
    {
        Script script = Known();
        Begin(script, 30);
        script.Wait(1500 * Millisecond);
        Seen again = script.Expect(Syn, 0);
        Assert.Empty(again.Data);
        Assert.Null(again.Options.FastOpen);
        // The first one did arrive.
        script.Give(Syn | Ack, 0, 31, options: new TcpOptions { MaximumSegmentSize = 1000 });
        script.Expect(Ack, 31, 1, 0);
        script.Send(10);
        script.Expect(Ack, 31, 1, 10);
    }

    [Fact]
    public void MoreThanASegmentFollowsTheHandshake()
    {
        Script script = Known();
        Seen syn = Begin(script, 5000);
        Assert.Equal(960, syn.Data.Length);
        script.Give(Syn | Ack, 0, 961, options: new TcpOptions { MaximumSegmentSize = 1000 });
        script.Expect(Ack, 961, 1, 1000);
    }
}
