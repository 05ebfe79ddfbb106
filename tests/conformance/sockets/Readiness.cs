using static Conformance.Net;
using static Conformance.Sys;

namespace Conformance;

/// <summary>poll and epoll of sockets.</summary>
internal static unsafe class Readiness
{
    public static void Run()
    {
        byte* memory = Memory(400_000), address = Memory(256);
        int* length = (int*)Memory(16);
        long buffer = (long)memory;
        long fresh = Socket(Inet, Ordered);
        Say("fresh", Poll(fresh));
        Close(fresh);
        long server = Socket(Inet, Ordered | NonBlocking);
        Call(BindNo, server, (long)address, Address(address, false, 0));
        Call(ListenNo, server, 5);
        *length = 128;
        Call(NameNo, server, (long)address, (long)length);
        Say("listening", Poll(server));
        long client = Socket(Inet, Ordered | NonBlocking);
        long begun = Call(ConnectNo, client, (long)address, 16);
        Streams.Wait(client, 4);
        Say("connecting", begun is 0 or -115 && GetInt(client, 1, 4) == "0 (4)");
        Streams.Wait(server, 1);
        Say("listening", Poll(server));
        long accepted = Call(Accept4No, server, 0, 0, NonBlocking);
        Say("accepted", Poll(accepted));

        // By edge: once, until more comes.
        long epoll = Call(291, 0);
        byte* events = Memory(256);
        *(uint*)events = 0x80002005;
        *(long*)(events + 4) = 7;
        Say("add", Call(233, epoll, 1, accepted, (long)events));
        Say("wait", Wait(epoll, events));
        Say("wait", Wait(epoll, events));
        Call(WriteNo, client, buffer, 100);
        Streams.Wait(accepted, 1);
        Say("wait", Wait(epoll, events));
        Say("wait", Wait(epoll, events));
        Call(ReadNo, accepted, buffer, 10);
        Say("wait", Wait(epoll, events));
        Call(WriteNo, client, buffer, 100);
        Streams.Wait(accepted, 1);
        Pause();
        Say("wait", Wait(epoll, events));
        Call(ReadNo, accepted, buffer, 1000);
        Say("poll", Poll(accepted));
        Call(ShutdownNo, client, 1);
        Pause();
        Say("half closed", Poll(accepted));
        Say("wait", Wait(epoll, events));
        Call(ShutdownNo, accepted, 1);
        Pause();
        Say("closed", Poll(accepted));
        Say("closed", Poll(client));
        Call(CloseNo, client);
        Call(CloseNo, accepted);
        Say("wait", Wait(epoll, events));

        // By level, and once.
        (client, accepted) = Streams.Connect(server, address, 16, Inet);
        *(uint*)events = 1;
        Call(233, epoll, 1, accepted, (long)events);
        Call(WriteNo, client, buffer, 5);
        Streams.Wait(accepted, 1);
        Say("wait", Wait(epoll, events));
        Say("wait", Wait(epoll, events));
        *(uint*)events = 0x40000001;
        Call(233, epoll, 3, accepted, (long)events);
        Say("wait", Wait(epoll, events));
        Say("wait", Wait(epoll, events));
        *(uint*)(memory + 100) = 1;
        Close(client);
        Close(accepted);
        Close(epoll);
        Close(server);
        int* pair = (int*)Memory(8);
        Call(PairNo, Unix, Ordered, 0, (long)pair);
        Say("pair", Poll(pair[0]));
        Call(WriteNo, pair[1], buffer, 5);
        Say("pair", Poll(pair[0]));
        Close(pair[1]);
        Say("pair", Poll(pair[0]));
        Close(pair[0]);

        // A time limit of a call.
        long udp = Socket(Inet, Datagram);
        Call(BindNo, udp, (long)address, Address(address, false, 0));
        (*(long*)memory, *(long*)(memory + 8)) = (0, 20_000);
        Call(SetNo, udp, 1, 20, buffer, 16);
        Say("in time", Call(RecvfromNo, udp, buffer, 10, 0, 0, 0));
        Close(udp);
    }

    private static string Poll(long number)
    {
        long* poll = (long*)Memory(8);
        *poll = number | 0x2005L << 32;
        long count = Call(7, (long)poll, 1, 0);
        return $"{count} {(ulong)*poll >> 48:x}";
    }

    private static string Wait(long epoll, byte* events)
    {
        long count = Call(232, epoll, (long)events, 5, 0);
        return count <= 0 ? $"{count}" : $"{count} {*(uint*)events:x}";
    }

    private static void Pause()
    {
        long* time = (long*)Memory(16);
        time[1] = 30_000_000;
        Call(35, (long)time, 0);
    }
}
