using Lithe.Net;
using Lithe.Tests.Shared;
using static Lithe.Tcp.Tests.Script;

namespace Lithe.Tcp.Tests;

/// <summary>Urgent data: RFC 9293 3.8.5, RFC 6093, and Linux' way with it.</summary>
[Needs("NET_IPV4")]
[Needs("NET_TCP_URGENT")]
public sealed class UrgentScripts
{
    private const TcpFlags Urg = TcpFlags.Urg;

    private static byte[] Text(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static string Received(Script script) => System.Text.Encoding.ASCII.GetString([.. script.Handler.Received]);

    [Fact]
    public void TheByteIsTakenOutOfTheStream()
    {
        Script script = new Script().Accept();
        script.Give(Ack | Urg, 1, 1, bytes: Text("abX"), urgent: 3);
        script.Give(Ack, 4, 1, bytes: Text("cd"));
        Assert.Equal("abcd", Received(script));
        Assert.True(script.Connection.TryReadUrgent(out byte urgent));
        Assert.Equal((byte)'X', urgent);
        Assert.False(script.Connection.TryReadUrgent(out _));
        Assert.Equal(1, script.Handler.Urgent);
    }

    [Theory]
    [InlineData(1, "bcdef", 'a')]
    [InlineData(3, "abdef", 'c')]
    [InlineData(6, "abcde", 'f')]
    public void WhereverItStands(int pointer, string rest, char urgent)
    {
        Script script = new Script().Accept();
        script.Give(Ack | Urg, 1, 1, bytes: Text("abcdef"), urgent: pointer);
        Assert.Equal(rest, Received(script));
        Assert.True(script.Connection.TryReadUrgent(out byte value));
        Assert.Equal((byte)urgent, value);
        // Its number is acknowledged like any other.
        script.Wait(Second);
        script.Expect(Ack, 1, 7);
    }

    [Fact]
    public void AByteThatIsAllOfASegment()
    {
        Script script = new Script().Accept();
        script.Give(Ack | Urg, 1, 1, bytes: Text("!"), urgent: 1);
        Assert.Equal("", Received(script));
        Assert.True(script.Connection.HasUrgent);
        script.Give(Ack, 2, 1, bytes: Text("on"));
        Assert.Equal("on", Received(script));
    }

    [Fact]
    public void ThePointerMayComeBeforeTheByte()
    {
        Script script = new Script().Accept();
        script.Give(Ack | Urg, 1, 1, bytes: Text("ab"), urgent: 4);
        Assert.Equal((1, true, false), (script.Handler.Urgent, script.Connection.IsUrgent, script.Connection.HasUrgent));
        script.Give(Ack | Urg, 3, 1, bytes: Text("cXd"), urgent: 2);
        Assert.Equal("abcd", Received(script));
        Assert.True(script.Connection.TryReadUrgent(out byte value));
        Assert.Equal((byte)'X', value);
    }

    [Fact]
    public void BehindAGapItIsFoundWhenTheGapIsFilled()
    {
        Script script = new Script().Accept();
        script.Give(Ack | Urg, 3, 1, bytes: Text("Xd"), urgent: 1);
        Assert.Equal("", Received(script));
        script.Give(Ack, 1, 1, bytes: Text("ab"));
        Assert.Equal("abd", Received(script));
        Assert.True(script.Connection.TryReadUrgent(out byte value));
        Assert.Equal((byte)'X', value);
    }

    [Fact]
    public void InlineItStays()
    {
        Script script = new Script().Accept();
        script.Connection.IsUrgentInline = true;
        script.Give(Ack | Urg, 1, 1, bytes: Text("abXcd"), urgent: 3);
        Assert.Equal("abXcd", Received(script));
        Assert.False(script.Connection.TryReadUrgent(out _));
    }

    [Fact]
    public void AReadEndsAtTheMark()
    {
        Script script = new Script().Accept();
        script.Handler.Consumes = false;
        script.Give(Ack | Urg, 1, 1, bytes: Text("abXcd"), urgent: 3);
        byte[] buffer = new byte[10];
        Assert.False(script.Connection.IsAtUrgentMark);
        Assert.Equal(2, script.Connection.Read(buffer));
        Assert.True(script.Connection.IsAtUrgentMark);
        Assert.Equal(2, script.Connection.Read(buffer));
        Assert.False(script.Connection.IsAtUrgentMark);
    }

    [Fact]
    public void AnOldPointerIsIgnored()
    {
        Script script = new Script().Accept();
        script.Give(Ack, 1, 1, bytes: Text("abcd"));
        script.Give(Ack | Urg, 5, 1, bytes: Text("ef"), urgent: 0x8000);
        script.Give(Ack | Urg, 3, 1, bytes: Text("cd"), urgent: 1);
        Assert.Equal("abcdef", Received(script));
        Assert.False(script.Connection.HasUrgent);
    }

    [Fact]
    public void WhatIsSentUrgentlyHasThePointerUntilItIsAcknowledged()
    {
        Script script = new Script().Accept();
        Assert.True(script.Connection.TrySendUrgent(Text("ab!")));
        script.Poll();
        Seen first = script.Expect(Ack | Urg, 1, 1, 3);
        Assert.Equal(3, first.Urgent);
        script.Send(2);
        Assert.Equal(0, script.Expect(Ack, 4, 1, 2).Urgent);
        script.Give(Ack, 1, 4);
        script.Send(2);
        script.Expect(Ack, 6, 1, 2);
    }
}
