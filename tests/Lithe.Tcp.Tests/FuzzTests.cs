using Lithe.Net;
using Lithe.Tests.Shared;

namespace Lithe.Tcp.Tests;

/// <summary>
/// The whole stack is fed frames that nobody should send: segments with random fields near those of its connections, changed copies of its own, noise. It must neither fail nor hold more than it
/// may, and it must still work afterwards.
/// </summary>
[Needs("NET_IPV4")]
public sealed class FuzzTests
{
    [Fact]
    public void StrangeSegmentsDoNoHarm() => FuzzRounds.Run(60, Run);

    private static void Run(int number)
    {
        ulong seed = (ulong)number;
        var random = new SeededRandom(seed);
        var settings = new TcpSettings { Connections = 12, HeldNetbufs = 40, ReceiveBuffer = 20_000, SendBuffer = 30_000, SendMemory = 60_000, Segments = 40 };
        var script = new Script(settings);
        script.Handler.Consumes = random.Below(2) == 0;
        var applications = new Reckless(random);
        script.Host.Tcp.Listen(new IpEndpoint(IpAddress.Any, 90), applications, backlog: 3)!.FastOpenLimit = (int)random.Below(3);
        uint acknowledged = 0;
        byte[]? own = null;
        var cookie = new FastOpenCookie(0, 0, 0);
        for (int i = 0; i < 3000; i++)
        {
            script.Port = random.Below(4) == 0 ? (ushort)90 : (ushort)80;
            script.PeerPort = (ushort)(4000 + random.Below(random.Below(8) == 0 ? 40u : 3u));
            var flags = (TcpFlags)(random.Below(3) == 0 ? random.Below(512) : (uint)(TcpFlags.Ack | (random.Below(12) == 0 ? TcpFlags.Syn : 0) | (random.Below(20) == 0 ? TcpFlags.Fin : 0)));
            var options = new TcpOptions
            {
                MaximumSegmentSize = random.Below(3) == 0 ? (ushort)random.Below(3000) : null,
                WindowScale = random.Below(4) == 0 ? (byte)random.Below(30) : null,
                SackPermitted = random.Below(2) == 0,
                HasTimestamps = random.Below(3) == 0,
                Timestamp = random.Below(1000),
                TimestampEcho = random.Below(1000),
                FastOpen = random.Below(4) == 0 ? cookie : null,
            };
            if (random.Below(4) == 0)
            {
                uint start = acknowledged + random.Below(6000), end = start + random.Below(3000) - 100;
                options = new TcpOptions { SackCount = 1, Sack0 = new SackBlock(start, end) };
            }

            switch (random.Below(10))
            {
                case 0 when own is not null:
                    byte[] changed = [.. own];
                    for (uint k = random.Below(4); k > 0; k--)
                        changed[random.Below((uint)changed.Length)] = (byte)random.Next();
                    script.GiveRaw(changed);
                    break;
                case 1:
                    byte[] noise = new byte[random.Below(1600)];
                    random.Fill(noise);
                    if (noise.Length > 9)
                        (noise[0], noise[9]) = (random.Below(4) == 0 ? (byte)0x60 : (byte)0x45, 6);
                    script.GiveRaw(noise);
                    break;
                default:
                    script.GiveChecked(flags, random.Below(3) == 0 ? (uint)random.Next() : random.Below(25_000), random.Below(3) == 0 ? (uint)random.Next() : acknowledged + random.Below(4000),
                        (int)random.Below(65536), (int)random.Below(random.Below(2) == 0 ? 1400u : 3u), options, (int)random.Below(5));
                    script.IsBurst = random.Below(3) == 0;
                    break;
            }

            while (script.NextRaw() is { } sent)
            {
                own = Turn(sent);
                if (sent.Length > 40 && sent[9] == 6 && TcpOptions.TryRead(sent.AsSpan(40, Math.Max((sent[32] >> 4) * 4 - 20, 0)), out TcpOptions offered) && offered.FastOpen is { } given)
                    cookie = given;
                acknowledged = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(sent.AsSpan(24));
                script.PeerPort = System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(sent.AsSpan(22));
            }

            if (random.Below(40) == 0)
                script.Wait(random.Below(3) == 0 ? random.Below(2_000_000_000) * 30UL : random.Below(500_000_000));
            TcpStack tcp = script.Host.Tcp;
            Assert.InRange(tcp.HeldNetbufs, 0, settings.HeldNetbufs * 3 / 2 + 1);
            Assert.InRange(tcp.SendMemoryUsed, 0, settings.SendMemory);
            Assert.InRange(tcp.ConnectionCount, 0, settings.Connections);
        }

        script.IsBurst = false;
        // Everything is given back in the end, and a new connection works.
        script.Host.Tcp.ForEach(connection => script.All.Add(connection));
        foreach (TcpConnection connection in script.All)
            connection.Abort();
        script.Wait(1000UL * 1_000_000_000);
        while (script.NextRaw() is not null)
        {
        }

        script.Host.AssertNothingIsLeft();
        script.Port = 80;
        script.PeerPort = 9999;
        script.Handler.Forget();
        script.Handler.Consumes = true;
        script.Give(TcpFlags.Syn, 0);
        script.Expect(TcpFlags.Syn | TcpFlags.Ack, 0, 1);
        int before = script.Handler.Received.Count;
        script.Give(TcpFlags.Ack, 1, 1, data: 500);
        Assert.Equal(Script.Pattern(1, 500), script.Handler.Received.Skip(before));
        script.Host.Release();
    }

