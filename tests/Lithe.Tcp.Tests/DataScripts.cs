using Lithe.Net;
using Lithe.Tests.Shared;
using static Lithe.Tcp.Tests.Script;

namespace Lithe.Tcp.Tests;

/// <summary>Data, acknowledgements, windows and retransmission: RFC 9293 3.7, 3.8, RFC 5681, 6298, 6675, 7323, 8985.</summary>
[Needs("NET_IPV4")]
public sealed class DataScripts
{
    private static readonly TcpOptions s_sack = new() { SackPermitted = true };

    [Fact]
    public void FirstSegmentsAreAcknowledgedAtOnceThenEverySecond()
    {
        var script = new Script().Accept();
        uint next = 1;
        for (int i = 0; i < 16; i++)
        {
            script.Give(Ack, next, 1, data: 1000);
            script.Expect(Ack, 1, next += 1000);
        }

        script.Give(Ack, next, 1, data: 1000);
        script.ExpectNothing();
        script.Give(Ack, next + 1000, 1, data: 1000);
        script.Expect(Ack, 1, next + 2000);
    }

    [Fact]
    public void DelayedAcknowledgementComesWithinItsTime()
    {
        var script = new Script().Accept();
        script.Send(10);
        script.Expect(Ack, 1, 1, 10);
        script.Give(Ack | Psh, 1, 11, data: 100);
        script.ExpectNothing();
        script.Wait(39 * Millisecond);
        script.ExpectNothing();
        script.Wait(3 * Millisecond);
        script.Expect(Ack, 11, 101, 0);
    }

    [Fact]
    public void AnswerCarriesTheAcknowledgement()
    {
        var script = new Script().Accept();
        script.Handler.Then = connection => connection.TrySend("hello"u8);
        script.Give(Ack | Psh, 1, 1, data: 100);
        Assert.Equal("hello"u8.ToArray(), script.Expect(Ack, 1, 101).Data);
        script.ExpectNothing();
    }

    [Fact]
    public void SegmentBehindAGapIsKeptAndAsksForTheGap()
    {
        var script = new Script().Accept();
        script.Give(Ack, 101, 1, data: 100);
        script.Expect(Ack, 1, 1);
        script.Give(Ack, 201, 1, data: 100);
        script.Expect(Ack, 1, 1);
        Assert.Empty(script.Handler.Received);
        script.Give(Ack, 1, 1, data: 100);
        script.Expect(Ack, 1, 301);
        Assert.Equal(Pattern(1, 300), script.Handler.Received);
    }

    [Needs("NET_TCP_SACK")]
    [Fact]
    public void GapsAreReportedTheLatestFirst()
    {
        // RFC 2018 4.
        var script = new Script().Accept(s_sack);
        script.Give(Ack, 101, 1, data: 100);
        Seen one = script.Expect(Ack, 1, 1);
        Assert.Equal(new SackBlock(PeerInitial + 101, PeerInitial + 201), one.Options.Sack0);
        script.Give(Ack, 301, 1, data: 100);
        Seen two = script.Expect(Ack, 1, 1);
        Assert.Equal((2, new SackBlock(PeerInitial + 301, PeerInitial + 401), new SackBlock(PeerInitial + 101, PeerInitial + 201)), (two.Options.SackCount, two.Options.Sack0, two.Options.Sack1));
        script.Give(Ack, 201, 1, data: 100);
        Seen three = script.Expect(Ack, 1, 1);
        Assert.Equal((1, new SackBlock(PeerInitial + 101, PeerInitial + 401)), (three.Options.SackCount, three.Options.Sack0));
        script.Give(Ack, 1, 1, data: 100);
        Assert.Equal(0, script.Expect(Ack, 1, 401).Options.SackCount);
    }

    [Needs("NET_TCP_SACK")]
    [Fact]
    public void WhatComesTwiceIsReported()
    {
        // RFC 2883 4.
        var script = new Script().Accept(s_sack);
        script.Give(Ack, 1, 1, data: 100);
        script.Expect(Ack, 1, 101);
        script.Give(Ack, 1, 1, data: 100);
        Seen answer = script.Expect(Ack, 1, 101);
        Assert.Equal((1, new SackBlock(PeerInitial + 1, PeerInitial + 101)), (answer.Options.SackCount, answer.Options.Sack0));
        Assert.Equal(100, script.Handler.Received.Count);
    }

