using static Conformance.Net;
using static Conformance.Sys;

namespace Conformance;

/// <summary>UDP over the loopback interface.</summary>
internal static unsafe class Datagrams
{
    public static void Run()
    {
        byte* memory = Memory(200_000), address = Memory(256), other = Memory(256);
        int* length = (int*)Memory(16);
        long buffer = (long)memory;
        long server = Socket(Inet, Datagram), client = Socket(Inet, Datagram);
        Say("bind", Call(BindNo, server, (long)address, Address(address, false, 0)));
        *length = 128;
        Call(NameNo, server, (long)address, (long)length);
        int port = PortOf(address);
        Say("empty", Call(RecvfromNo, server, buffer, 10, 0x40, 0, 0));
        Say("send nowhere", Call(SendtoNo, client, buffer, 3, 0, 0, 0));
        Say("write nowhere", Call(WriteNo, client, buffer, 3));
        Say("sendto", Call(SendtoNo, client, buffer, 100, 0, (long)address, 16));
        Say("sendto short", Call(SendtoNo, client, buffer, 100, 0, (long)address, 5));
        Say("sendto port 0", Call(SendtoNo, client, buffer, 100, 0, (long)other, Address(other, false, 0)));
        Say("sendto bad", Call(SendtoNo, client, Bad, 100, 0, (long)address, 16));
        Say("too long", Call(SendtoNo, client, buffer, 70_000, 0, (long)address, 16));
        Say("empty message", Call(SendtoNo, client, buffer, 0, 0, (long)address, 16));
        Streams.Wait(server, 1);
        Say("available", Call(16, server, 0x541b, buffer + 1000) == 0 && *(int*)(memory + 1000) == 100);
        *length = 128;
        Say("peek", $"{Call(RecvfromNo, server, buffer + 1000, 10, 2, (long)other, (long)length)} {*length} {*(ushort*)other}");
        Say("truncated", Call(RecvfromNo, server, buffer + 1000, 10, 0x22, 0, 0));
        byte* message = Message(memory + 1000, 7, memory + 2000, 9, name: other, nameLength: 64);
        Say("recvmsg", $"{Call(RecvmsgNo, server, (long)message, 0)} {*(int*)(message + 8)} {*(int*)(message + 48)}");
        // What is sent to oneself comes at once on Linux only.
        Streams.Wait(server, 1);
        Say("empty", Call(RecvfromNo, server, buffer, 10, 0x40, 0, 0));
        int clientPort = PortOf(other);
        Say("answer", Call(SendtoNo, server, buffer, 5, 0, (long)other, 16));
        Say("connect", Call(ConnectNo, client, (long)address, 16));
        *length = 128;
        Say("peer", Call(PeerNo, client, (long)other, (long)length));
        Say("peer port", PortOf(other) == port);
        *length = 128;
        Call(NameNo, client, (long)other, (long)length);
        Say("name", $"{PortOf(other) == clientPort} {other[4]}.{other[7]}");
        Say("write", Call(WriteNo, client, buffer, 33));
        Streams.Wait(server, 1);
        Say("read", Call(ReadNo, server, buffer, 100));
        Streams.Wait(client, 1);
        Say("read", Call(ReadNo, client, buffer, 100));

        // Several in one call.
        byte* list = Memory(192), single = Message(memory, 10, memory + 100, 20);
        for (int i = 0; i < 3; i++)
            new ReadOnlySpan<byte>(single, 56).CopyTo(new Span<byte>(list + i * 64, 56));
        Say("sendmmsg", Call(SendmmsgNo, client, (long)list, 3, 0));
        Say("lengths", $"{*(int*)(list + 56)} {*(int*)(list + 120)} {*(int*)(list + 184)}");
        Streams.Wait(server, 1);
        Say("recvmmsg", Call(RecvmmsgNo, server, (long)list, 3, 0, 0));
        Say("recvmmsg none", Call(RecvmmsgNo, server, (long)list, 3, 0x40, 0));
        Say("sendmmsg none", Call(SendmmsgNo, client, (long)list, 0, 0));
        Say("large", Call(WriteNo, client, buffer, 20_000));
        Streams.Wait(server, 1);
        Say("large", Call(ReadNo, server, buffer, 100_000));

        // Nobody there: told once.
        Close(server);
        Call(WriteNo, client, buffer, 1);
        Streams.Wait(client, 1);
        Say("refused", Call(WriteNo, client, buffer, 1) is -111 or 1);
        *(ushort*)other = 0;
        Say("disconnect", Call(ConnectNo, client, (long)other, 16));
        Say("peer", Call(PeerNo, client, (long)other, (long)length));
        Say("accept", Call(AcceptNo, client, 0, 0));
        Say("shutdown", Call(ShutdownNo, client, 1));
        Close(client);
        long shared = Socket(Inet, Datagram), second = Socket(Inet, Datagram);
        Call(BindNo, shared, (long)address, 16);
        Say("taken", Call(BindNo, second, (long)address, 16));
        Close(shared);
        Say("free", Call(BindNo, second, (long)address, 16));
        Say("elsewhere", Call(BindNo, Socket(Inet, Datagram), Elsewhere(other), 16));
        Close(second);
    }

    private static long Elsewhere(byte* address)
    {
        Address(address, false, 0);
        (address[4], address[5], address[6], address[7]) = (8, 8, 4, 4);
        return (long)address;
    }
}
