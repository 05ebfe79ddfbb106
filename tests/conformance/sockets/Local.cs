using System.Text;
using static Conformance.Net;
using static Conformance.Sys;

namespace Conformance;

/// <summary>AF_UNIX.</summary>
internal static unsafe class Local
{
    public static void Run()
    {
        byte* memory = Memory(400_000), address = Memory(256), other = Memory(256), control = Memory(64);
        int* length = (int*)Memory(16), pair = (int*)Memory(16);
        long buffer = (long)memory;
        Say("pair bad", Call(PairNo, Unix, Ordered, 0, Bad));
        Say("pair inet", Call(PairNo, Inet, Ordered, 0, (long)pair));
        foreach (int type in new[] { Ordered, Datagram, Sequenced })
        {
            Say($"pair {type}", Call(PairNo, Unix, type | NonBlocking, 0, (long)pair));
            (long a, long b) = (pair[0], pair[1]);
            *length = 128;
            Say("name", $"{Call(NameNo, a, (long)other, (long)length)} {*length}");
            Say("empty", Call(ReadNo, a, buffer, 10));
            Say("write", Call(WriteNo, a, buffer, 100));
            Say("write", Call(WriteNo, a, buffer, 50));
            Say("available", Call(16, b, 0x541b, buffer) == 0 ? *(int*)memory : -1);
            Say("peek", Call(RecvfromNo, b, buffer, 10, 2, 0, 0));
            Say("read", Call(ReadNo, b, buffer, 70));
            Say("read", Call(ReadNo, b, buffer, 70));
            Say("read", Call(ReadNo, b, buffer, 70));
            Say("credentials", Credentials(b, memory, length));

            // A descriptor goes along.
            long file = Call(2, Text("/dev/zero"), 0);
            *(long*)control = 20;
            (*(int*)(control + 8), *(int*)(control + 12), *(int*)(control + 16)) = (1, 1, (int)file);
            Say("pass", Call(SendmsgNo, a, (long)Message(memory, 3, memory, 4, control, 24), 0));
            Close(file);
            new Span<byte>(control, 64).Clear();
            byte* message = Message(memory, 10, memory, 10, control, 64);
            Say("take", $"{Call(RecvmsgNo, b, (long)message, 0x40000000)} {*(long*)(message + 40)} {*(int*)(message + 48):x} {*(long*)control}");
            long taken = *(int*)(control + 16);
            Say("taken", $"{Call(72, taken, 1)} {Call(ReadNo, taken, buffer, 5)}");
            Close(taken);
            (*(long*)control, *(int*)(control + 8), *(int*)(control + 12), *(int*)(control + 16)) = (20, 1, 1, 99);
            Say("pass none", Call(SendmsgNo, a, (long)Message(memory, 3, memory, 4, control, 24), 0));

            Say("shutdown", Call(ShutdownNo, a, 1));
            Say("write shut", Call(SendtoNo, a, buffer, 1, 0x4000, 0, 0));
            Say("read shut", Call(ReadNo, b, buffer, 10) is 0 or -11);
            Say("back", Call(WriteNo, b, buffer, 10));
            Close(a);
            Say("write gone", Call(SendtoNo, b, buffer, 1, 0x4000, 0, 0) is -32 or -111 or -104);
            Say("accept", Call(AcceptNo, b, 0, 0));
            Close(b);
        }

        Circles(pair, memory, control);
        long server = Socket(Unix, Ordered | NonBlocking), client = Socket(Unix, Ordered | NonBlocking);
        int size = UnixAddress(address, "name");
        Say("connect none", Call(ConnectNo, client, (long)address, size));
        Say("listen unnamed", Call(ListenNo, server, 5));
        Say("bind", Call(BindNo, server, (long)address, size));
        Say("bind again", Call(BindNo, server, (long)address, size));
        Say("bind taken", Call(BindNo, client, (long)address, size));
        Call(4, Text("name"), buffer);
        Say("mode", $"{*(uint*)(memory + 24):x}");
        Say("open", Call(2, Text("name"), 0));
        Say("connect early", Call(ConnectNo, client, (long)address, size));
        Say("listen", Call(ListenNo, server, 5));
        Say("accept none", Call(AcceptNo, server, 0, 0));
        Say("connect", Call(ConnectNo, client, (long)address, size));
        Say("connect again", Call(ConnectNo, client, (long)address, size));
        *length = 128;
        long accepted = Call(AcceptNo, server, (long)other, (long)length);
        Say("accept", $"{accepted > 0} {*length}");
        *length = 128;
        Call(NameNo, accepted, (long)other, (long)length);
        Say("name", $"{*length} {Encoding.ASCII.GetString(other + 2, *length - 3)}");
        *length = 128;
        Call(PeerNo, client, (long)other, (long)length);
        Say("peer", *length);
        Say("write", Call(WriteNo, client, buffer, 10));
        Close(client);
        Say("read", Call(ReadNo, accepted, buffer, 100));
        Say("end", Call(ReadNo, accepted, buffer, 100));
        Close(accepted);
        Close(server);
        client = Socket(Unix, Ordered);
        Say("refused", Call(ConnectNo, client, (long)address, size));
        Say("unlink", Call(87, Text("name")));
        Say("type", Call(ConnectNo, client, (long)address, UnixAddress(address, "/dev/null")));
        Say("family", Call(ConnectNo, client, (long)other, Address(other, false, 80)));
        Say("long", Call(BindNo, client, (long)address, 120));
        Close(client);

        // A name in no file system, and one that is picked.
        long one = Socket(Unix, Datagram), two = Socket(Unix, Datagram);
        size = UnixAddress(address, "\0lithe-conformance");
        Say("abstract", Call(BindNo, one, (long)address, size));
        Say("abstract taken", Call(BindNo, two, (long)address, size));
        Say("picked", Call(BindNo, two, (long)address, 2));
        *length = 128;
        Call(NameNo, two, (long)other, (long)length);
        Say("picked", $"{*length} {other[2]}");
        UnixAddress(address, "\0lithe-conformance");
        Say("sendto", Call(SendtoNo, two, buffer, 20, 0, (long)address, size));
        *length = 128;
        Say("recvfrom", $"{Call(RecvfromNo, one, buffer, 100, 0, (long)other, (long)length)} {*length}");
        Say("connect", Call(ConnectNo, two, (long)address, size));
        Say("too long", Call(WriteNo, two, buffer, 400_000));
        Say("write", Call(WriteNo, two, buffer, 7));
        Close(one);
        Say("write gone", Call(WriteNo, two, buffer, 7));
        Close(two);
    }

