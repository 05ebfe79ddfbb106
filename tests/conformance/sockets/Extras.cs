using static Conformance.Net;
using static Conformance.Sys;

namespace Conformance;

/// <summary>Urgent data, Fast Open, TCP_INFO, control data of datagrams, raw sockets, and which addresses of both versions are in each other's way.</summary>
internal static unsafe class Extras
{
    private const int OutOfBand = 1, DontWait = 0x40, Raw = 3;

    public static void Run()
    {
        Urgent(isInline: false);
        Urgent(isInline: true);
        FastOpen();
        Info();
        PacketInfo(isV6: false);
        PacketInfo(isV6: true);
        BothVersions(Ordered);
        BothVersions(Datagram);
        RawSockets();
    }

    private static (long Client, long Server, long Listener) Pair(byte* address)
    {
        int* length = (int*)Memory(16);
        long listener = Socket(Inet, Ordered);
        Call(BindNo, listener, (long)address, Address(address, false, 0));
        Call(ListenNo, listener, 5);
        *length = 128;
        Call(NameNo, listener, (long)address, (long)length);
        (long client, long server) = Streams.Connect(listener, address, 16, Inet);
        return (client, server, listener);
    }

    private static void Urgent(bool isInline)
    {
        byte* memory = Memory(4096), address = Memory(256);
        long buffer = (long)memory;
        (long client, long server, long listener) = Pair(address);
        Say("inline", GetInt(server, 1, 10));
        Say("set inline", SetInt(server, 1, 10, isInline ? 1 : 0));
        Say("inline", GetInt(server, 1, 10));
        Say("mark", Mark(server, memory + 100));
        Say("urgent none", Call(RecvfromNo, server, buffer, 1, OutOfBand, 0, 0));
        new ReadOnlySpan<byte>("abcdef"u8.ToArray()).CopyTo(new Span<byte>(memory, 6));
        Say("send", Call(SendtoNo, client, buffer, 3, 0, 0, 0));
        Say("send urgent", Call(SendtoNo, client, buffer + 3, 1, OutOfBand, 0, 0));
        Say("send", Call(SendtoNo, client, buffer + 4, 2, 0, 0, 0));
        Streams.Wait(server, 2);
        Say("poll", Poll(server, 3));
        Settle(server, memory + 200, isInline ? 6 : 5);
        Say("urgent peek", $"{Call(RecvfromNo, server, buffer + 10, 1, OutOfBand | 2, 0, 0)} {(char)memory[10]}");
        memory[10] = 0;
        Say("urgent", $"{Call(RecvfromNo, server, buffer + 10, 1, OutOfBand, 0, 0)} {(isInline ? '-' : (char)memory[10])}");
        Say("urgent again", Call(RecvfromNo, server, buffer + 10, 1, OutOfBand, 0, 0));
        Say("mark", Mark(server, memory + 100));
        long count = Call(RecvfromNo, server, buffer + 20, 100, 0, 0, 0);
        Say("read to the mark", $"{count} {Text(memory + 20, count)}");
        Say("mark", Mark(server, memory + 100));
        count = Call(RecvfromNo, server, buffer + 20, 100, 0, 0, 0);
        Say("read on", $"{count} {Text(memory + 20, count)}");
        Say("mark", Mark(server, memory + 100));
        Say("urgent nothing", Call(SendtoNo, client, buffer, 0, OutOfBand, 0, 0));
        Close(client);
        Close(server);
        Close(listener);
    }

    private static string Text(byte* at, long count) => count <= 0 ? "" : System.Text.Encoding.ASCII.GetString(at, (int)count);

    private static string Mark(long number, byte* memory) => $"{Call(16, number, 0x8905, (long)memory)} {*(int*)memory}";

    // Until all bytes are there.
    private static void Settle(long number, byte* memory, int count)
    {
        for (int i = 0; i < 500 && (Call(16, number, 0x541b, (long)memory) != 0 || *(int*)memory < count); i++)
            Call(7, 0, 0, 10);
    }

    private static string Poll(long number, int events)
    {
        long* poll = (long*)Memory(8);
        *poll = number | (long)events << 32;
        return $"{Call(7, (long)poll, 1, 0)} {*poll >> 48 & 0x3f:x}";
    }