    [Fact]
    public void OverlapIsTrimmed()
    {
        var script = new Script().Accept();
        script.Give(Ack, 1, 1, data: 100);
        script.Expect(Ack, 1, 101);
        script.Give(Ack, 51, 1, data: 100);
        script.Expect(Ack, 1, 151);
        Assert.Equal(Pattern(1, 150), script.Handler.Received);
    }

    [Fact]
    public void BehindTheWindowOnlyWhatFitsIsTaken()
    {
        var script = new Script(new TcpSettings { Connections = 2, ReceiveBuffer = 1000 });
        script.Handler.Consumes = false;
        script.Give(Syn, 0);
        script.Expect(Syn | Ack, window: 1000);
        script.Give(Ack, 1, 1);
        script.Give(Ack, 1, 1, data: 600);
        script.Expect(Ack, 1, 601, window: 400);
        script.Give(Ack, 601, 1, data: 600);
        script.Expect(Ack, 1, 1001, window: 0);
        Assert.Equal(1000, script.Connection.Available);
        // A probe is answered with the same, and not taken.
        script.Give(Ack, 1001, 1, data: 1);
        script.Expect(Ack, 1, 1001, window: 0);
        Assert.Equal(1000, script.Connection.Available);
    }

    [Fact]
    public void WindowIsOpenedInLargeSteps()
    {
        // MUST-39 (3.8.6.2.2): no small steps.
        var script = new Script(new TcpSettings { Connections = 2, ReceiveBuffer = 4000 });
        script.Handler.Consumes = false;
        script.Accept();
        for (uint i = 0; i < 4; i++)
            script.Give(Ack, 1 + i * 1000, 1, data: 1000);
        script.Drain();
        script.Connection.Consume(500);
        script.Poll();
        script.ExpectNothing();
        script.Connection.Consume(1500);
        script.Poll();
        Assert.True(script.Expect(Ack, 1, 4001).Window >= 2000);
    }

    [Fact]
    public void AcksOfWhatWasNotSentAreAnsweredAndDropped()
    {
        // RFC 9293 3.10.7.4, RFC 5961 5.2.
        var script = new Script().Accept();
        script.Give(Ack, 1, 500, data: 50);
        script.Expect(Ack, 1, 1);
        Assert.Empty(script.Handler.Received);
    }

    [Fact]
    public void VeryOldAcksAreAnsweredAndDropped()
    {
        var script = new Script().Accept(window: 1000);
        script.Give(Ack, 1, unchecked((uint)-100_000), data: 50);
        script.Expect(Ack, 1, 1);
        Assert.Empty(script.Handler.Received);
    }

    [Fact]
    public void SegmentWithoutAckIsDropped()
    {
        // RFC 9293 3.10.7.4, fifth: if the ACK bit is off, drop the segment.
        var script = new Script().Accept();
        script.Give(Psh, 1, data: 10);
        script.ExpectNothing();
        Assert.Empty(script.Handler.Received);
    }

    [Fact]
    public void DataOutsideTheWindowIsAnsweredWithAnAck()
    {
        var script = new Script().Accept();
        script.Give(Ack, 200_000, 1, data: 10);
        script.Expect(Ack, 1, 1);
        script.Give(Ack, unchecked((uint)-500), 1, data: 10);
        script.Expect(Ack, 1, 1);
    }

    [Fact]
    public void AcksOutsideTheWindowAreAnsweredAtMostTwiceASecond()
    {
        var script = new Script().Accept();
        for (int i = 0; i < 50; i++)
        {
            script.Give(Ack, 200_000, 1);
            script.Wait(10 * Millisecond);
        }

        int count = 0;
        while (script.Next() is not null)
            count++;
        Assert.InRange(count, 1, 2);
    }

    [Fact]
    public void BadChecksumIsDropped()
    {
        var script = new Script().Accept();
        script.Send(10);
        script.Drain();
        byte[] packet = Frame(script, corrupt: true);
        script.GiveRaw(packet);
        Assert.Equal(1UL, script.Counters.InCsumErrors);
        script.ExpectNothing();
    }

