using System;
using Lithe.Net;
using Lithe.Testing;

public static class LoopbackTests
{
    private const int Bytes = 1_000_000;

    [GuestTest]
    public static void BytesArriveAndNothingIsLeft()
    {
        NetbufPool? pool = NetbufPool.TryCreate(256);
        Check.True(pool is not null);
        var net = new NetStack(pool!, new Numbers(), new NetStackOptions(), 1_000_000_000);
        Check.True(LoopbackInterface.TryAddTo(net, new LoopbackInterface()));
        TcpStack? tcp = TcpStack.TryCreate(net, new TcpSettings { Connections = 4, HeldNetbufs = 128 });
        Check.True(tcp is not null && TcpStack.TryCreate(net, new TcpSettings()) is null);
        var server = new Sink();
        var client = new Source();
        Check.True(tcp!.Listen(new IpEndpoint(IpAddress.Any, 80), server) is not null);
        Check.True(tcp.Listen(new IpEndpoint(IpAddress.LoopbackV4, 80), server) is null);
        Check.Equal(0, (int)tcp.Connect(new IpEndpoint(IpAddress.LoopbackV4, 80), client, out _));

        ulong now = 1_000_000_000;
        for (int turns = 0; turns < 100_000 && tcp.ConnectionCount > 0; turns++)
        {
            ulong next = net.Poll(now);
            now = next > now + 100_000 ? next : now + 100_000;
        }

        Check.Equal(Bytes, server.Count);
        Check.Equal(0, server.Wrong);
        Check.Equal(0, (int)server.Error);
        Check.Equal(0, (int)client.Error);
        Check.Equal(0, tcp.ConnectionCount);
        Check.Equal(0, tcp.SendMemoryUsed);
        Check.Equal(pool!.Count, pool.FreeCount);
        Check.Equal(0UL, tcp.Counters.RetransSegs);
        // A port where nobody listens.
        Check.Equal(0, (int)tcp.Connect(new IpEndpoint(IpAddress.LoopbackV4, 81), client, out _));
        for (int turns = 0; turns < 4; turns++)
            net.Poll(now += 100_000);
        Check.Equal((int)TcpError.Refused, (int)client.Error);
    }

    private sealed class Source : TcpHandler
    {
        private readonly byte[] _chunk = new byte[4000];
        private int _sent;

        internal TcpError Error { get; private set; } = TcpError.TimedOut;

        public override void OnConnected(TcpConnection connection) => OnSendable(connection);

        public override void OnSendable(TcpConnection connection)
        {
            while (_sent < Bytes)
            {
                int size = Bytes - _sent < _chunk.Length ? Bytes - _sent : _chunk.Length;
                for (int i = 0; i < size; i++)
                    _chunk[i] = (byte)((_sent + i) * 7);
                int taken = connection.Send(_chunk.AsSpan(0, size));
                _sent += taken;
                if (taken == 0)
                    return;
            }

            connection.Close();
        }

        public override void OnReceive(TcpConnection connection)
        {
        }

        public override void OnClosed(TcpConnection connection, TcpError error) => Error = error;
    }

    private sealed class Sink : TcpHandler
    {
        internal int Count { get; private set; }

        internal int Wrong { get; private set; }

        internal TcpError Error { get; private set; } = TcpError.TimedOut;

        public override void OnReceive(TcpConnection connection)
        {
            while (connection.Available > 0)
            {
                ReadOnlySpan<byte> bytes = connection.Received;
                for (int i = 0; i < bytes.Length; i++)
                    Wrong += bytes[i] == (byte)((Count + i) * 7) ? 0 : 1;
                Count += bytes.Length;
                connection.Consume(bytes.Length);
            }

            if (connection.IsReceiveClosed)
                connection.Close();
        }

        public override void OnClosed(TcpConnection connection, TcpError error) => Error = error;
    }

    private sealed class Numbers : NetRandom
    {
        private ulong _state = 5;

        public override ulong Next() => _state = _state * 6364136223846793005 + 1442695040888963407;
    }
}
