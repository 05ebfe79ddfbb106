using static Conformance.Sys;

namespace Conformance;

internal static unsafe class Files
{
    private const int ReadOnly = 0, WriteOnly = 1, ReadWrite = 2, Create = 0x40, Exclusive = 0x80, Truncate = 0x200, Append = 0x400, NonBlocking = 0x800, Directory = 0x10000, NoFollow = 0x20000, CloseOnExec = 0x80000, PathOnly = 0x200000;

    public static void Run()
    {
        long name = Text("file"), none = Text("none"), here = Text("."), empty = Text("");
        byte* memory = Memory(65536);
        long buffer = (long)memory;

        Say("open none", Call(2, none, ReadOnly));
        Say("open bad", Call(2, Bad, ReadOnly));
        Say("open empty", Call(2, empty, ReadOnly));
        Say("open long", Call(2, Text(new string('x', 256)), ReadOnly));
        Say("open longer", Call(2, Text(new string('x', 5000)), ReadOnly));
        Say("open access 3", Call(2, none, 3) is -22 or -2);
        Say("open . write", Call(2, here, WriteOnly));
        long file = Call(2, name, ReadWrite | Create | Exclusive, 0x1a4);
        Say("open new", file > 2);
        Say("open again exclusive", Call(2, name, ReadWrite | Create | Exclusive, 0x1a4));
        Say("open as directory", Call(2, name, Directory));
        Say("open below file", Call(2, Text("file/x"), ReadOnly));
        Say("open file/", Call(2, Text("file/"), ReadOnly));
        Say("open create directory", Call(2, Text("dir/"), ReadWrite | Create, 0x1a4));
        Say("openat bad directory", Call(257, 99, name, ReadOnly));
        Say("openat file as directory", Call(257, file, name, ReadOnly));
        Say("creat in none", Call(85, Text("none/x"), 0x1a4));

        Say("write", Call(1, file, Text("0123456789"), 10));
        Say("write none", Call(1, file, buffer, 0));
        Say("write bad", Call(1, file, Bad, 5));
        Say("write bad descriptor", Call(1, 99, buffer, 5));
        Say("write -1", Call(1, -1, buffer, 5));
        Say("lseek start", Call(8, file, 2, 0));
        Say("lseek here", Call(8, file, 3, 1));
        Say("lseek end", Call(8, file, -1, 2));
        Say("lseek before start", Call(8, file, -100, 1));
        Say("lseek whence", Call(8, file, 0, 9));
        Say("lseek bad", Call(8, 99, 0, 0));
        Say("lseek data", Call(8, file, 0, 3));
        Say("lseek hole", Call(8, file, 0, 4));
        Say("lseek behind", Call(8, file, 100, 3));
        Say("lseek back", Call(8, file, 4, 0));
        Say("read", Ascii(memory, Call(0, file, buffer, 3)));
        Say("read rest", Ascii(memory, Call(0, file, buffer, 100)));
        Say("read end", Call(0, file, buffer, 100));
        Say("read bad", Call(0, file, Bad, 1));
        Say("read at end bad", Call(0, file, Bad, 0));
        Say("read bad descriptor", Call(0, 99, buffer, 1));
        Say("pread", Ascii(memory, Call(17, file, buffer, 4, 1)));
        Say("pread behind", Call(17, file, buffer, 4, 100));
        Say("pread negative", Call(17, file, buffer, 4, -1));
        Say("pwrite", Call(18, file, Text("AB"), 2, 12));
        Say("pwrite negative", Call(18, file, buffer, 4, -5));
        Say("pread hole", Call(17, file, buffer, 20, 0));
        Say("hole is zero", memory[10] == 0 && memory[11] == 0 && memory[12] == 'A');

        long* vectors = (long*)Memory(64);
        vectors[0] = Text("one");
        vectors[1] = 3;
        vectors[2] = Text("two");
        vectors[3] = 3;
        Say("writev", Call(20, file, (long)vectors, 2));
        Say("writev bad", Call(20, file, Bad, 2));
        Say("writev too many", Call(20, file, (long)vectors, 5000));
        Say("writev negative", Call(20, file, (long)vectors, -1));
        Call(8, file, 0, 0);
        vectors[0] = buffer;
        vectors[1] = 5;
        vectors[2] = buffer + 100;
        vectors[3] = 50;
        Say("readv", Call(19, file, (long)vectors, 2));
        Say("readv parts", Ascii(memory, 5) + Ascii(memory + 100, 5));
        Say("preadv", Call(295, file, (long)vectors, 1, 3));
        Say("pwritev", Call(296, file, (long)vectors, 1, 0));

        long reader = Call(2, name, ReadOnly), writer = Call(2, name, WriteOnly | Append);
        Say("write to reader", Call(1, reader, buffer, 1));
        Say("read from writer", Call(0, writer, buffer, 1));
        Say("append", Call(1, writer, Text("end"), 3));
        Say("append position", Call(8, writer, 0, 1));
        Say("ftruncate", Call(77, file, 5));
        Say("ftruncate reader", Call(77, reader, 5));
        Say("ftruncate negative", Call(77, file, -1));
        Say("ftruncate longer", Call(77, file, 8192));
        Say("size", Call(8, file, 0, 2));
        Say("truncate", Call(76, name, 100));
        Say("truncate none", Call(76, none, 100));
        Say("truncate directory", Call(76, here, 100));
        Say("fallocate", Call(285, file, 0, 0, 4096));
        Say("fallocate reader", Call(285, reader, 0, 0, 4096));
        Say("fallocate zero", Call(285, file, 0, 0, 0));
        Say("size", Call(8, file, 0, 2));
        Say("fsync", Call(74, file));
        Say("fdatasync", Call(75, file));
        Say("fsync bad", Call(74, 99));
        Say("fadvise", Call(221, file, 0, 0, 4));
        Say("fadvise advice", Call(221, file, 0, 0, 99));

        Say("fstat", Call(5, file, buffer));
        Say("mode", *(uint*)(memory + 24) & 0xffff);
        Say("size", *(long*)(memory + 48));
        Say("links", *(long*)(memory + 16));
        Say("fstat bad", Call(5, file, Bad));
        Say("fstat bad descriptor", Call(5, 99, buffer));
        Say("stat none", Call(4, none, buffer));
        Say("stat bad path", Call(4, Bad, buffer));
        Say("stat bad buffer", Call(4, name, Bad));
        Say("fstatat empty", Call(262, file, empty, buffer, 0x1000));
        Say("fstatat empty without", Call(262, file, empty, buffer, 0));
        Say("fstatat flags", Call(262, -100, name, buffer, 0x40000));
        Say("statx", Call(332, -100, name, 0, 0x7ff, buffer));
        Say("statx mode", *(ushort*)(memory + 28));
        Say("statx size", *(long*)(memory + 40));
        Say("statx flags", Call(332, -100, name, 0x6000, 0x7ff, buffer));
        Say("statx none", Call(332, -100, none, 0, 0x7ff, buffer));

        long second = Call(32, file);
        Say("dup", second > file);
        Say("dup bad", Call(32, 99));
        Say("dup2", Call(33, file, 50));
        Say("dup2 same", Call(33, 50, 50));
        Say("dup2 bad same", Call(33, 99, 99));
        Say("dup2 bad", Call(33, 99, 50));
        Say("dup2 negative", Call(33, file, -1));
        Say("dup3 same", Call(292, 50, 50, 0));
        Say("dup3 flags", Call(292, file, 51, 1));
        Say("dup3", Call(292, file, 51, CloseOnExec));
        Say("getfd", Call(72, 51, 1));
        Say("setfd", Call(72, 51, 2, 0));
        Say("getfd", Call(72, 51, 1));
        Say("dupfd", Call(72, file, 0, 60));
        Say("dupfd cloexec", Call(72, file, 1030, 60));
        Say("getfd", Call(72, 61, 1));
        Say("dupfd too high", Call(72, file, 0, 1 << 30));
        Say("dupfd bad", Call(72, 99, 0, 0));
        Say("fcntl command", Call(72, file, 999, 0));
        Say("getfl", Call(72, writer, 3) & 0x7fff);
        Say("setfl", Call(72, writer, 4, NonBlocking));
        Say("getfl", Call(72, writer, 3) & 0x7fff);
        Say("shared position", Call(8, second, 7, 0) == 7 && Call(8, 50, 0, 1) == 7);
        Say("close_range", Call(436, 50, 61, 0));
        Say("close_range order", Call(436, 61, 50, 0));
        Say("close again", Call(3, 50));
        Say("close bad", Call(3, -5));
        Say("flock", Call(73, file, 2));
        Say("flock other", Call(73, reader, 5));
        Say("flock own", Call(73, second, 6));
        Say("unlock", Call(73, file, 8));
        Say("flock other", Call(73, reader, 5));
        Say("flock operation", Call(73, file, 0));
        LockRecords(file, reader, writer, name);
        Say("ioctl", Call(16, file, 0x5401, buffer));
        Say("ioctl bad", Call(16, 99, 0x5401, buffer));
        Say("fionread", Call(16, file, 0x541b, buffer));

        long path = Call(2, name, PathOnly);
        Say("read path", Call(0, path, buffer, 1));
        Say("fstat path", Call(5, path, buffer));
        long target = Call(85, Text("copy"), 0x1b6);
        Call(8, file, 0, 0);
        Call(18, file, Text("to be copied"), 12, 0);
        Say("sendfile", Call(40, target, file, 0, 12));
        *(long*)memory = 3;
        Say("sendfile offset", Call(40, target, file, buffer, 2));
        Say("offset", *(long*)memory);
        Say("sendfile bad", Call(40, 99, file, 0, 1));
        Say("sendfile bad offset", Call(40, target, file, Bad, 1));
        Say("copy_file_range", Call(326, file, 0, target, 0, 100, 0) > 0);
        Say("copy_file_range flags", Call(326, file, 0, target, 0, 100, 1));
        long memfd = Call(319, Text("name"), 1);
        Say("memfd", Call(1, memfd, buffer, 100));
        Say("memfd flags", Call(319, Text("name"), 0x1000));
        Say("getdents file", Call(217, file, buffer, 1000));
        long device = Call(2, Text("/dev/zero"), ReadWrite);
        memory[0] = 1;
        Say("read zero", Call(0, device, buffer, 10) == 10 && memory[0] == 0);
        Say("write zero", Call(1, device, buffer, 10));
        long full = Call(2, Text("/dev/full"), WriteOnly), nothing = Call(2, Text("/dev/null"), ReadWrite | Truncate);
        Say("write full", Call(1, full, buffer, 10));
        Say("read null", Call(0, nothing, buffer, 10));
        Say("write null", Call(1, nothing, buffer, 10));
        foreach (long descriptor in new[] { file, reader, writer, second, path, target, memfd, device, full, nothing })
            Call(3, descriptor);
        Say("unlink", Call(87, Text("copy")));
        Say("unlink", Call(87, name));
    }