    [Fact]
    public void HeaderLongerThanTheSegmentIsDropped()
    {
        var script = new Script().Accept();
        byte[] packet = Frame(script, corrupt: false);
        packet[32] = 0xf0;
        script.GiveRaw(packet);
        packet[32] = 0x40;
        script.GiveRaw(packet);
        Assert.Equal(2UL, script.Counters.InErrs);
        script.ExpectNothing();
    }

    [Fact]
    public void SenderKeepsToThePeersWindow()
    {
        var script = new Script().Accept(window: 2500);
        script.Send(5000);
        script.Expect(Ack, 1, 1, 1000);
        script.Expect(Ack, 1001, 1, 1000);
        // The rest of the window is less than a segment, and less than half of it.
        script.ExpectNothing();
        script.Give(Ack, 1, 2001, window: 2500);
        script.Expect(Ack, 2001, 1, 1000);
        script.Expect(Ack, 3001, 1, 1000);
        script.ExpectNothing();
    }

    [Fact]
    public void InitialWindowIsTenSegments()
    {
        // RFC 6928.
        var script = new Script().Accept();
        script.Send(50_000);
        int count = 0;
        while (script.Next() is { } seen)
        {
            Assert.Equal(1000, seen.Data.Length);
            count++;
        }

        Assert.Equal(10, count);
    }

    [Fact]
    public void SlowStartDoubles()
    {
        var script = new Script().Accept();
        script.Send(60_000);
        script.Drain();
        uint acknowledged = 1;
        script.Wait(50 * Millisecond);
        for (int i = 0; i < 10; i++)
            script.Give(Ack, 1, acknowledged += 1000);
        int count = 0;
        while (script.Next() is not null)
            count++;
        Assert.Equal(20, count);
    }

    [Fact]
    public void SmallSegmentWaitsForTheAcknowledgementOfAnother()
    {
        // MUST-17 (3.7.4).
        var script = new Script().Accept();
        script.Connection.NoDelay = false;
        script.Send(10);
        script.Expect(Ack, 1, 1, 10);
        script.Send(10);
        script.Send(10);
        script.ExpectNothing();
        script.Give(Ack, 1, 11);
        script.Expect(Ack, 11, 1, 20);
        script.Connection.NoDelay = true;
        script.Send(5);
        script.Expect(Ack, 31, 1, 5);
    }

    [Fact]
    public void CorkHoldsFor200Milliseconds()
    {
        var script = new Script().Accept();
        script.Connection.Cork = true;
        script.Send(10);
        script.Wait(190 * Millisecond);
        script.ExpectNothing();
        script.Wait(15 * Millisecond);
        script.Expect(Ack, 1, 1, 10);
        script.Send(10);
        script.ExpectNothing();
        script.Connection.Cork = false;
        script.Poll();
        script.Expect(Ack, 11, 1, 10);
    }

    [Fact]
    public void TimeoutsDoubleAndSendTheSameAgain()
    {
        // RFC 6298 5.5.
        var script = new Script().Accept();
        script.Send(700);
        Seen first = script.Expect(Ack, 1, 1, 700);
        ulong last = script.Now;
        List<ulong> gaps = [];
        for (int i = 0; i < 5; i++)
        {
            Seen? again;
            while ((again = script.Next()) is null)
                script.Wait(Millisecond);
            Assert.Equal(1u, again.Sequence);
            Assert.Equal(first.Data, again.Data);
            gaps.Add(script.Now - last);
            last = script.Now;
        }

        for (int i = 1; i < gaps.Count; i++)
            Assert.InRange((double)gaps[i] / gaps[i - 1], 1.95, 2.05);
        script.Give(Ack, 1, 701);
        script.Wait(10 * Second);
        script.ExpectNothing();
    }

    [Fact]
    public void ConnectionThatNobodyAnswersIsGivenUp()
    {
        // MUST-20, 3.8.3: R2.
        var script = new Script(new TcpSettings { Connections = 2, Retries = 4 }).Accept();
        script.Send(10);
        script.Wait(60 * Second);
        Assert.Equal(TcpError.TimedOut, script.Handler.Closed);
        int count = 0;
        Seen last = null!;
        while (script.Next() is { } seen)
        {
            count++;
            last = seen;
        }

        Assert.Equal(6, count);
        Assert.Equal(Rst | Ack, last.Flags);
        Assert.Equal(0, script.Host.Tcp.ConnectionCount);
    }

