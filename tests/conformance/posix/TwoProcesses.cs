using static Conformance.Sys;

namespace Conformance;

/// <summary>Locks on ranges of a file between two processes: a child that shares this one's memory but not its descriptors (vfork) makes two calls of fcntl and ends with their error.</summary>
internal static unsafe class TwoProcesses
{
    private const int Fcntl = 72, Get = 5, Set = 6, SetPatient = 7, Read = 0, Write = 1, None = 2;

    // long(long file, long* calls, byte* stack): clone(CLONE_VM | CLONE_VFORK | SIGCHLD) on the other stack; the child's two calls are {command, struct flock*}, and it exits with the error number
    // of the first that fails, or 0. The parent gets clone's answer.
    private static ReadOnlySpan<byte> Code =>
    [
        0x53, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57,   // push rbx, r12..r15
        0x49, 0x89, 0xfc, 0x49, 0x89, 0xf5, 0x48, 0x89, 0xd6,   // mov r12, rdi; mov r13, rsi; mov rsi, rdx
        0xbf, 0x11, 0x41, 0, 0, 0x31, 0xd2, 0x45, 0x31, 0xd2, 0x45, 0x31, 0xc0,   // mov edi, flags; no identifiers, no thread pointer
        0xb8, 56, 0, 0, 0, 0x0f, 0x05, 0x48, 0x85, 0xc0, 0x74, 10,   // clone; the child goes on behind the return
        0x41, 0x5f, 0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c, 0x5b, 0xc3,
        0x4c, 0x89, 0xe7, 0x49, 0x8b, 0x75, 0, 0x49, 0x8b, 0x55, 8, 0xb8, 72, 0, 0, 0, 0x0f, 0x05,   // fcntl(r12, [r13], [r13 + 8])
        0x85, 0xc0, 0x75, 18,
        0x4c, 0x89, 0xe7, 0x49, 0x8b, 0x75, 16, 0x49, 0x8b, 0x55, 24, 0xb8, 72, 0, 0, 0, 0x0f, 0x05,   // the second
        0xf7, 0xd8, 0x89, 0xc7, 0xb8, 60, 0, 0, 0, 0x0f, 0x05,   // exit(-eax)
    ];

    public static void Run()
    {
        byte* code = (byte*)Call(9, 0, 4096, 3, 0x22, -1, 0), stack = (byte*)Call(9, 0, 65536, 3, 0x22, -1, 0) + 65536;
        Code.CopyTo(new Span<byte>(code, 4096));
        Say("code", Call(10, (long)code, 4096, 5));
        long name = Text("two"), file = Call(2, name, 0x42, 0x1a4);
        long* mine = Range(Write, 0, 10), range = Range(Read, 0, 0);
        long Child(int first, long* one, int second, long* other) => RunChild(code, stack, file, first, one, second, other);
        Say("lock", Call(Fcntl, file, Set, (long)mine));
        Say("child's conflict", Child(Set, Range(Write, 5, 1), Get, range));
        Say("child's shared conflict", Child(Set, Range(Read, 9, 5), Get, range));
        range = Range(Write, 0, 0);
        Say("child's lock behind", Child(Set, Range(Write, 10, 5), Get, range));
        Say("what the child saw", $"{(short)range[0]} {range[1]} {range[2]} {(int)range[3] == Call(39)}");
        Say("gone with the child", Call(Fcntl, file, Set, (long)Range(Write, 10, 5)));
        Say("shared", Call(Fcntl, file, Set, (long)Range(Read, 0, 15)));
        Say("child shares", Child(Set, Range(Read, 0, 100), Set, Range(Write, 20, 5)));
        Say("child cannot have it alone", Child(Set, Range(Read, 0, 100), Set, Range(Write, 14, 5)));
        Say("child unlocks nothing of ours", Child(Set, Range(None, 0, 0), Set, Range(Write, 3, 1)));
        Say("unlock", Call(Fcntl, file, Set, (long)Range(None, 0, 0)));

        // Waiting for each other: whoever comes last is told. The thread that made the child waits for it.
        Say("lock", Call(Fcntl, file, Set, (long)mine));
        long status = -1;
        var parent = new Thread(() => status = Child(Set, Range(Write, 50, 10), SetPatient, Range(Write, 5, 1)));
        parent.Start();
        long* asked;
        do
        {
            Thread.Sleep(10);
            asked = Range(Write, 50, 1);
            Call(Fcntl, file, Get, (long)asked);
        }
        while ((short)asked[0] == None);
        Thread.Sleep(500);
        Say("deadlock", Call(Fcntl, file, SetPatient, (long)Range(Write, 55, 1)));
        Say("only asked", Call(Fcntl, file, Set, (long)Range(Write, 55, 1)));
        Say("child waits", status);
        Say("unlock", Call(Fcntl, file, Set, (long)Range(None, 0, 0)));
        parent.Join();
        Say("child had it", status);
        Call(3, file);
        Say("unlink", Call(87, name));
    }

    // What its parent is told of its end.
    private static long RunChild(byte* code, byte* stack, long file, int first, long* one, int second, long* other)
    {
        long* calls = (long*)Memory(32);
        (calls[0], calls[1], calls[2], calls[3]) = (first, (long)one, second, (long)other);
        long child = ((delegate* unmanaged<long, long*, byte*, long>)code)(file, calls, stack);
        int* status = (int*)Memory(8);
        return child > 0 && Call(61, child, (long)status, 0, 0) == child ? *status >> 8 : child;
    }

    private static long* Range(int kind, long start, long length)
    {
        long* range = (long*)Memory(32);
        (range[0], range[1], range[2]) = (kind, start, length);
        return range;
    }
}