    /// <summary>A packet of the stack's, as if its peer had sent it.</summary>
    private static byte[] Turn(byte[] packet)
    {
        byte[] turned = [.. packet];
        packet.AsSpan(12, 4).CopyTo(turned.AsSpan(16));
        packet.AsSpan(16, 4).CopyTo(turned.AsSpan(12));
        packet.AsSpan(20, 2).CopyTo(turned.AsSpan(22));
        packet.AsSpan(22, 2).CopyTo(turned.AsSpan(20));
        return turned;
    }

    /// <summary>An application that does anything at any time.</summary>
    private sealed class Reckless(SeededRandom random) : TcpHandler
    {
        public override void OnAccept(TcpConnection connection) => Do(connection);

        public override void OnReceive(TcpConnection connection) => Do(connection);

        public override void OnSendable(TcpConnection connection) => Do(connection);

        public override void OnClosed(TcpConnection connection, TcpError error) => Do(connection);

        private void Do(TcpConnection connection)
        {
            for (uint i = random.Below(4); i > 0; i--)
            {
                switch (random.Below(11))
                {
                    case 0:
                        connection.Send(new byte[random.Below(5000)]);
                        break;
                    case 1:
                        connection.TrySend(new byte[random.Below(5000)]);
                        break;
                    case 2:
                        connection.Consume((int)random.Below((uint)connection.Available + 1));
                        break;
                    case 3:
                        connection.TrySendStatic(new byte[9000], 5, (int)random.Below(8000));
                        break;
                    case 4 when random.Below(4) == 0:
                        connection.Close();
                        break;
                    case 5 when random.Below(4) == 0:
                        connection.Abort();
                        break;
                    case 6 when random.Below(4) == 0:
                        connection.Shutdown();
                        break;
                    case 7:
                        connection.KeepAlive = random.Below(2) * 5_000_000_000UL;
                        break;
                    case 8:
                        connection.Cork = random.Below(2) == 0;
                        break;
                    case 9:
                        if (connection.Reserve((int)random.Below(2000)) is { Length: > 0 } room)
                            connection.Commit((int)random.Below((uint)room.Length + 1));
                        break;
                    default:
                        connection.Read(new byte[random.Below(3000)]);
                        break;
                }
            }
        }
    }
}