    [Fact]
    public void UserTimeoutEndsEarlier()
    {
        var script = new Script().Accept();
        script.Connection.UserTimeout = 3 * Second;
        script.Send(10);
        script.Wait(10 * Second);
        Assert.Equal(TcpError.TimedOut, script.Handler.Closed);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(0)]
    public void UserTimeoutDoesNotCountSilence(int window)
    {
        // RFC 5482 2: how long data that was sent may stay unacknowledged. A connection that was idle for longer outlives a lost segment.
        var script = new Script().Accept();
        script.Connection.UserTimeout = 3 * Second;
        script.Give(Ack, 1, 1, window);
        script.Wait(30 * Second);
        script.Send(10);
        script.Wait(2 * Second);
        Assert.Null(script.Handler.Closed);
        script.Drain();
        script.Give(Ack, 1, window == 0 ? 1u : 11);
        script.Wait(10 * Second);
        Assert.Equal(window == 0 ? TcpError.TimedOut : null, script.Handler.Closed);
    }

    [Fact]
    public void ThreeDuplicatesBringTheSegmentBack()
    {
        // RFC 5681 3.2, without SACK.
        var script = new Script().Accept();
        script.Send(10_000);
        script.Drain();
        script.Wait(20 * Millisecond);
        for (int i = 0; i < 2; i++)
            script.Give(Ack, 1, 1);
        script.ExpectNothing();
        script.Give(Ack, 1, 1);
        script.Expect(Ack, 1, 1, 1000);
        Assert.Equal(1UL, script.Counters.FastRecoveries);
        // A partial acknowledgement: the next hole at once (RFC 6582 3.2).
        script.Give(Ack, 1, 3001);
        script.Expect(Ack, 3001, 1, 1000);
        script.Give(Ack, 1, 10_001);
        Assert.Equal(0u, script.Connection.InFlight);
    }

