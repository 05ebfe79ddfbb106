using Lithe.Time;
using Xunit;
using WheelTimer = Lithe.Time.Timer;

namespace Lithe.Machine.Tests;

/// <summary>The wheel against a plain sorted list.</summary>
public sealed class TimerWheelTests
{
    private const int Operations = 1_000_000;

    private sealed class Probe(int id) : WheelTimer
    {
        public int Id { get; } = id;

        public override void OnExpire()
        {
        }
    }

    [Theory]
    [InlineData(1UL, 200UL)]
    [InlineData(2UL, 70_000UL)]
    [InlineData(3UL, 1UL << 40)]
    [InlineData(4UL, 1UL << 53)]
    public void AgreesWithASortedList(ulong seed, ulong range)
    {
        var random = new Random((int)seed);
        var wheel = new TimerWheel();
        Probe[] timers = [.. Enumerable.Range(0, 500).Select(i => new Probe(i))];
        var pending = new SortedSet<(ulong Tick, int Id)>();
        var ticks = new ulong[timers.Length];
        ulong now = 0;
        for (int i = 0; i < Operations / 4; i++)
        {
            int id = random.Next(timers.Length);
            switch (random.Next(4))
            {
                case 0 or 1:
                    if (timers[id].IsPending)
                    {
                        Assert.True(pending.Remove((ticks[id], id)));
                        Assert.True(wheel.Remove(timers[id]));
                    }

                    ulong distance = (ulong)random.NextInt64((long)range) >> random.Next(40);
                    ticks[id] = Math.Min(now + distance, TimerWheel.LastTick);
                    wheel.Add(timers[id], ticks[id]);
                    pending.Add((ticks[id], id));
                    break;
                case 2:
                    Assert.Equal(pending.Remove((ticks[id], id)), wheel.Remove(timers[id]));
                    break;
                default:
                    now = Math.Min(now + ((ulong)random.NextInt64((long)(range / 64 + 2)) >> random.Next(30)), TimerWheel.LastTick - 1);
                    Expire(wheel, pending, now);
                    break;
            }

            ulong next = wheel.NextTick;
            Assert.Equal(pending.Count == 0, next == ulong.MaxValue);
            if (pending.Count > 0)
                Assert.True(next <= Math.Max(pending.Min.Tick, wheel.Now));
        }
    }

    [Fact]
    public void NextTickIsExactNearby()
    {
        var wheel = new TimerWheel();
        wheel.Add(new Probe(0), 40);
        wheel.Add(new Probe(1), 17);
        Assert.Equal(17UL, wheel.NextTick);
        Assert.Null(wheel.TakeDue(16));
        Assert.NotNull(wheel.TakeDue(17));
        Assert.Null(wheel.TakeDue(17));
        Assert.Equal(40UL, wheel.NextTick);
    }

    [Fact]
    public void AwakensFewTimesForAFarTimer()
    {
        // Whoever sleeps until NextTick wakes at most once a level before a timer is due.
        var wheel = new TimerWheel();
        var timer = new Probe(0);
        wheel.Add(timer, 0x1234_5678_9abc);
        int awakenings = 0;
        while (wheel.TakeDue(wheel.NextTick) is null)
            awakenings++;
        Assert.False(timer.IsPending);
        Assert.True(awakenings <= 9, $"{awakenings} awakenings");
        Assert.Equal(0x1234_5678_9abcUL, wheel.Now);
    }

    [Fact]
    public void TimerInThePastIsDueAtOnceAndMayBeTakenBack()
    {
        var wheel = new TimerWheel();
        Assert.Null(wheel.TakeDue(1000));
        var first = new Probe(0);
        var second = new Probe(1);
        wheel.Add(first, 5);
        wheel.Add(second, 7);
        Assert.Equal(1000UL, wheel.NextTick);
        Assert.True(wheel.Remove(first));
        Assert.Same(second, wheel.TakeDue(1000));
        Assert.Null(wheel.TakeDue(1000));
        Assert.False(wheel.Remove(second));
    }

    private static void Expire(TimerWheel wheel, SortedSet<(ulong Tick, int Id)> pending, ulong now)
    {
        ulong last = 0;
        while (wheel.TakeDue(now) is Probe probe)
        {
            Assert.False(probe.IsPending);
            Assert.True(probe.Tick <= now);
            Assert.True(pending.Remove((probe.Tick, probe.Id)), "expired twice, or not pending");
            last = Math.Max(last, probe.Tick);
        }

        Assert.True(pending.Count == 0 || pending.Min.Tick > now, "a timer was forgotten");
        Assert.True(wheel.Now >= now || pending.Count == 0 || wheel.Now <= pending.Min.Tick);
    }
}
