using Lithe.Net;
using Lithe.Tests.Shared;
using static Lithe.Tcp.Tests.Script;

namespace Lithe.Tcp.Tests;

/// <summary>How connections end: RFC 9293 3.6, 3.10.7.4, RFC 5961, RFC 6191, RFC 1337.</summary>
[Needs("NET_IPV4")]
public sealed class CloseScripts
{
    [Fact]
    public void PeerClosesFirst()
    {
        var script = new Script().Accept();
        script.Give(Fin | Ack, 1, 1);
        script.Expect(Ack, 1, 2);
        Assert.True(script.Handler.IsReceiveClosed);
        Assert.Equal(TcpStatus.CloseWait, script.Connection.Status);
        // Half-closed: we may still send.
        script.Send(100);
        script.Expect(Ack, 1, 2, 100);
        script.Give(Ack, 2, 101);
        script.Connection.Close();
        script.Poll();
        script.Expect(Fin | Ack, 101, 2);
        Assert.Equal(TcpStatus.LastAck, script.Connection.Status);
        script.Give(Ack, 2, 102);
        Assert.Equal(TcpError.None, script.Handler.Closed);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void WeCloseFirst()
    {
        var script = new Script().Accept();
        script.Connection.Close();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        Assert.Equal(TcpStatus.FinWait1, script.Connection.Status);
        script.Give(Ack, 1, 2);
        Assert.Equal(TcpStatus.FinWait2, script.Connection.Status);
        script.Give(Fin | Ack, 1, 2);
        script.Expect(Ack, 2, 2);
        Assert.Equal(TcpError.None, script.Handler.Closed);
        Assert.Equal(1, script.Host.Tcp.TimeWaitCount);
        script.Wait(59 * Second);
        Assert.Equal(1, script.Host.Tcp.TimeWaitCount);
        script.Wait(2 * Second);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void FinCarriesTheLastData()
    {
        var script = new Script().Accept();
        script.Handler.Then = connection =>
        {
            connection.TrySend("bye"u8);
            connection.Close();
        };
        script.Give(Ack | Psh, 1, 1, data: 5);
        Assert.Equal("bye"u8.ToArray(), script.Expect(Fin | Ack, 1, 6).Data);
    }

    [Fact]
    public void HalfCloseStillReceives()
    {
        var script = new Script().Accept();
        script.Connection.Shutdown();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        script.Give(Ack, 1, 2, data: 100);
        script.Wait(50 * Millisecond);
        script.Expect(Ack, 2, 101);
        Assert.Equal(100, script.Handler.Received.Count);
        Assert.False(script.Connection.TrySend("x"u8));
        Assert.True(script.Connection.Reserve(0).IsEmpty);
        script.Give(Fin | Ack, 101, 2);
        script.Expect(Ack, 2, 102);
        Assert.Equal(TcpError.None, script.Handler.Closed);
        Assert.Equal(0, script.Host.Tcp.SendMemoryUsed);
    }

    [Fact]
    public void SimultaneousClose()
    {
        // 3.6, figure 13.
        var script = new Script().Accept();
        script.Connection.Close();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        script.Give(Fin | Ack, 1, 1);
        script.Expect(Ack, 2, 2);
        Assert.Equal(TcpStatus.Closing, script.Connection.Status);
        script.Give(Ack, 2, 2);
        Assert.Equal(1, script.Host.Tcp.TimeWaitCount);
        Assert.Equal(TcpError.None, script.Handler.Closed);
    }

    [Fact]
    public void FinThatAcknowledgesOursGoesStraightToTimeWait()
    {
        var script = new Script().Accept();
        script.Connection.Close();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        script.Give(Fin | Ack, 1, 2);
        script.Expect(Ack, 2, 2);
        Assert.Equal(1, script.Host.Tcp.TimeWaitCount);
    }

    [Fact]
    public void FinIsSentAgain()
    {
        var script = new Script().Accept();
        script.Connection.Close();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        script.Wait(300 * Millisecond);
        script.Expect(Fin | Ack, 1, 1);
        script.Give(Ack, 1, 2);
        script.Wait(10 * Second);
        script.ExpectNothing();
    }

    [Fact]
    public void FinBehindAGapWaits()
    {
        var script = new Script().Accept();
        script.Give(Fin | Ack, 101, 1, data: 50);
        script.Expect(Ack, 1, 1);
        Assert.False(script.Handler.IsReceiveClosed);
        script.Give(Ack, 1, 1, data: 100);
        script.Expect(Ack, 1, 152);
        Assert.True(script.Handler.IsReceiveClosed);
        Assert.Equal(Pattern(1, 150), script.Handler.Received);
    }

    [Fact]
    public void DataBehindTheFinIsIgnored()
    {
        var script = new Script().Accept();
        script.Give(Fin | Ack, 1, 1);
        script.Expect(Ack, 1, 2);
        script.Give(Ack, 2, 1, data: 10);
        script.Expect(Ack, 1, 2);
        Assert.Empty(script.Handler.Received);
    }

    [Fact]
    public void FinAgainInTimeWaitIsAcknowledgedAndStartsItAnew()
    {
        // 3.10.7.4, eighth.
        var script = ToTimeWait(new Script());
        script.Wait(50 * Second);
        script.Give(Fin | Ack, 1, 2);
        script.Expect(Ack, 2, 2);
        script.Wait(50 * Second);
        Assert.Equal(1, script.Host.Tcp.TimeWaitCount);
        script.Wait(11 * Second);
        Assert.Equal(0, script.Host.Tcp.TimeWaitCount);
    }

    [Fact]
    public void ResetDoesNotEndTimeWait()
    {
        // RFC 1337.
        var script = ToTimeWait(new Script());
        script.Give(Rst, 2);
        Assert.Equal(1, script.Host.Tcp.TimeWaitCount);
        script.ExpectNothing();
    }

    [Fact]
    public void NewSynReusesTimeWait()
    {
        // RFC 1122 4.2.2.13, RFC 6191.
        var script = ToTimeWait(new Script());
        script.Give(Syn, 50_000);
        script.Expect(Syn | Ack, 0, 50_001);
        Assert.Equal(0, script.Host.Tcp.TimeWaitCount);
        script.Give(Ack, 50_001, 1);
        Assert.Equal(2, script.Handler.Accepted);
    }

    [Fact]
    public void OldSynDoesNotReuseTimeWait()
    {
        var script = ToTimeWait(new Script());
        script.Give(Syn, unchecked((uint)-50_000));
        script.Expect(Ack, 2, 2);
        Assert.Equal(1, script.Host.Tcp.TimeWaitCount);
    }

    [Needs("NET_TCP_TIMESTAMPS")]
    [Fact]
    public void TimestampDecidesAboutReuse()
    {
        var script = new Script { Timestamps = (100, 0) };
        script.Accept();
        script.Connection.Close();
        script.Poll();
        script.Give(Fin | Ack, 1, 2);
        script.Drain();
        script.Timestamps = (90, 0);
        script.Give(Syn, 50_000);
        Assert.Equal(1, script.Host.Tcp.TimeWaitCount);
        script.Drain();
        script.Timestamps = (200, 0);
        script.Give(Syn, unchecked((uint)-50_000));
        script.Expect(Syn | Ack);
        Assert.Equal(0, script.Host.Tcp.TimeWaitCount);
    }

    [Fact]
    public void OldestTimeWaitGoesWhenThePoolIsEmpty()
    {
        var script = new Script(new TcpSettings { Connections = 3 });
        for (ushort i = 0; i < 20; i++)
        {
            script.PeerPort = (ushort)(7000 + i);
            script.Accept2();
            script.Connection.Close();
            script.Poll();
            script.Give(Fin | Ack, 1, 2);
            script.Drain();
        }

        Assert.Equal(3, script.Host.Tcp.TimeWaitCount);
        Assert.Equal(17UL, script.Counters.TimeWaitRecycled);
    }

    [Fact]
    public void ResetWithTheNextNumberEndsTheConnection()
    {
        var script = new Script().Accept();
        script.Give(Rst, 1);
        Assert.Equal(TcpError.Reset, script.Handler.Closed);
        script.ExpectNothing();
    }

    [Fact]
    public void ResetElsewhereInTheWindowIsChallenged()
    {
        // RFC 5961 3.2.
        var script = new Script().Accept();
        script.Give(Rst, 5);
        script.Expect(Ack, 1, 1, 0);
        Assert.Null(script.Handler.Closed);
    }

    [Fact]
    public void ResetOutsideTheWindowIsDropped()
    {
        var script = new Script().Accept();
        script.Give(Rst, 500_000);
        script.Give(Rst, 0);
        script.ExpectNothing();
        Assert.Null(script.Handler.Closed);
    }

    [Fact]
    public void SynInAConnectionIsChallenged()
    {
        // RFC 5961 4.2.
        var script = new Script().Accept();
        script.Give(Syn, 1);
        script.Expect(Ack, 1, 1, 0);
        script.Wait(Second);
        script.Give(Syn, 900_000);
        script.Expect(Ack, 1, 1, 0);
        Assert.Null(script.Handler.Closed);
        // A peer that has restarted answers with a reset of the right number.
        script.Give(Rst, 1);
        Assert.Equal(TcpError.Reset, script.Handler.Closed);
    }

    [Fact]
    public void ChallengesAreLimited()
    {
        // RFC 5961 7.
        var script = new Script().Accept();
        for (int i = 0; i < 1000; i++)
            script.Give(Rst, 5);
        int count = 0;
        while (script.Next() is not null)
            count++;
        Assert.InRange(count, 50, 100);
        Assert.Equal(1000UL, script.Counters.ChallengeAcks + script.Counters.ChallengeAcksSkipped);
    }

    [Fact]
    public void AbortSendsReset()
    {
        var script = new Script().Accept();
        script.Connection.Abort();
        script.Poll();
        script.Expect(Rst | Ack, 1, 1);
        Assert.Equal(TcpError.Aborted, script.Handler.Closed);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void CloseWithUnreadDataSendsReset()
    {
        // 3.6, RFC 2525 2.17.
        var script = new Script().Accept();
        script.Handler.Consumes = false;
        script.Give(Ack, 1, 1, data: 10);
        script.Expect(Ack, 1, 11);
        script.Connection.Close();
        script.Poll();
        script.Expect(Rst | Ack, 1, 11);
    }

    [Fact]
    public void DataAfterCloseIsReset()
    {
        // RFC 9293 3.6.1, MUST-12 of RFC 1122 4.2.2.13.
        var script = new Script().Accept();
        script.Connection.Close();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        script.Give(Ack, 1, 2, data: 10);
        script.Expect(Rst | Ack);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void OrphanInFinWait2DoesNotStayForEver()
    {
        var script = new Script().Accept();
        script.Connection.Close();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        script.Give(Ack, 1, 2);
        script.Wait(61 * Second);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
        Assert.Equal(TcpError.None, script.Handler.Closed);
    }

    [Fact]
    public void CloseInSynSentForgets()
    {
        var script = new Script();
        script.StartConnect();
        script.Connection.Close();
        script.Poll();
        script.ExpectNothing();
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void CloseWaitsForQueuedData()
    {
        var script = new Script().Accept(window: 1000);
        script.Send(3000);
        script.Connection.Close();
        script.Poll();
        script.Expect(Ack, 1, 1, 1000);
        script.ExpectNothing();
        script.Give(Ack, 1, 1001, window: 5000);
        script.Expect(Ack, 1001, 1, 1000);
        script.Expect(Fin | Ack, 2001, 1, 1000);
    }

    [Fact]
    public void ClosedConnectionDoesNotWaitForAWindowForEver()
    {
        // A peer that answers each probe with a window of 0 would hold the memory of data that nobody waits for.
        var script = new Script().Accept();
        script.Send(3000);
        script.Drain();
        script.Give(Ack, 1, 3001, window: 0);
        script.Send(500);
        script.Connection.Close();
        script.Poll();
        int probes = 0;
        for (int i = 0; i < 600 && script.Handler.Closed is null; i++)
        {
            script.Wait(Second);
            while (script.Next() is { } seen)
            {
                if ((seen.Flags & Rst) == 0)
                {
                    probes++;
                    script.Give(Ack, 1, 3001, window: 0);
                }
            }
        }

        Assert.Equal(TcpError.TimedOut, script.Handler.Closed);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
        Assert.InRange(probes, 6, 12);
    }

    [Fact]
    public void OpenConnectionWaitsForAWindow()
    {
        // RFC 9293 3.8.6.1: as long as the peer answers.
        var script = new Script().Accept();
        script.Give(Ack, 1, 1, window: 0);
        script.Send(500);
        for (int i = 0; i < 2000; i++)
        {
            script.Wait(Second);
            while (script.Next() is not null)
                script.Give(Ack, 1, 1, window: 0);
        }

        Assert.Null(script.Handler.Closed);
        script.Give(Ack, 1, 1, window: 1000);
        script.Expect(Ack, 1, 1, 500);
    }

    [Fact]
    public void UnreadDataStaysAfterTheEnd()
    {
        var script = new Script().Accept();
        script.Handler.Consumes = false;
        script.Connection.Shutdown();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        script.Give(Fin | Ack, 1, 2, data: 40);
        script.Expect(Ack, 2, 42);
        script.Wait(100 * Second);
        Assert.Null(script.Handler.Closed);
        Assert.Equal(40, script.Connection.Available);
        script.Connection.Consume(40);
        script.Poll();
        Assert.Equal(TcpError.None, script.Handler.Closed);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
        Assert.Equal(0, script.Host.Tcp.HeldNetbufs);
    }

    [Fact]
    public void ResetDropsUnreadData()
    {
        var script = new Script().Accept();
        script.Handler.Consumes = false;
        script.Give(Ack, 1, 1, data: 40);
        script.Give(Rst, 41);
        Assert.Equal(TcpError.Reset, script.Handler.Closed);
        Assert.Equal(0, script.Host.Tcp.HeldNetbufs);
    }

    private static Script ToTimeWait(Script script)
    {
        script.Accept();
        script.Connection.Close();
        script.Poll();
        script.Expect(Fin | Ack, 1, 1);
        script.Give(Fin | Ack, 1, 2);
        script.Expect(Ack, 2, 2);
        return script;
    }
}

internal static class ScriptExtensions
{
    /// <summary>A further handshake with the same application.</summary>
    public static void Accept2(this Script script)
    {
        script.Handler.Forget();
        script.Give(Syn, 0);
        script.Expect(Syn | Ack, 0, 1);
        script.Give(Ack, 1, 1);
    }
}