    [Fact]
    public void LimitedTransmitSendsNewDataForDuplicates()
    {
        // RFC 3042.
        var script = new Script().Accept();
        script.Send(30_000);
        script.Drain();
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 1);
        script.Expect(Ack, 10_001, 1, 1000);
        script.Give(Ack, 1, 1);
        script.Expect(Ack, 11_001, 1, 1000);
        script.ExpectNothing();
    }

    [Needs("NET_TCP_SACK")]
    [Fact]
    public void SackBringsBackOnlyTheHoles()
    {
        // RFC 6675 5, RFC 8985 6.2.
        var script = new Script().Accept(s_sack);
        script.Send(10_000);
        uint first = script.Expect(Ack, 1).RawSequence;
        script.Drain();
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 1, options: new TcpOptions { SackCount = 1, Sack0 = new SackBlock(first + 1000, first + 3000) });
        script.ExpectNothing();
        script.Give(Ack, 1, 1, options: new TcpOptions { SackCount = 2, Sack0 = new SackBlock(first + 4000, first + 10_000), Sack1 = new SackBlock(first + 1000, first + 3000) });
        script.Expect(Ack, 1, 1, 1000);
        script.Expect(Ack, 3001, 1, 1000);
        script.ExpectNothing();
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 10_001);
        script.Wait(3 * Second);
        script.ExpectNothing();
        Assert.Equal(0UL, script.Counters.Timeouts);
    }

    [Needs("NET_TCP_SACK")]
    [Fact]
    public void ALostRetransmissionIsNoticed()
    {
        // RFC 8985 3.1: what RACK does beyond duplicates.
        var script = new Script().Accept(s_sack);
        script.Send(40_000);
        uint first = script.Expect(Ack, 1).RawSequence;
        script.Drain();
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 1, options: new TcpOptions { SackCount = 1, Sack0 = new SackBlock(first + 1000, first + 10_000) });
        script.Expect(Ack, 1, 1, 1000);
        Seen fresh = script.Expect(Ack, 10_001);
        script.Drain();
        script.Wait(25 * Millisecond);
        // What was sent after the retransmission arrives, the retransmission does not.
        script.Give(Ack, 1, 1, options: new TcpOptions { SackCount = 1, Sack0 = new SackBlock(first + 1000, fresh.RawSequence + 1000) });
        script.Wait(10 * Millisecond);
        script.Expect(Ack, 1, 1, 1000);
        Assert.Equal(0UL, script.Counters.Timeouts);
    }

    [Needs("NET_TCP_SACK")]
    [Fact]
    public void AHoleThatMayBeReorderingIsFilledThoughNewDataGoesOut()
    {
        // RFC 8985 6.2: a quarter of a round trip is waited for what has been overtaken, whatever is sent meanwhile.
        var script = new Script().Accept(s_sack);
        script.Send(3000);
        uint first = script.Expect(Ack, 1).RawSequence;
        script.Drain();
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 1, options: new TcpOptions { SackCount = 1, Sack0 = new SackBlock(first + 1000, first + 2000) });
        script.ExpectNothing();
        script.Send(1000);
        script.Expect(Ack, 3001, 1, 1000);
        script.ExpectNothing();
        script.Wait(10 * Millisecond);
        script.Expect(Ack, 1, 1, 1000);
        Assert.Equal(0UL, script.Counters.Timeouts);
    }

    [Needs("NET_TCP_SACK")]
    [Fact]
    public void TheTailIsProbed()
    {
        // RFC 8985 7.
        var script = new Script().Accept(s_sack);
        script.Send(1000);
        script.Expect(Ack, 1);
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 1001);
        script.Send(3000);
        script.Drain();
        script.Wait(35 * Millisecond);
        script.ExpectNothing();
        script.Wait(20 * Millisecond);
        script.Expect(Ack, 3001, 1, 1000);
        Assert.Equal((1UL, 0UL), (script.Counters.LossProbes, script.Counters.Timeouts));
        script.ExpectNothing();
    }

    [Fact]
    public void SackOfWhatWasNotSentIsIgnored()
    {
        var script = new Script().Accept(s_sack);
        script.Send(3000);
        uint first = script.Expect(Ack, 1).RawSequence;
        script.Drain();
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 1, options: new TcpOptions { SackCount = 3, Sack0 = new SackBlock(first + 2000, first + 90_000), Sack1 = new SackBlock(first + 3000, first + 2000), Sack2 = new SackBlock(first - 5000, first - 1) });
        Assert.Equal(3000u, script.Connection.InFlight);
    }

    [Fact]
    public void ReportedDataThatThePeerDropsIsSentAgain()
    {
        // RFC 2018 8: a receiver may discard what it has reported.
        var script = new Script().Accept(s_sack);
        script.Send(3000);
        uint first = script.Expect(Ack, 1).RawSequence;
        script.Drain();
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 1, options: new TcpOptions { SackCount = 1, Sack0 = new SackBlock(first + 1000, first + 3000) });
        script.Wait(2 * Second);
        script.Drain();
        script.Give(Ack, 1, 1001);
        script.Wait(4 * Second);
        HashSet<uint> again = [];
        while (script.Next() is { } seen)
            again.Add(seen.Sequence);
        Assert.Contains(1001u, again);
    }

    [Fact]
    public void ClosedWindowIsProbedMoreAndMoreRarely()
    {
        // MUST-36, 3.8.6.1.
        var script = new Script().Accept(window: 0);
        script.Send(100);
        script.ExpectNothing();
        List<ulong> times = [];
        for (int i = 0; i < 4; i++)
        {
            Seen? probe;
            while ((probe = script.Next()) is null)
                script.Wait(10 * Millisecond);
            Assert.Equal((1u, 1), (probe.Sequence, probe.Data.Length));
            times.Add(script.Now);
            script.Give(Ack, 1, 1, window: 0);
            script.ExpectNothing();
        }

        Assert.True(times[2] - times[1] > (times[1] - times[0]) * 3 / 2 && times[3] - times[2] > (times[2] - times[1]) * 3 / 2);
        script.Give(Ack, 1, 1, window: 1000);
        script.Expect(Ack, 1, 1, 100);
    }

    [Fact]
    public void ProbesThatAreAnsweredGoOnForEver()
    {
        // MUST-37: a connection stays open as long as the peer answers.
        var script = new Script(new TcpSettings { Connections = 2, Retries = 3 }).Accept(window: 0);
        script.Send(100);
        for (int i = 0; i < 600; i++)
        {
            script.Wait(Second);
            while (script.Next() is not null)
                script.Give(Ack, 1, 1, window: 0);
        }

        Assert.Null(script.Handler.Closed);
    }

    [Fact]
    public void AProbeThatIsTakenCounts()
    {
        var script = new Script().Accept(window: 0);
        script.Send(100);
        script.Wait(2 * Second);
        Assert.Single(script.Expect(Ack, 1).Data);
        script.Drain();
        script.Give(Ack, 1, 2, window: 1000);
        script.Expect(Ack, 2, 1, 99);
    }

    [Fact]
    public void ShrinkingWindowDoesNotBreakTheConnection()
    {
        // MUST-34 (3.8.6).
        var script = new Script().Accept(window: 5000);
        script.Send(5000);
        script.Drain();
        script.Wait(20 * Millisecond);
        script.Give(Ack, 1, 1001, window: 500);
        script.Wait(Second);
        script.Drain();
        script.Give(Ack, 1, 5001, window: 5000);
        script.Send(100);
        script.Expect(Ack, 5001, 1, 100);
    }

    [Needs("NET_TCP_TIMESTAMPS")]
    [Fact]
    public void OldTimestampsAreDroppedAndAnswered()
    {
        // RFC 7323 5.3.
        var script = new Script { Timestamps = (100, 0) };
        script.Accept();
        script.Timestamps = (200, 0);
        script.Give(Ack, 1, 1, data: 10);
        Assert.Equal(200u, script.Expect(Ack, 1, 11).Options.TimestampEcho);
        script.Timestamps = (150, 0);
        script.Give(Ack, 11, 1, data: 10);
        script.Expect(Ack, 1, 11);
        Assert.Equal(1UL, script.Counters.PawsDrops);
        Assert.Equal(10, script.Handler.Received.Count);
    }

    [Needs("NET_TCP_TIMESTAMPS")]
    [Fact]
    public void SegmentsWithoutTheTimestampsThatWereAgreedAreDropped()
    {
        // RFC 7323 3.2.
        var script = new Script { Timestamps = (100, 0) };
        script.Accept();
        script.Timestamps = null;
        script.Give(Ack, 1, 1, data: 10);
        script.ExpectNothing();
        Assert.Empty(script.Handler.Received);
        // A reset needs none.
        script.Give(Rst, 1);
        Assert.Equal(TcpError.Reset, script.Handler.Closed);
    }

    [Fact]
    public void TimestampsMeasureRoundTrips()
    {
        var script = new Script { Timestamps = (100, 0) };
        script.Accept();
        script.Send(100);
        Seen sent = script.Expect(Ack, 1);
        script.Wait(70 * Millisecond);
        script.Timestamps = (101, sent.Options.Timestamp);
        script.Give(Ack, 1, 101);
        Assert.InRange(script.Connection.RoundTrip, 5 * Millisecond, 80 * Millisecond);
    }

    [Fact]
    public void SmallSegmentsDoNotHoldANetbufEach()
    {
        var script = new Script().Accept();
        script.Handler.Consumes = false;
        for (uint i = 0; i < 1000; i++)
            script.Give(Ack, 1 + i, 1, data: 1);
        Assert.Equal(1000, script.Connection.Available);
        Assert.InRange(script.Host.Tcp.HeldNetbufs, 1, 2);
    }

    [Fact]
    public void NoMoreIsOfferedThanThereAreNetbufsFor()
    {
        // 3.8.6: what lies in the window is kept, to the last segment of it.
        var script = new Script(new TcpSettings { Connections = 2, HeldNetbufs = 20, ReceiveBuffer = 60_000 }).Accept();
        script.Handler.Consumes = false;
        uint next = 1;
        int window;
        do
        {
            script.Give(Ack, next, 1, data: 1000);
            script.Wait(100 * Millisecond);
            next += 1000;
            window = script.Expect(Ack, 1, next).Window;
            Assert.True(next < 60_000);
        }
        while (window > 0);
        Assert.Equal((0UL, 20, (int)next - 1), (script.Counters.MemoryDrops, script.Host.Tcp.HeldNetbufs, script.Connection.Available));
        // Beyond it: answered with the same.
        script.Give(Ack, next, 1, data: 1000);
        script.Expect(Ack, 1, next, window: 0);
        script.Connection.Consume(script.Connection.Available);
        script.Poll();
        script.Expect(Ack, 1, next, window: 20_000);
    }

    [Fact]
    public void AWindowForWhichOthersHaveTakenTheNetbufsIsClosed()
    {
        // Segments that are smaller than was reckoned with hold a netbuf each, long before the window is full.
        var script = new Script(new TcpSettings { Connections = 2, HeldNetbufs = 20, ReceiveBuffer = 60_000 }).Accept();
        script.Handler.Consumes = false;
        uint next = 1;
        for (int i = 0; i < 20; i++, next += 300)
        {
            script.Give(Ack, next, 1, data: 300);
            script.Wait(100 * Millisecond);
            script.Expect(Ack, 1, next + 300);
        }

        // Each attempt is answered at once: the peer asks for the window from now on, and does not give up.
        for (int i = 0; i < 3; i++)
        {
            script.Give(Ack, next, 1, data: 300);
            script.Expect(Ack, 1, next, window: 0);
        }

        Assert.Equal((1UL, 20), (script.Counters.MemoryDrops, script.Host.Tcp.HeldNetbufs));
        script.Connection.Consume(script.Connection.Available);
        script.Poll();
        script.Expect(Ack, 1, next, window: 20_000);
        script.Give(Ack, next, 1, data: 300);
        script.Wait(100 * Millisecond);
        script.Expect(Ack, 1, next + 300);
        // A reset at the edge of a closed window counts.
        script.Give(Rst, next + 300);
        Assert.Equal(TcpError.Reset, script.Handler.Closed);
    }

    [Fact]
    public void WhoDoesNotReadTakesNotEverythingFromOthers()
    {
        var script = new Script(new TcpSettings { Connections = 5, HeldNetbufs = 8, ReceiveBuffer = 60_000 });
        script.Handler.Consumes = false;
        TcpConnection greedy = Open(5001);
        for (uint next = 1; next < 8000; next += 1000)
            script.Give(Ack, next, 1, data: 1000);
        Assert.Equal(8, script.Host.Tcp.HeldNetbufs);

        // Everybody else gets two, be they out of order.
        for (int i = 0; i < 2; i++)
        {
            TcpConnection other = Open(5002 + i);
            script.Give(Ack, 1001, 1, data: 1000);
            script.Expect(Ack, 1, 1);
            script.Give(Ack, 1, 1, data: 1000);
            script.Expect(Ack, 1, 2001, window: 0);
            Assert.Equal(2000, other.Available);
        }

        // Until there are half as many again: then not even that, and the window says so.
        TcpConnection last = Open(5004, window: 0);
        script.Give(Ack, 1, 1, data: 1000);
        script.Expect(Ack, 1, 1, window: 0);
        Assert.Equal((12, 0), (script.Host.Tcp.HeldNetbufs, last.Available));
        greedy.Consume(greedy.Available);
        script.Poll();
        script.Drain();
        script.Give(Ack, 1, 1, data: 1);
        script.Expect(Ack, 1, 1, window: 4000);
        script.Give(Ack, 1, 1, data: 1000);
        script.Expect(Ack, 1, 1001);
        Assert.Equal(1000, last.Available);

        TcpConnection Open(int port, int window = -1)
        {
            script.Wait(Second);
            script.Drain();
            script.PeerPort = (ushort)port;
            script.Give(Syn, 0, options: new TcpOptions { MaximumSegmentSize = 1000 });
            script.Expect(Syn | Ack, 0, 1, window: window < 0 ? null : window);
            script.Give(Ack, 1, 1);
            return script.Connection;
        }
    }

    [Fact]
    public void OutOfOrderSegmentsAreBoundedInNetbufs()
    {
        var script = new Script(new TcpSettings { Connections = 2, HeldNetbufs = 20, ReceiveBuffer = 60_000 }).Accept();
        for (uint i = 0; i < 300; i++)
            script.Give(Ack, 3 + 2 * i, 1, data: 1);
        Assert.InRange(script.Host.Tcp.HeldNetbufs, 1, 20);
        script.Give(Rst, 1);
        Assert.Equal(0, script.Host.Tcp.HeldNetbufs);
        script.Drain();
        Assert.Equal(script.Host.Pool.Count, script.Host.Pool.FreeCount);
    }

    [Fact]
    public void SendMemoryIsSharedAndBounded()
    {
        var script = new Script(new TcpSettings { Connections = 4, SendMemory = 16384, SendBuffer = 100_000 });
        script.Accept(window: 0);
        int taken = script.Connection.Send(new byte[100_000]);
        Assert.InRange(taken, 8192, 16384);
        Assert.False(script.Connection.TrySend(new byte[20_000]));
        script.Give(Rst, 1);
        Assert.Equal(0, script.Host.Tcp.SendMemoryUsed);
    }

    [Fact]
    public void RoomInTheSendBufferIsAnnounced()
    {
        var script = new Script(new TcpSettings { Connections = 4, SendBuffer = 4000 }).Accept();
        Assert.Equal(4000, script.Connection.Send(new byte[9000]));
        script.Poll();
        script.Drain();
        script.Give(Ack, 1, 4001);
        Assert.Equal(1, script.Handler.Sendable);
        Assert.Equal(4000, script.Connection.SendRoom);
    }

    [Fact]
    public void KeepAliveAsksAndGivesUp()
    {
        // MUST-24 to 27 (3.8.4).
        var script = new Script().Accept();
        script.Wait(8000 * Second);
        script.ExpectNothing();
        script.Connection.KeepAlive = 60 * Second;
        script.Connection.KeepAliveInterval = 10 * Second;
        script.Connection.KeepAliveCount = 3;
        script.Wait(61 * Second);
        script.Expect(Ack, 0, 1, 0);
        script.Give(Ack, 1, 1);
        script.Wait(58 * Second);
        script.ExpectNothing();
        script.Wait(40 * Second);
        for (int i = 0; i < 3; i++)
            script.Expect(Ack, 0, 1, 0);
        script.Expect(Rst | Ack);
        Assert.Equal(TcpError.TimedOut, script.Handler.Closed);
    }

    [Fact]
    public void KeepAliveIsAnsweredByUs()
    {
        var script = new Script().Accept();
        script.Wait(Second);
        script.Give(Ack, 0, 1);
        script.Expect(Ack, 1, 1, 0);
    }

    [Fact]
    public void SmallerPathCutsWhatIsInFlight()
    {
        var script = new Script().Accept(new TcpOptions { MaximumSegmentSize = 1460 });
        script.Send(2920);
        Seen sent = script.Expect(Ack, 1, 1, 1460);
        script.Expect(Ack, 1461, 1, 1460);
        byte[] packet = new byte[28];
        packet[0] = 0x45;
        packet[9] = 6;
        script.Host.Address.WriteV4(packet.AsSpan(12));
        IpAddress.FromV4(0x0a000009).WriteV4(packet.AsSpan(16));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 1500);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), 80);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), 4000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(24), sent.RawSequence);
        script.GiveRaw(Router.TooBig(packet, 1000));
        int total = 0;
        while (script.Next() is { } seen)
        {
            Assert.InRange(seen.Data.Length, 1, 960);
            total += seen.Data.Length;
        }

        Assert.Equal(2920, total);
    }

    [Fact]
    public void UrgentDataThatStaysInTheStreamComesWithTheOther()
    {
        var script = new Script().Accept();
        script.Connection.IsUrgentInline = true;
        script.Give(Ack | TcpFlags.Urg, 1, 1, data: 10);
        script.Expect(Ack, 1, 11);
        Assert.Equal(Pattern(1, 10), script.Handler.Received);
    }

    private static byte[] Frame(Script script, bool corrupt)
    {
        byte[] packet = new byte[50];
        packet[0] = 0x45;
        packet[3] = 50;
        packet[8] = 64;
        packet[9] = 6;
        IpAddress.FromV4(0x0a000009).WriteV4(packet.AsSpan(12));
        script.Host.Address.WriteV4(packet.AsSpan(16));
        Checksum.Store(packet.AsSpan(10, 2), Checksum.Add(packet.AsSpan(0, 20), 0));
        new TcpHeader { SourcePort = 4000, DestinationPort = 80, Sequence = PeerInitial + 1, HeaderLength = 20, Flags = Ack, Window = 1000 }.Write(packet.AsSpan(20));
        Checksum.Store(packet.AsSpan(36, 2), Checksum.Add(packet.AsSpan(20), Checksum.PseudoHeader(IpAddress.FromV4(0x0a000009), script.Host.Address, 30, 6)));
        if (corrupt)
            packet[45] ^= 4;
        return packet;
    }
}
