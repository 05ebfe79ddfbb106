using static Conformance.Sys;

namespace Conformance;

internal static unsafe class Memory
{
    private const int None = 0, Read = 1, Write = 2, Execute = 4, Shared = 1, Private = 2, Fixed = 16, Anonymous = 32, NoReplace = 0x100000;

    public static void Run()
    {
        long at = Call(9, 0, 65536, Read | Write, Private | Anonymous, -1, 0);
        Say("mmap", at > 0);
        *(int*)at = 7;
        Say("mmap length", Call(9, 0, 0, Read, Private | Anonymous, -1, 0));
        Say("mmap type", Call(9, 0, 4096, Read, Anonymous, -1, 0));
        Say("mmap offset", Call(9, 0, 4096, Read, Private, 0, 5));
        Say("mmap descriptor", Call(9, 0, 4096, Read, Private, 99, 0));
        Say("mmap fixed unaligned", Call(9, at + 1, 4096, Read, Private | Anonymous | Fixed, -1, 0));
        Say("mmap huge", Call(9, 0, 1L << 60, Read, Private | Anonymous, -1, 0));
        Say("mmap fixed", Call(9, at, 4096, Read | Write, Private | Anonymous | Fixed, -1, 0) == at);
        Say("is new", *(int*)at == 0);
        Say("mmap taken", Call(9, at, 4096, Read | Write, Private | Anonymous | NoReplace, -1, 0));
        Say("munmap part", Call(11, at + 8192, 4096));
        Say("munmap again", Call(11, at + 8192, 4096));
        Say("munmap unaligned", Call(11, at + 1, 4096));
        Say("munmap zero", Call(11, at, 0));
        Say("mmap hole", Call(9, at + 8192, 4096, Read | Write, Private | Anonymous | NoReplace, -1, 0) == at + 8192);
        Say("mprotect", Call(10, at, 4096, Read));
        Say("write to read-only", Call(318, at, 8, 0));
        Say("mprotect none", Call(10, at, 4096, None));
        Say("read from none", Call(1, 1, at, 1));
        Say("mprotect unaligned", Call(10, at + 1, 4096, Read));
        Say("mprotect kind", Call(10, at, 4096, 0x100));
        Call(11, at + 8192, 4096);
        Say("mprotect hole", Call(10, at + 4096, 16384, Read));
        Say("madvise", Call(28, at + 16384, 4096, 4));
        Say("madvise advice", Call(28, at, 4096, 77));
        Say("madvise unaligned", Call(28, at + 1, 4096, 4));
        *(int*)(at + 20480) = 9;
        Say("madvise dontneed", Call(28, at + 20480, 4096, 4) == 0 && *(int*)(at + 20480) == 0);
        Say("msync", Call(26, at + 16384, 4096, 4));
        Say("msync flags", Call(26, at, 4096, 5));
        Say("msync hole", Call(26, at + 8192, 4096, 4));
        byte* seen = Sys.Memory(16);
        Say("mincore hole", Call(27, at + 8192, 4096, (long)seen));
        Say("mincore bad", Call(27, at + 16384, 4096, Bad));
        Say("mlock", Call(149, at + 16384, 4096));
        Say("munlock", Call(150, at + 16384, 4096));
        *(int*)(at + 16384) = 5;
        long moved = Call(25, at + 16384, 4096, 1 << 20, 1, 0);
        Say("mremap", moved > 0 && *(int*)moved == 5);
        Say("mremap smaller", Call(25, moved, 1 << 20, 4096, 0, 0) == moved);
        Say("mremap flags", Call(25, moved, 4096, 8192, 99, 0));
        Say("mremap unaligned", Call(25, moved + 1, 4096, 8192, 1, 0));
        Say("mremap hole", Call(25, at + 8192, 4096, 8192, 1, 0));
        Say("munmap", Call(11, moved, 4096));
        long end = Call(12, 0);
        Say("brk", Call(12, end + 8192) == end + 8192);
        *(int*)(end + 4096) = 3;
        Say("brk back", Call(12, end) == end);
        Say("brk wrong", Call(12, 1) == end);

        long file = Call(2, Text("mapped"), 2 | 0x40, 0x1a4);
        Call(77, file, 10000);
        Call(18, file, Text("content"), 7, 0);
        long shared = Call(9, 0, 10000, Read | Write, Shared, file, 0), copy = Call(9, 0, 10000, Read | Write, Private, file, 0);
        Say("shared", Ascii((byte*)shared, 7));
        *(byte*)shared = (byte)'C';
        byte* memory = Sys.Memory(100);
        Say("file", Ascii(memory, Call(17, file, (long)memory, 7, 0)));
        *(byte*)copy = (byte)'x';
        Say("file", Ascii(memory, Call(17, file, (long)memory, 7, 0)));
        Say("msync shared", Call(26, shared, 8192, 4));
        long reader = Call(2, Text("mapped"), 0);
        Say("mmap shared reader", Call(9, 0, 4096, Read | Write, Shared, reader, 0));
        Say("mmap private reader", Call(9, 0, 4096, Read | Write, Private, reader, 0) > 0);
        long writer = Call(2, Text("mapped"), 1);
        Say("mmap writer", Call(9, 0, 4096, Write, Shared, writer, 0));
        long folder = Call(2, Text("."), 0);
        Say("mmap directory", Call(9, 0, 4096, Read, Private, folder, 0));
        foreach (long descriptor in new[] { file, reader, writer, folder })
            Call(3, descriptor);
        Say("still there", Ascii((byte*)shared, 7));
        Call(11, shared, 10000);
        Call(11, copy, 10000);
        Say("unlink", Call(87, Text("mapped")));
        Say("membarrier", Call(324, 0, 0) > 0);
        Say("membarrier command", Call(324, 9999, 0));
        _ = Execute;
    }
}