    private static void FastOpen()
    {
        const int Option = 23, Flag = 0x20000000;
        byte* memory = Memory(4096), address = Memory(256);
        int* length = (int*)Memory(16);
        long buffer = (long)memory, listener = Socket(Inet, Ordered), client = Socket(Inet, Ordered);
        Call(BindNo, listener, (long)address, Address(address, false, 0));
        Say("fast open", GetInt(listener, 6, Option));
        Say("set fast open", SetInt(listener, 6, Option, -1));
        Say("set fast open", SetInt(listener, 6, Option, 7));
        Call(ListenNo, listener, 5);
        Say("fast open", GetInt(listener, 6, Option));
        *length = 128;
        Call(NameNo, listener, (long)address, (long)length);
        Say("fast nowhere", Call(SendtoNo, client, buffer, 5, Flag, 0, 0));
        for (int i = 0; i < 5; i++)
            memory[i] = (byte)('p' + i);
        // The first has no cookie, the second may.
        for (int i = 0; i < 2; i++)
        {
            Say("fast", Call(SendtoNo, client, buffer, 5, Flag, (long)address, 16));
            Streams.Wait(listener, 1);
            long server = Call(AcceptNo, listener, 0, 0);
            Streams.Wait(server, 1);
            long count = Call(ReadNo, server, buffer + 100, 10);
            Say("fast read", $"{count} {Text(memory + 100, count)}");
            Say("set when connected", SetInt(server, 6, Option, 3));
            Say("fast again", Call(SendtoNo, client, buffer, 5, Flag | 0x4000, (long)address, 16) < 0);
            Close(client);
            Close(server);
            client = Socket(Inet, Ordered);
        }

        Close(listener);
        Say("fast refused", Call(SendtoNo, client, buffer, 5, Flag | 0x4000, (long)address, 16) < 0);
        Close(client);
    }

    private static void Info()
    {
        const int Option = 11, Size = 104;
        byte* memory = Memory(1024), address = Memory(256);
        int* length = (int*)Memory(16);
        (long client, long server, long listener) = Pair(address);
        Call(WriteNo, client, (long)memory, 100);
        Streams.Wait(server, 1);
        long spare = Socket(Inet, Ordered);
        foreach ((string name, long one) in new[] { ("client", client), ("server", server), ("listener", listener), ("new", spare) })
        {
            *length = Size;
            long result = Call(GetNo, one, 6, Option, (long)memory, (long)length);
            uint* words = (uint*)memory;
            bool isConnected = name is "client" or "server";
            // A state, and what is more than nothing: the timeout, segments, the window, the round trip.
            Say($"info {name}", $"{result} {*length} {memory[0]} {words[2] > 0} {!isConnected || words[4] > 500 && words[20] > 0 && words[17] > 0} {words[25]}");
        }

        *length = 1;
        Say("info short", $"{Call(GetNo, client, 6, Option, (long)memory, (long)length)} {*length} {memory[0]}");
        Call(ShutdownNo, client, 1);
        Streams.Wait(server, 0x2000);
        *length = Size;
        Call(GetNo, server, 6, Option, (long)memory, (long)length);
        Say("info half closed", memory[0]);
        Say("set info", SetInt(client, 6, Option, 1));
        Close(client);
        Close(server);
        Close(listener);
        Close(spare);
    }

    private static void PacketInfo(bool isV6)
    {
        byte* memory = Memory(4096), address = Memory(256), other = Memory(256), control = Memory(256);
        int* length = (int*)Memory(16);
        long buffer = (long)memory;
        int family = isV6 ? Inet6 : Inet, level = isV6 ? 41 : 0, option = isV6 ? 49 : 8, hops = isV6 ? 51 : 12;
        long server = Socket(family, Datagram), client = Socket(family, Datagram);
        Say("info off", GetInt(server, level, option));
        Say("set info", $"{SetInt(server, level, option, 1)} {SetInt(server, level, hops, 1)}");
        Say("info on", $"{GetInt(server, level, option)} {GetInt(server, level, hops)}");
        // Of any address, so that the control data say which it was.
        Call(BindNo, server, (long)address, Address(address, isV6, 0, isAny: true));
        *length = 128;
        Call(NameNo, server, (long)address, (long)length);
        int size = Address(other, isV6, PortOf(address));
        for (int i = 0; i < 3; i++)
        {
            Say("sendto", Call(SendtoNo, client, buffer, 10 + i, 0, (long)other, size));
            Streams.Wait(server, 1);
            new Span<byte>(control, 256).Clear();
            // Enough room, too little, and none.
            int room = i == 0 ? 256 : i == 1 ? 24 : 8;
            byte* message = Message(memory + 100, 20, memory + 200, 20, control, room);
            long count = Call(RecvmsgNo, server, (long)message, 0);
            Say("recvmsg", $"{count} {*(long*)(message + 40)} {*(int*)(message + 48)}");
            if (i == 0)
            {
                byte* data = control + 16;
                Say("info", $"{*(long*)control} {*(int*)(control + 8)} {*(int*)(control + 12)}");
                Say("info", isV6 ? $"{data[0]} {data[15]} {*(int*)(data + 16) > 0}" : $"{*(int*)data > 0} {data[4]}.{data[7]} {data[8]}.{data[11]}");
                byte* second = control + (isV6 ? 40 : 32);
                Say("hops", $"{*(long*)second} {*(int*)(second + 8)} {*(int*)(second + 12)} {*(int*)(second + 16)}");
            }
        }

        // From an address: ours, and nobody's.
        foreach (bool isOurs in new[] { true, false })
        {
            new Span<byte>(control, 64).Clear();
            *(long*)control = isV6 ? 36 : 28;
            *(int*)(control + 8) = level;
            *(int*)(control + 12) = isV6 ? 50 : 8;
            if (isV6)
                (control[16], control[31]) = (isOurs ? (byte)0 : (byte)0xfd, 1);
            else
                (control[20], control[23]) = (isOurs ? (byte)127 : (byte)10, 1);
            byte* message = Message(memory, 3, memory + 10, 4, control, isV6 ? 40 : 32, other, size);
            Say("sendmsg from", Call(SendmsgNo, client, (long)message, 0) is 7 ? "7" : "an error");
        }

        *(long*)control = 3;
        Say("sendmsg wrong", Call(SendmsgNo, client, (long)Message(memory, 3, memory + 10, 4, control, 32, other, size), 0));
        Close(server);
        Close(client);
    }