    // Locks on ranges of bytes: those of open files are in each other's way within a process, its own are not, and go when any descriptor of the file is closed.
    private static void LockRecords(long file, long reader, long writer, long name)
    {
        const int Get = 5, Set = 6, OpenGet = 36, OpenSet = 37, Read = 0, Write = 1, None = 2;
        long other = Call(2, name, ReadWrite);
        Say("lock", Lock(file, Set, Write, 0, 10, 5));
        Say("lock again", Lock(other, Set, Write, 0, 0, 100));
        Say("lock own asked", Asked(other, Get, Write, 0, 0, 0));
        Say("lock open file", Lock(other, OpenSet, Write, 0, 12, 1));
        Say("lock open file behind", Lock(other, OpenSet, Write, 0, 200, 10));
        Say("lock open file asked", Asked(file, Get, Read, 0, 150, 0));
        Say("lock open file asked before", Asked(file, Get, Read, 0, 150, 10));
        Say("unlock part", Lock(other, OpenSet, None, 0, 203, 4));
        Say("lock asked first part", Asked(file, OpenGet, Write, 0, 0, 0));
        Say("lock asked second part", Asked(file, Get, Write, 0, 204, 0));
        Say("lock to shared", Lock(other, OpenSet, Read, 0, 200, 10));
        Say("lock shared beside", Lock(file, OpenSet, Read, 0, 205, 50));
        Say("lock exclusive over shared", Lock(file, OpenSet, Write, 0, 205, 50));
        Say("lock of open file, number", Lock(file, OpenSet, Write, 0, 300, 1, 5));
        Say("lock kind", Lock(file, Set, 7, 0, 0, 0));
        Say("lock whence", Lock(file, Set, Write, 9, 0, 0));
        Say("lock before start", Lock(file, Set, Write, 0, -1, 0));
        Say("lock backwards", Lock(file, Set, Write, 0, 100, -10));
        Say("lock backwards too far", Lock(file, Set, Write, 0, 5, -10));
        Say("lock too long", Lock(file, Set, Write, 0, long.MaxValue, 2));
        Say("lock from end", Lock(file, Set, Write, 2, 0, 0));
        Say("lock read-only", Lock(reader, Set, Write, 0, 0, 1));
        Say("lock bad", Call(72, file, Set, Bad));
        Say("lock bad descriptor", Call(72, 99, Set, Bad));
        Say("close other", Call(3, other));
        Say("lock gone", Asked(writer, OpenGet, Write, 0, 0, 150));
        Say("lock own open file's left", Asked(writer, OpenGet, Write, 0, 0, 0));
        Say("unlock all", Lock(file, OpenSet, None, 0, 0, 0));
        Say("lock, patient", Lock(file, 7, Write, 0, 0, 10));
        long third = Call(2, name, ReadWrite);
        Say("lock of another", Lock(third, OpenSet, Write, 0, 50, 10));
        long waited = 0;
        var waiter = new Thread(() => waited = Lock(file, 38, Write, 0, 55, 10) == 0 && Lock(writer, OpenSet, Write, 0, 58, 1) == -11 ? 1 : -1);
        waiter.Start();
        Thread.Sleep(30);
        Say("lock waits", waited == 0);
        Call(3, third);
        waiter.Join();
        Say("lock waited", waited);
        Say("unlock waited", Lock(file, OpenSet, None, 0, 0, 0));
        Say("lock none left", Asked(writer, OpenGet, Write, 0, 0, 0));
    }

    private static long Lock(long file, int command, int kind, int whence, long start, long length, int process = 0)
    {
        long* range = stackalloc long[4];
        FillRange(range, kind, whence, start, length, process);
        return Call(72, file, command, (long)range);
    }

    private static string Asked(long file, int command, int kind, int whence, long start, long length)
    {
        long* range = stackalloc long[4];
        FillRange(range, kind, whence, start, length, 0);
        long result = Call(72, file, command, (long)range);
        return $"{result}: {(short)range[0]} {range[1]} {range[2]} {((int)range[3] > 0 ? "a process" : (int)range[3])}";
    }

    private static void FillRange(long* range, int kind, int whence, long start, long length, int process)
    {
        range[0] = (uint)whence << 16 | (uint)kind;
        range[1] = start;
        range[2] = length;
        range[3] = process;
    }
}
