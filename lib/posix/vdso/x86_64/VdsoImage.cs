using System;
using System.Buffers.Binary;

namespace Lithe.Posix;

/// <summary>
/// Writes the ELF image (System V ABI, generic part, chapters 4 and 5): one page, a shared object with four functions. The page before it holds what the clock of the day is
/// ahead of the monotonic one.
/// </summary>
internal ref struct VdsoImage
{
    private const int PageSize = 4096, HeaderSize = 64, ProgramHeaders = 64, Symbols = 192, Texts = 320, Hash = 512, Dynamic = 576, Code = 768;
    private const int SymbolSize = 24, SymbolCount = 5;

    private readonly Span<byte> _page;
    private int _at, _nextText, _nextSymbol;

    private VdsoImage(Span<byte> page)
    {
        _page = page;
        _at = Code;
        _nextText = Texts + 1;
        _nextSymbol = Symbols + SymbolSize;
    }

    /// <summary>Writes it into a page of zeros; <paramref name="scale"/> is where the clock's words lie.</summary>
    internal static void Write(Span<byte> page, int scale)
    {
        var image = new VdsoImage(page);
        int soname = image.AddText("linux-vdso.so.1"u8);
        int now = image.WriteNow(scale);
        image.WriteClockGettime(now);
        image.WriteGettimeofday(now);
        image.WriteTime(now);
        image.WriteGetcpu();
        image.WriteTables(soname);
    }

    // Nanoseconds of the clock, and r9, to rax; uses rcx, rdx, r8. What Clock.Nanoseconds does, look for look.
    private int WriteNow(int scale)
    {
        const int Version = 0, StartCycles = 8, StartNanoseconds = 16, Multiplier = 24;
        int start = _at;
        Put([0x4c, 0x8b, 0x04, 0x25], scale + Version);                 // mov  version, %r8
        Put([0x41, 0xf6, 0xc0, 0x01]);                                  // test $1, %r8b
        Jump(0x75, start);                                              // jnz  start
        Put([0x0f, 0x31]);                                              // rdtsc
        Put([0x48, 0xc1, 0xe2, 0x20]);                                  // shl  $32, %rdx
        Put([0x48, 0x09, 0xd0]);                                        // or   %rdx, %rax
        Put([0x31, 0xc9]);                                              // xor  %ecx, %ecx
        Put([0x48, 0x2b, 0x04, 0x25], scale + StartCycles);             // sub  cycles, %rax
        Put([0x48, 0x0f, 0x48, 0xc1]);                                  // cmovs %rcx, %rax
        Put([0x48, 0xf7, 0x24, 0x25], scale + Multiplier);              // mulq multiplier
        Put([0x48, 0x0f, 0xac, 0xd0, 0x20]);                            // shrd $32, %rdx, %rax
        Put([0x48, 0x03, 0x04, 0x25], scale + StartNanoseconds);        // add  nanoseconds, %rax
        Put([0x4c, 0x3b, 0x04, 0x25], scale + Version);                 // cmp  version, %r8
        Jump(0x75, start);                                              // jne  start
        Put([0x4c, 0x01, 0xc8]);                                        // add  %r9, %rax
        Put([0xc3]);                                                    // ret
        return start;
    }

    // (int clock, struct timespec *time): the clocks of the day (0, 5) and the monotonic ones (1, 4, 6, 7); the others are the kernel's.
    private void WriteClockGettime(int now)
    {
        int start = _at;
        Put([0xb8], 1 << 0 | 1 << 5 | 1 << 1 | 1 << 4 | 1 << 6 | 1 << 7); // mov $clocks, %eax
        Put([0x83, 0xff, 0x07]);                                        // cmp  $7, %edi
        int other = Forward(0x77);                                      // ja   kernel
        Put([0x0f, 0xa3, 0xf8]);                                        // bt   %edi, %eax
        int unknown = Forward(0x73);                                    // jnc  kernel
        Put([0x45, 0x31, 0xc9]);                                        // xor  %r9d, %r9d
        Put([0xb8], 1 << 0 | 1 << 5);                                   // mov  $clocks of the day, %eax
        Put([0x0f, 0xa3, 0xf8]);                                        // bt   %edi, %eax
        int monotonic = Forward(0x73);                                  // jnc  monotonic
        LoadOffset();
        Land(monotonic);
        Call(now);
        Divide();
        Put([0x48, 0x89, 0x06]);                                        // mov  %rax, (%rsi)
        Put([0x48, 0x89, 0x56, 0x08]);                                  // mov  %rdx, 8(%rsi)
        Put([0x31, 0xc0, 0xc3]);                                        // xor  %eax, %eax; ret
        Land(other);
        Land(unknown);
        Kernel(228);
        AddSymbol("__vdso_clock_gettime"u8, start);
    }

    // (struct timeval *time, struct timezone *zone): who asks for the zone, or for nothing, asks the kernel.
    private void WriteGettimeofday(int now)
    {
        int start = _at;
        Put([0x48, 0x85, 0xff]);                                        // test %rdi, %rdi
        int none = Forward(0x74);                                       // jz   kernel
        Put([0x48, 0x85, 0xf6]);                                        // test %rsi, %rsi
        int zone = Forward(0x75);                                       // jnz  kernel
        LoadOffset();
        Call(now);
        Divide();
        Put([0x48, 0x89, 0x07]);                                        // mov  %rax, (%rdi)
        Put([0x48, 0x69, 0xc2], 274_877_907);                           // imul $2^38/1000, %rdx, %rax
        Put([0x48, 0xc1, 0xe8, 38]);                                    // shr  $38, %rax
        Put([0x48, 0x89, 0x47, 0x08]);                                  // mov  %rax, 8(%rdi)
        Put([0x31, 0xc0, 0xc3]);                                        // xor  %eax, %eax; ret
        Land(none);
        Land(zone);
        Kernel(96);
        AddSymbol("__vdso_gettimeofday"u8, start);
    }

    // (time_t *seconds)
    private void WriteTime(int now)
    {
        int start = _at;
        LoadOffset();
        Call(now);
        Divide();
        Put([0x48, 0x85, 0xff]);                                        // test %rdi, %rdi
        int none = Forward(0x74);                                       // jz   end
        Put([0x48, 0x89, 0x07]);                                        // mov  %rax, (%rdi)
        Land(none);
        Put([0xc3]);                                                    // ret
        AddSymbol("__vdso_time"u8, start);
    }

    // (unsigned *processor, unsigned *node): the processor's number is the first word behind gs (arch/x86_64/processor.s).
    private void WriteGetcpu()
    {
        int start = _at;
        Put([0x65, 0x8b, 0x04, 0x25], 0);                               // mov  %gs:0, %eax
        Put([0x48, 0x85, 0xff]);                                        // test %rdi, %rdi
        int noProcessor = Forward(0x74);                                // jz   node
        Put([0x89, 0x07]);                                              // mov  %eax, (%rdi)
        Land(noProcessor);
        Put([0x48, 0x85, 0xf6]);                                        // test %rsi, %rsi
        int noNode = Forward(0x74);                                     // jz   end
        Put([0xc7, 0x06], 0);                                           // movl $0, (%rsi)
        Land(noNode);
        Put([0x31, 0xc0, 0xc3]);                                        // xor  %eax, %eax; ret
        AddSymbol("__vdso_getcpu"u8, start);
    }

    private void LoadOffset() => Put([0x4c, 0x8b, 0x0d], -PageSize - (_at + 7)); // mov offset(%rip), %r9

    // Nanoseconds in rax to seconds in rax and nanoseconds in rdx.
    private void Divide()
    {
        Put([0x31, 0xd2]);                                              // xor  %edx, %edx
        Put([0xb9], 1_000_000_000);                                     // mov  $10^9, %ecx
        Put([0x48, 0xf7, 0xf1]);                                        // div  %rcx
    }

    private void Kernel(int number)
    {
        Put([0xb8], number);                                            // mov  $number, %eax
        Put([0x0f, 0x05, 0xc3]);                                        // syscall; ret
    }

    private void Call(int target) => Put([0xe8], target - (_at + 5));

    private void Jump(byte condition, int target) => Put([condition, (byte)(sbyte)(target - (_at + 2))]);

    // A jump whose target comes later.
    private int Forward(byte condition)
    {
        Put([condition, 0]);
        return _at;
    }

    private readonly void Land(int from) => _page[from - 1] = (byte)(_at - from);

    private void Put(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_page.Slice(_at));
        _at += bytes.Length;
    }

    private void Put(scoped ReadOnlySpan<byte> bytes, int operand)
    {
        Put(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(_page.Slice(_at), operand);
        _at += 4;
    }

    private int AddText(ReadOnlySpan<byte> text)
    {
        int at = _nextText;
        text.CopyTo(_page.Slice(at));
        _nextText += text.Length + 1;
        return at - Texts;
    }

    private void AddSymbol(ReadOnlySpan<byte> name, int start)
    {
        const byte GlobalFunction = 0x12;
        Span<byte> symbol = _page.Slice(_nextSymbol, SymbolSize);
        BinaryPrimitives.WriteInt32LittleEndian(symbol, AddText(name));
        symbol[4] = GlobalFunction;
        // Any section but none.
        symbol[6] = 1;
        BinaryPrimitives.WriteInt64LittleEndian(symbol.Slice(8), start);
        BinaryPrimitives.WriteInt64LittleEndian(symbol.Slice(16), _at - start);
        _nextSymbol += SymbolSize;
    }

    private readonly void WriteTables(int soname)
    {
        const int Load = 1, DynamicType = 2, Read = 4, Execute = 1, SharedObject = 3, X86 = 62;
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(_page);
        Half(16, SharedObject);
        Half(18, X86);
        Word(20, 1);
        Long(32, ProgramHeaders);
        Half(52, HeaderSize);
        Half(54, 56);
        Half(56, 2);
        Segment(ProgramHeaders, Load, Read | Execute, 0, PageSize);
        Segment(ProgramHeaders + 56, DynamicType, Read, Dynamic, 7 * 16);
        // One chain that holds all.
        Word(Hash, 1);
        Word(Hash + 4, SymbolCount);
        Word(Hash + 8, 1);
        for (int i = 1; i < SymbolCount - 1; i++)
            Word(Hash + 12 + i * 4, i + 1);
        const int HashTable = 4, TextTable = 5, SymbolTable = 6, TextSize = 10, SymbolEntry = 11, Name = 14;
        int at = Dynamic;
        foreach ((int tag, int value) in (ReadOnlySpan<(int, int)>)[(Name, soname), (HashTable, Hash), (TextTable, Texts), (SymbolTable, Symbols), (TextSize, _nextText - Texts), (SymbolEntry, SymbolSize)])
        {
            Long(at, tag);
            Long(at + 8, value);
            at += 16;
        }
    }

    private readonly void Segment(int at, int type, int flags, int offset, int size)
    {
        Word(at, type);
        Word(at + 4, flags);
        Long(at + 8, offset);
        Long(at + 16, offset);
        Long(at + 24, offset);
        Long(at + 32, size);
        Long(at + 40, size);
        Long(at + 48, type == 1 ? PageSize : 8);
    }

    private readonly void Half(int at, int value) => BinaryPrimitives.WriteInt16LittleEndian(_page.Slice(at), (short)value);

    private readonly void Word(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_page.Slice(at), value);

    private readonly void Long(int at, int value) => BinaryPrimitives.WriteInt64LittleEndian(_page.Slice(at), value);
}