    // Sockets that wait to be received at each other when they are closed, many times.
    private static void Circles(int* pair, byte* memory, byte* control)
    {
        byte* message = Message(memory, 1, memory, 1, control, 24);
        long wrong = 0;
        for (int round = 0; round < 3000; round++)
        {
            int type = round % 3 == 0 ? Ordered : round % 3 == 1 ? Datagram : Sequenced;
            wrong += Call(PairNo, Unix, type, 0, (long)pair) == 0 ? 0 : 1;
            (long a, long b) = (pair[0], pair[1]);
            (*(long*)control, *(int*)(control + 8), *(int*)(control + 12)) = (24, 1, 1);
            (*(int*)(control + 16), *(int*)(control + 20)) = ((int)b, (int)a);
            wrong += Call(SendmsgNo, a, (long)message, 0) == 2 ? 0 : 1;
            wrong += Call(SendmsgNo, b, (long)message, 0) == 2 ? 0 : 1;
            Close(a);
            Close(b);
        }

        Say("circles", wrong);
    }

    private static string Credentials(long number, byte* memory, int* length)
    {
        *length = 12;
        long result = Call(GetNo, number, 1, 17, (long)memory, (long)length);
        return $"{result} {*length} {*(int*)memory == (int)Call(39)} {*(uint*)(memory + 4) == (uint)Call(102)}";
    }
}
