using static Conformance.Net;
using static Conformance.Sys;

namespace Conformance;

/// <summary>TCP over the loopback interface.</summary>
internal static unsafe class Streams
{
    public static void Run(bool isV6)
    {
        int family = isV6 ? Inet6 : Inet;
        byte* memory = Memory(400_000), address = Memory(256), other = Memory(256);
        int* length = (int*)Memory(16);
        long buffer = (long)memory;
        long server = Socket(family, Ordered | NonBlocking), client = Socket(family, Ordered), spare = Socket(family, Ordered);
        int size = Address(address, isV6, 0);
        Say("bind short", Call(BindNo, server, (long)address, 7));
        Say("bind long", Call(BindNo, server, (long)address, 300));
        Say("bind bad", Call(BindNo, server, Bad, size));
        Say("bind", Call(BindNo, server, (long)address, size));
        Say("bind again", Call(BindNo, server, (long)address, size));
        *length = 128;
        Say("name", Call(NameNo, server, (long)address, (long)length));
        int port = PortOf(address);
        Say("name is", $"{*length} {*(ushort*)address} {port != 0} {address[4]}.{address[7]} {address[23]}");
        *length = 4;
        Say("name short", Call(NameNo, server, (long)other, (long)length));
        Say("name short", *length);
        *length = -1;
        Say("name negative", Call(NameNo, server, (long)other, (long)length));
        Say("accept early", Call(AcceptNo, server, 0, 0));
        Say("connect early", Call(ConnectNo, spare, (long)address, size));
        Say("listen", Call(ListenNo, server, 5));
        Say("listen again", Call(ListenNo, server, 10));
        Say("accepts", GetInt(server, 1, 30));
        Say("accept none", Call(AcceptNo, server, 0, 0));
        Say("bind taken", Call(BindNo, Call(32, spare), (long)address, size) is -98 or -22);
        Say("connect family", Call(ConnectNo, client, Family(other, 77), size));
        Say("connect short", Call(ConnectNo, client, (long)address, 3));
        Say("connect bad", Call(ConnectNo, client, Bad, size));
        Say("send unconnected", Call(SendtoNo, client, buffer, 1, 0x4000, 0, 0));
        Say("recv unconnected", Call(RecvfromNo, client, buffer, 1, 0, 0, 0));
        Say("connect", Call(ConnectNo, client, (long)address, size));
        Say("connect again", Call(ConnectNo, client, (long)address, size));
        *length = 128;
        Wait(server, 1);
        long accepted = Call(Accept4No, server, (long)other, (long)length, CloseOnExec);
        Say("accept", $"{accepted > 0} {*length} {*(ushort*)other} {other[4]}.{other[7]} {other[23]}");
        Say("accept flags", $"{Call(72, accepted, 1)} {Call(72, accepted, 3):x}");
        Say("accept4 flags", Call(Accept4No, server, 0, 0, 1));
        int peerPort = PortOf(other);
        *length = 128;
        Call(NameNo, client, (long)other, (long)length);
        Say("same port", PortOf(other) == peerPort);
        *length = 128;
        Say("peer", Call(PeerNo, client, (long)other, (long)length));
        Say("same port", PortOf(other) == port);
        Say("bind connected", Call(BindNo, client, (long)address, size));
        Say("listen connected", Call(ListenNo, client, 1) is 0 or -22);

        for (int i = 0; i < 1000; i++)
            memory[i] = (byte)i;
        Say("write", Call(WriteNo, client, buffer, 1000));
        Wait(accepted, 1);
        Say("available", Call(16, accepted, 0x541b, buffer + 2000) == 0 && *(int*)(memory + 2000) == 1000);
        Say("peek", $"{Call(RecvfromNo, accepted, buffer + 2000, 10, 2, 0, 0)} {memory[2005]}");
        Say("read", Call(ReadNo, accepted, buffer + 2000, 400));
        *length = 128;
        Say("recvfrom", $"{Call(RecvfromNo, accepted, buffer + 2000, 4000, 0, (long)other, (long)length)} {memory[2001]}");
        Say("dontwait", Call(RecvfromNo, accepted, buffer, 10, 0x40, 0, 0));
        Say("read bad", Call(ReadNo, client, Bad, 0));
        Say("write bad", Call(WriteNo, client, Bad, 10));
        Say("sendto address", Call(SendtoNo, client, buffer, 5, 0, (long)address, size) is 5 or -106);
        Wait(accepted, 1);
        Call(ReadNo, accepted, buffer, 10);
        Say("sendmsg", Call(SendmsgNo, accepted, (long)Message(memory, 300, memory + 300, 700), 0));
        Say("recvmsg all", Call(RecvmsgNo, client, (long)Message(memory + 2000, 600, memory + 2600, 400), 0x100));
        Say("order", new ReadOnlySpan<byte>(memory, 1000).SequenceEqual(new ReadOnlySpan<byte>(memory + 2000, 1000)));
        Say("sendmsg bad", Call(SendmsgNo, accepted, Bad, 0));
        Say("sendmsg bad piece", Call(SendmsgNo, accepted, (long)Message((byte*)Bad, 10, memory, 10), 0));
        Say("writev", Call(20, accepted, *(long*)(Message(memory, 3, memory, 4) + 16), 2));
        Say("recv", Call(RecvfromNo, client, buffer, 7, 0x100, 0, 0));
        Say("oob none", Call(RecvfromNo, client, buffer, 1, 1, 0, 0));

        // More than all buffers together.
        Call(72, client, 4, 0x802);
        long sent = 0, received = 0;
        while (sent < 20_000_000 && Call(WriteNo, client, buffer, 300_000) is > 0 and long count)
            sent += count;
        Say("full", Call(WriteNo, client, buffer, 1));
        Call(72, accepted, 4, 0x802);
        while (received < sent)
        {
            long count = Call(ReadNo, accepted, buffer, 400_000);
            if (count > 0)
                received += count;
            else
                Wait(accepted, 1);
        }

        Say("all", sent == received && sent > 10_000);
        Call(72, client, 4, 2);
        Call(72, accepted, 4, 2);
        Say("sendfile", SendFile(client, accepted, buffer));

        Say("shutdown", Call(ShutdownNo, client, 1));
        Say("shutdown again", Call(ShutdownNo, client, 1));
        Say("write shut", Call(SendtoNo, client, buffer, 1, 0x4000, 0, 0));
        Say("read end", Call(ReadNo, accepted, buffer, 10));
        Say("other way", Call(WriteNo, accepted, buffer, 5));
        Say("read", Call(RecvfromNo, client, buffer, 10, 0, 0, 0));
        Say("close", Close(accepted));
        Say("read end", Call(ReadNo, client, buffer, 10));
        Close(client);

        // Unread bytes at the close: a reset.
        (long one, long two) = Connect(server, address, size, family);
        Call(WriteNo, one, buffer, 10);
        Wait(two, 1);
        Close(two);
        Wait(one, 1);
        Say("reset", Call(ReadNo, one, buffer, 10));
        Say("reset once", Call(ReadNo, one, buffer, 10));
        Say("send reset", Call(SendtoNo, one, buffer, 10, 0x4000, 0, 0));
        Close(one);

        // Nobody listens there any more.
        Close(server);
        long late = Socket(family, Ordered);
        Say("refused", Call(ConnectNo, late, (long)address, size));
        Close(late);
        late = Socket(family, Ordered | NonBlocking);
        long begun = Call(ConnectNo, late, (long)address, size);
        Wait(late, 4);
        Say("refused later", begun == -115 && GetInt(late, 1, 4) == "111 (4)" || begun == -111);
        Close(late);
        Close(spare);
    }

    private static long Family(byte* address, int family)
    {
        *(ushort*)address = (ushort)family;
        return (long)address;
    }

    public static (long Client, long Server) Connect(long server, byte* address, int size, int family)
    {
        long client = Socket(family, Ordered);
        Call(ConnectNo, client, (long)address, size);
        Wait(server, 1);
        return (client, Call(AcceptNo, server, 0, 0));
    }

    public static void Wait(long number, int events)
    {
        long* poll = (long*)Memory(8);
        *poll = number | (long)events << 32;
        Call(7, (long)poll, 1, 5000);
    }

    private static long SendFile(long to, long from, long buffer)
    {
        long file = Call(2, Text("page"), 0x42, 0x1a4);
        Call(WriteNo, file, buffer, 30_000);
        long* offset = (long*)Memory(8);
        *offset = 1000;
        long sent = Call(40, to, file, (long)offset, 20_000), received = 0;
        while (received < sent && Call(ReadNo, from, buffer, 100_000) is > 0 and long count)
            received += count;
        Close(file);
        Call(87, Text("page"));
        return received == sent && *offset == 21_000 ? sent : -1;
    }
}
