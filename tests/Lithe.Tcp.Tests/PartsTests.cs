using Lithe.Net;

namespace Lithe.Tcp.Tests;

/// <summary>The parts of a connection, each held against something simpler.</summary>
public sealed class PartsTests
{
    [Fact]
    public void SendQueueHoldsWhatWasPutIn()
    {
        for (ulong seed = 0; seed < 200; seed++)
        {
            var random = new SeededRandom(seed);
            var memory = new SendMemory(64 * SendMemory.BlockSize);
            var queue = new SendQueue(memory);
            uint start = (uint)random.Next(), first = start;
            queue.Reset(start);
            List<byte> all = [];
            for (int i = 0; i < 200; i++)
            {
                byte[] bytes = new byte[random.Below(5000)];
                random.Fill(bytes);
                switch (random.Below(5))
                {
                    case 0:
                        int taken = queue.Append(bytes);
                        all.AddRange(bytes.AsSpan(0, taken));
                        break;
                    case 1 when bytes.Length > 0 && queue.TryAppendReference(bytes, 0, bytes.Length):
                        all.AddRange(bytes);
                        break;
                    case 2:
                        int least = 1 + (int)random.Below(500);
                        Span<byte> room = queue.Room(least);
                        if (room.Length == 0)
                            break;
                        Assert.True(room.Length >= least);
                        int written = (int)random.Below((uint)room.Length + 1);
                        random.Fill(room[..written]);
                        all.AddRange(room[..written]);
                        queue.Commit(written);
                        break;
                    case 3:
                        first += random.Below((uint)(start + (uint)all.Count - first) + 1);
                        queue.Release(first);
                        break;
                    default:
                        int held = (int)(start + (uint)all.Count - first), from = (int)random.Below((uint)held + 1), count = (int)random.Below((uint)(held - from) + 1);
                        byte[] copy = new byte[count];
                        queue.CopyTo(first + (uint)from, copy);
                        Assert.True(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all).Slice((int)(first - start) + from, count).SequenceEqual(copy));
                        break;
                }

                Assert.Equal(all.Count - (int)(first - start), queue.Length);
                Assert.Equal(start + (uint)all.Count, queue.End);
                Assert.InRange(memory.Used, 0, 64);
            }

            queue.Reset(0);
            Assert.Equal(0, memory.Used);
        }
    }

    [Fact]
    public void ReceiveQueuePutsPiecesInOrder()
    {
        NetbufPool pool = NetbufPool.TryCreate(400)!;
        for (ulong seed = 0; seed < 300; seed++)
        {
            var random = new SeededRandom(seed);
            ReceiveQueue queue = default;
            byte[] all = new byte[1 + random.Below(20_000)];
            random.Fill(all);
            uint start = (uint)random.Next(), next = start;
            List<byte> received = [];
            while (next != start + (uint)all.Length)
            {
                int from = (int)(next - start) + (int)random.Below(random.Below(3) == 0 ? 1u : 3000u);
                int count = Math.Min((int)random.Below(1500) + 1, all.Length - from);
                if (count <= 0 || pool.FreeCount < 50)
                    from = (int)(next - start);
                count = Math.Min(Math.Max(count, 1), all.Length - from);
                Assert.True(pool.TryAllocate(out Netbuf packet) && packet.TrySetLength(count));
                all.AsSpan(from, count).CopyTo(packet.Data);
                if (start + (uint)from == next)
                {
                    queue.Append(packet);
                    next += (uint)count;
                    while (queue.TryTakeReady(next, out Netbuf ready))
                    {
                        next += (uint)ready.Length;
                        queue.Append(ready);
                    }
                }
                else
                {
                    queue.TryInsert(packet, start + (uint)from);
                    SackBlock[] blocks = new SackBlock[4];
                    int reported = queue.WriteBlocks(blocks, start + (uint)from);
                    Assert.True(reported > 0 && start + (uint)from - blocks[0].Start < blocks[0].End - blocks[0].Start);
                }

                if (random.Below(3) == 0)
                {
                    int taken = (int)random.Below((uint)queue.Available + 1);
                    while (taken > 0)
                    {
                        int part = Math.Min(taken, queue.Front.Length);
                        received.AddRange(queue.Front[..part]);
                        queue.Consume(part);
                        taken -= part;
                    }
                }
            }

            while (queue.Available > 0)
            {
                received.AddRange(queue.Front);
                queue.Consume(queue.Front.Length);
            }

            Assert.True(all.AsSpan().SequenceEqual(received.ToArray()));
            Assert.Equal((0, 0, false), (queue.Netbufs, queue.EarlyBytes, queue.HasEarly));
            Assert.Equal(pool.Count, pool.FreeCount);
        }
    }

    [Fact]
    public void AcceptabilityIsThatOfTheTable()
    {
        // RFC 9293 3.10.7.4, table 6, over small numbers around a wrap.
        for (uint next = uint.MaxValue - 8; next != 8; next++)
        {
            for (uint window = 0; window < 6; window++)
            {
                for (uint length = 0; length < 6; length++)
                {
                    for (int offset = -12; offset < 12; offset++)
                    {
                        uint start = next + (uint)offset;
                        bool expected = (length, window) switch
                        {
                            (0, 0) => offset == 0,
                            (0, _) => offset >= 0 && offset < window,
                            (_, 0) => false,
                            _ => (offset >= 0 && offset < window) || (offset + (int)length - 1 >= 0 && offset + (int)length - 1 < window),
                        };
                        Assert.Equal(expected, Sequence.IsAcceptable(start, length, next, window));
                    }
                }
            }
        }
    }

    [Fact]
    public void TimeoutFollowsRfc6298()
    {
        var estimator = new RttEstimator();
        Assert.Equal(1_000_000_000UL, estimator.Timeout);
        estimator.Measure(500_000_000);
        Assert.Equal(500_000_000UL + 4 * 250_000_000UL, estimator.Timeout);
        estimator.BackOff();
        Assert.Equal(3_000_000_000UL, estimator.Timeout);
        estimator.Measure(500_000_000);
        Assert.Equal(500_000_000UL + 4 * 187_500_000UL, estimator.Timeout);
        for (int i = 0; i < 100; i++)
            estimator.Measure(1_000_000);
        Assert.Equal(RttEstimator.ShortestTimeout, estimator.Timeout);
        for (int i = 0; i < 20; i++)
            estimator.BackOff();
        Assert.Equal(RttEstimator.LongestTimeout, estimator.Timeout);
    }

    [Fact]
    public void WindowGrowsAndShrinksAsTheAlgorithmSays()
    {
        CongestionState state = default;
        CongestionControl.Start(ref state, 1000);
        Assert.Equal(10_000u, state.Window);
        CongestionControl.OnAcknowledged(ref state, 1000, 1, 50_000_000);
        Assert.Equal(11_000u, state.Window);
        state.Window = 100_000;
        ulong now = 1_000_000_000;
        CongestionControl.OnLoss(ref state, 100_000, now);
        bool isCubic = CongestionControl.Name.SequenceEqual("cubic"u8);
        Assert.Equal(isCubic ? 70_000u : 50_000u, state.Window);
        Assert.Equal(state.Window, state.Threshold);
        // Growth behind the loss: a window's worth of acknowledgements every 200 ms.
        List<uint> windows = [];
        for (int i = 0; i < 100; i++)
        {
            now += 200_000_000;
            for (uint left = state.Window; left > 0; left -= Math.Min(left, 2000))
                CongestionControl.OnAcknowledged(ref state, 2000, now, 200_000_000);
            windows.Add(state.Window);
        }

        Assert.Equal(windows.Order(), windows);
        if (isCubic)
        {
            // K = cbrt(30 / 0.4) = 4.2 s: flat around W_max there, and W_max + 0.4 (10 - 4.2)^3 segments after ten seconds.
            Assert.InRange(windows[20], 95_000u, 106_000u);
            Assert.InRange(windows[49], 165_000u, 195_000u);
        }
        else
        {
            Assert.InRange(windows[99], 145_000u, 155_000u);
        }

        CongestionControl.OnTimeout(ref state, state.Window, now);
        Assert.Equal(1000u, state.Window);
    }
}
