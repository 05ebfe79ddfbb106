namespace Lithe.Net.Tests;

/// <summary>Two stacks on one wire.</summary>
public sealed class StackTests
{
    private sealed class Replies : EchoHandler
    {
        public List<(IpAddress From, ushort Sequence, byte[] Data)> Seen { get; } = [];

        public override void OnReply(in IpAddress from, ushort identifier, ushort sequence, ReadOnlySpan<byte> data) => Seen.Add((from, sequence, data.ToArray()));
    }

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2/24")]
    [InlineData("fd00::1/64", "fd00::2/64")]
    [InlineData("fe80::1/64", "fe80::2/64")]
    public void EchoesCrossTheWire(string one, string other)
    {
        var left = new TestHost(1, one);
        var right = new TestHost(2, other);
        TestHost.Connect(left, right);
        TestHost.Run(2, left, right);
        var replies = new Replies();
        left.Stack.EchoHandler = replies;
        IpAddress target = TestHost.Address(other.Split('/')[0]);
        for (ushort i = 0; i < 20; i++)
        {
            Assert.True(left.Stack.TrySendEcho(target, 7, i, new byte[] { 1, 2, 3, (byte)i }));
            TestHost.Run(0.1, left, right);
        }

        Assert.Equal(20, replies.Seen.Count);
        Assert.Equal(Enumerable.Range(0, 20), replies.Seen.Select(r => (int)r.Sequence));
        Assert.All(replies.Seen, r => Assert.Equal((target, 4), (r.From, r.Data.Length)));
        Assert.Equal(left.Pool.Count, left.Pool.FreeCount);
        Assert.Equal(right.Pool.Count, right.Pool.FreeCount);
    }
}
