using static Conformance.Net;
using static Conformance.Sys;

namespace Conformance;

/// <summary>Making sockets, and options.</summary>
internal static unsafe class Making
{
    public static void Run()
    {
        byte* memory = Memory(512);
        long buffer = (long)memory;
        foreach ((int family, int type, int protocol) in new[]
        {
            (Inet, Ordered, 0), (Inet, Ordered, 6), (Inet, Datagram, 17), (Inet6, Ordered, 0), (Inet6, Datagram, 0), (Unix, Ordered, 0), (Unix, Datagram, 0), (Unix, Sequenced, 0), (Inet, Ordered, 17), (Inet, Datagram, 6),
            (Inet, Ordered | NonBlocking | CloseOnExec, 0), (99, Ordered, 0), (Inet, 9, 0), (Inet, 0, 0), (Inet, Ordered | 0x100000, 0), (Unix, Ordered, 5), (Unix, Ordered, 1), (Inet, Sequenced, 0), (-1, Ordered, 0),
        })
        {
            long made = Socket(family, type, protocol);
            Say($"socket {family} {type:x} {protocol}", made < 0 ? made : 1);
            if (made < 0)
                continue;
            Say("flags", $"{Call(72, made, 1)} {Call(72, made, 3):x}");
            Call(5, made, buffer);
            Say("mode", $"{*(uint*)(memory + 24):x} {*(long*)(memory + 48)}");
            Say("lseek", Call(8, made, 0, 0));
            Say("pread", Call(17, made, buffer, 1, 0));
            Close(made);
        }

        long tcp = Socket(Inet, Ordered), udp = Socket(Inet, Datagram), tcp6 = Socket(Inet6, Ordered), unix = Socket(Unix, Ordered), file = Call(2, Text("/dev/null"), 2);
        foreach ((string name, long one) in new[] { ("tcp", tcp), ("udp", udp), ("tcp6", tcp6), ("unix", unix), ("file", file), ("none", 99L) })
        {
            foreach ((int level, int option) in new[] { (1, 2), (1, 3), (1, 4), (1, 6), (1, 9), (1, 15), (1, 30), (1, 38), (1, 39), (6, 1), (6, 3), (6, 4), (6, 5), (6, 6), (6, 18), (41, 26), (0, 2), (1, 99), (99, 1), (6, 99) })
                Say($"{name} option {level} {option}", GetInt(one, level, option));
            foreach ((int level, int option, int value) in new[] { (1, 2, 1), (1, 9, 1), (1, 6, 1), (1, 15, 1), (1, 3, 1), (6, 1, 1), (6, 3, 1), (6, 4, 60), (6, 4, 0), (6, 5, 10), (6, 6, 3), (6, 6, 200), (6, 18, 5000), (41, 26, 1), (1, 99, 1), (99, 1, 1) })
                Say($"{name} set {level} {option}", SetInt(one, level, option, value));
            foreach ((int level, int option) in new[] { (1, 2), (1, 9), (6, 1), (6, 4), (6, 5), (6, 6), (6, 18), (41, 26) })
                Say($"{name} option {level} {option}", GetInt(one, level, option));
            Say($"{name} short", Call(SetNo, one, 1, 2, buffer, 2));
            Say($"{name} negative", Call(SetNo, one, 1, 2, buffer, -1));
            Say($"{name} bad", Call(SetNo, one, 1, 2, Bad, 4));
            Say($"{name} get bad", Call(GetNo, one, 1, 2, Bad, Bad));
            (*(long*)memory, *(long*)(memory + 8)) = (1, 500_000);
            Say($"{name} time", Call(SetNo, one, 1, 20, buffer, 16));
            *(int*)(memory + 100) = 16;
            Say($"{name} time", Call(GetNo, one, 1, 20, buffer, buffer + 100) < 0 ? "no" : $"{*(long*)memory}.{*(long*)(memory + 8)} {*(int*)(memory + 100)}");
            (*(long*)memory, *(long*)(memory + 8)) = (0, 2_000_000);
            Say($"{name} time wrong", Call(SetNo, one, 1, 20, buffer, 16));
            (*(int*)memory, *(int*)(memory + 4)) = (1, 7);
            Say($"{name} linger", Call(SetNo, one, 1, 13, buffer, 8));
            *(int*)memory = 0;
            *(int*)(memory + 100) = 8;
            Say($"{name} linger", Call(GetNo, one, 1, 13, buffer, buffer + 100) < 0 ? "no" : $"{*(int*)memory} {*(int*)(memory + 4)}");
            Say($"{name} listen", name == "tcp6" ? 0 : name == "tcp" ? 0 : Call(ListenNo, one, 5));
            *(int*)(memory + 100) = 100;
            Say($"{name} peer", Call(PeerNo, one, buffer, buffer + 100));
            Say($"{name} name bad", Call(NameNo, one, Bad, Bad));
            Say($"{name} shutdown how", Call(ShutdownNo, one, 5));
            Say($"{name} shutdown", Call(ShutdownNo, one, 2));
            Say($"{name} send bad flags", Call(SendtoNo, one, buffer, 1, 0x4001, 0, 0) < 0);
        }

        foreach (long one in new[] { tcp, udp, tcp6, unix, file })
            Close(one);
    }
}
