using Lithe.Net;

namespace Lithe.Tcp.Tests;

/// <summary>Data that is sent from where it lies: arrays that stay, netbufs that are given away, and copies between them, on a wire that loses and doubles; everything comes back.</summary>
public sealed class GatherTests
{
    private const ushort Port = 80;

    [Fact]
    public void WhatIsReferredToArrivesAndComesBack()
    {
        ulong gathered = 0;
        for (ulong seed = 0; seed < 40; seed++)
        {
            var random = new SeededRandom(seed);
            NetOffloads offloads = NetOffloads.Gather | (random.Below(2) == 0 ? NetOffloads.Checksum | NetOffloads.TcpV4 | NetOffloads.TcpV6 : NetOffloads.None);
            var settings = new TcpSettings { Connections = 2, Views = 63, TimeWait = 1_000_000_000 };
            var a = new SimulatedHost(1, seed, Config.NET_IPV4, settings, offloads: offloads);
            var b = new SimulatedHost(2, seed + 1, Config.NET_IPV4, settings);
            var simulation = new Simulation(seed, a, b, new WireFaults { Loss = (int)random.Below(60_000), Duplication = 10_000, Reordering = 50_000, Delay = 1 + random.Below(3_000_000), Jitter = 2_000_000, ByteTime = 10 });
            var reader = new Reader();
            Assert.NotNull(b.Tcp.Listen(new IpEndpoint(IpAddress.Any, Port), reader));
            var writer = new Writer(a, random);
            Assert.Equal(TcpOpenError.None, a.Tcp.Connect(new IpEndpoint(b.Address, Port), writer, out _));
            Assert.True(simulation.Run(() => reader.IsDone && writer.IsDone, 600_000_000_000), $"seed {seed}: {reader.Received.Count} of {writer.Sent.Count}");
            Assert.True(writer.Sent.SequenceEqual(reader.Received), $"seed {seed}");
            gathered += (ulong)writer.Owned;
            simulation.Run(() => false, 5_000_000_000);
            a.AssertNothingIsLeft();
            b.AssertNothingIsLeft();
            Assert.Equal(0, a.Tcp.SendMemory.OwnedNetbufs);
            if (Config.NET_TCP_GATHER)
                Assert.Equal(a.Tcp.Views!.Count, a.Tcp.Views.FreeCount);
        }

        Assert.True(gathered > 100);
    }

    [Fact]
    public void ANetbufIsFreedWithTheLastOfItsViewsAndItsHolder()
    {
        NetbufPool pool = NetbufPool.TryCreate(4)!;
        NetbufViews views = NetbufViews.TryCreate(10)!;
        for (int order = 0; order < 3; order++)
        {
            Assert.True(pool.TryAllocate(out Netbuf owner));
            owner.TrySetLength(100);
            owner.Data.Fill(7);
            Assert.True(views.TryView(owner, 10, 50, out Netbuf first));
            Assert.True(views.TryView(owner, 60, 40, out Netbuf second));
            first.Next = second;
            Assert.Equal(90, first.TotalLength);
            Assert.True(first.Data.IndexOfAnyExcept((byte)7) < 0);
            // A view has no room around it, and is none's owner.
            Assert.False(first.TryPrepend(1));
            Assert.False(first.TrySetLength(51));
            Assert.False(views.TryView(first, 0, 1, out _));
            Assert.False(views.TryView(owner, 60, 41, out _));
            int free = pool.FreeCount;
            if (order == 0)
                owner.Free();
            if (order == 2)
                first.Next = default;
            first.Free();
            if (order == 2)
                second.Free();
            if (order != 0)
            {
                Assert.Equal(free, pool.FreeCount);
                owner.Free();
            }

            Assert.Equal(pool.Count, pool.FreeCount);
            Assert.Equal(views.Count, views.FreeCount);
        }
    }

    private sealed class Writer(SimulatedHost host, SeededRandom random) : TcpHandler
    {
        private const int Total = 300_000;

        public List<byte> Sent { get; } = [];

        public int Owned { get; private set; }

        public bool IsDone { get; private set; }

        public override void OnConnected(TcpConnection connection) => OnSendable(connection);

        public override void OnSendable(TcpConnection connection)
        {
            while (Sent.Count < Total)
            {
                byte[] bytes = GC.AllocateUninitializedArray<byte>(1 + (int)random.Below(random.Below(3) == 0 ? 20_000u : 1400), pinned: true);
                random.Fill(bytes);
                bool isTaken;
                uint way = random.Below(3);
                if (way == 0 || bytes.Length > 8000)
                {
                    isTaken = connection.Unacknowledged < 60_000 && connection.TrySendStatic(bytes, 0, bytes.Length);
                    if (!isTaken)
                        connection.WaitForRoom();
                    s_kept.Add(bytes);
                }
                else if (way == 1 && bytes.Length <= Netbuf.Capacity)
                {
                    Assert.True(host.Pool.TryAllocate(out Netbuf packet));
                    packet.TrySetLength(bytes.Length);
                    bytes.CopyTo(packet.Data);
                    isTaken = connection.TrySendOwned(packet);
                    if (!isTaken)
                        packet.Free();
                    else
                        Owned++;
                }
                else
                {
                    isTaken = connection.TrySend(bytes);
                }

                if (!isTaken)
                    return;
                Sent.AddRange(bytes);
            }

            connection.Shutdown();
        }

        public override void OnReceive(TcpConnection connection)
        {
            if (connection.IsReceiveClosed)
                connection.Close();
        }

        public override void OnClosed(TcpConnection connection, TcpError error) => IsDone = error == TcpError.None;

        // Pinned for as long as packets may refer to them.
        private static readonly List<byte[]> s_kept = [];
    }

    private sealed class Reader : TcpHandler
    {
        public List<byte> Received { get; } = [];

        public bool IsDone { get; private set; }

        public override void OnReceive(TcpConnection connection)
        {
            while (connection.Available > 0)
            {
                ReadOnlySpan<byte> front = connection.Received;
                foreach (byte b in front)
                    Received.Add(b);
                connection.Consume(front.Length);
            }

            if (connection.IsReceiveClosed)
            {
                IsDone = true;
                connection.Close();
            }
        }
    }
}