    // :: is both versions, unless it is said otherwise before.
    private static void BothVersions(int type)
    {
        byte* address = Memory(256), other = Memory(256);
        int* length = (int*)Memory(16);
        foreach (bool isOnly in new[] { false, true })
        {
            foreach (bool isV4First in new[] { false, true })
            {
                long v6 = Socket(Inet6, type), v4 = Socket(Inet, type);
                Say("only", $"{SetInt(v6, 41, 26, isOnly ? 1 : 0)} {GetInt(v6, 41, 26)}");
                long first = isV4First ? v4 : v6, second = isV4First ? v6 : v4;
                Say("bind", Call(BindNo, first, (long)address, Address(address, !isV4First, 0, isAny: true)));
                *length = 128;
                Call(NameNo, first, (long)address, (long)length);
                Say("bind other", Call(BindNo, second, (long)other, Address(other, isV4First, PortOf(address), isAny: true)));
                Say("only late", SetInt(v6, 41, 26, 1) is 0 or -22);
                long loopback = Socket(Inet, type);
                Say("bind loopback", Call(BindNo, loopback, (long)other, Address(other, false, PortOf(address))));
                Close(loopback);
                Close(v6);
                Close(v4);
            }
        }
    }

    private static void RawSockets()
    {
        byte* memory = Memory(4096), address = Memory(256), other = Memory(256);
        int* length = (int*)Memory(16);
        long buffer = (long)memory;
        Say("raw protocol", Socket(Inet, Raw));
        // Anybody else may not, on either.
        if (Call(107) != 0)
            return;
        long ping = Socket(Inet, Raw, 1);
        Say("raw", ping > 0);
        Say("raw protocol", GetInt(ping, 1, 38));
        int size = Address(address, false, 0);
        Say("raw nowhere", Call(WriteNo, ping, buffer, 8));
        // An echo request; its sum with itself is 0xffff.
        new Span<byte>(memory, 12).Clear();
        (memory[0], memory[4], memory[5], memory[6], memory[7]) = (8, 0x12, 0x34, 0, 1);
        uint sum = 0x0800 + 0x1234 + 0x0001;
        (memory[2], memory[3]) = ((byte)(~sum >> 8), (byte)~sum);
        Say("raw send", Call(SendtoNo, ping, buffer, 12, 0, (long)address, size));
        // Both the request and the answer come back over the loopback interface, in this order.
        for (int i = 0; i < 2; i++)
        {
            Streams.Wait(ping, 1);
            *length = 128;
            long count = Call(RecvfromNo, ping, buffer + 100, 500, 0, (long)other, (long)length);
            Say("raw recv", $"{count} {*length} {other[4]}.{other[7]} {memory[100]:x} {memory[109]} {memory[120]}");
        }

        Say("raw none", Call(RecvfromNo, ping, buffer, 500, DontWait, 0, 0));
        Say("raw connect", Call(ConnectNo, ping, (long)address, size));
        Say("raw write", Call(WriteNo, ping, buffer, 12));
        Streams.Wait(ping, 1);
        Say("raw listen", Call(ListenNo, ping, 1));
        Close(ping);
    }
}
