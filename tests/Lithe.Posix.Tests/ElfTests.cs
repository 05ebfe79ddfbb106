using System.Buffers.Binary;
using Lithe.Loader;
using Lithe.Tests.Shared;

namespace Lithe.Posix.Tests;

/// <summary>Programs of this machine, and broken ones.</summary>
public sealed class ElfTests
{
    private const ushort X86 = 62;

    private static readonly byte[] Good = Make();

    [Fact]
    public void A_good_program_is_read()
    {
        Assert.Equal(ElfError.None, Check(Good, out ulong start, out ulong end, out ulong entry));
        Assert.Equal((0x400000ul, 0x403000ul, 0x401010ul), (start, end, entry));
    }

    [Fact]
    public void The_running_programs_own_files_are_read()
    {
        // The host of these tests, and its interpreter.
        byte[] bytes = File.ReadAllBytes("/proc/self/exe");
        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(18));
        Assert.Equal(ElfError.None, ElfProgram.CheckHeader(bytes, machine, out ulong offset, out int length));
        Assert.Equal(ElfError.None, ElfProgram.Check(bytes.AsSpan(0, 64), bytes.AsSpan((int)offset, length), (ulong)bytes.Length, out ElfProgram program));
        Assert.True(program.InterpreterLength > 10);
    }

    [Theory]
    [InlineData(0, 0, ElfError.NotElf)]
    [InlineData(4, 1, ElfError.WrongClass)]
    [InlineData(5, 2, ElfError.WrongClass)]
    [InlineData(16, 1, ElfError.WrongType)]
    [InlineData(18, 183, ElfError.WrongMachine)]
    [InlineData(54, 32, ElfError.BadHeaders)]
    [InlineData(56, 0, ElfError.BadHeaders)]
    [InlineData(56, 65, ElfError.BadHeaders)]
    [InlineData(39, 0xff, ElfError.BadHeaders)]
    [InlineData(64 + 4, 7, ElfError.WritableCode)]
    [InlineData(64 + 8, 1, ElfError.BadSegment)]
    [InlineData(64 + 13, 1, ElfError.BadSegment)]
    [InlineData(64 + 16 + 6, 0x80, ElfError.BadSegment)]
    [InlineData(64 + 36, 1, ElfError.BadSegment)]
    [InlineData(64 + 56 + 16 + 1, 0, ElfError.BadSegment)]
    [InlineData(24, 0, ElfError.None)]
    [InlineData(25, 0x50, ElfError.BadEntry)]
    public void A_broken_program_is_refused_with_the_reason(int at, byte value, ElfError error)
    {
        byte[] bytes = [.. Good];
        bytes[at] = value;
        if (at == 64 + 56 + 16 + 1)
            bytes[64 + 56 + 9] = 0x10;
        Assert.Equal(error == ElfError.BadSegment && at == 64 + 56 + 16 + 1 ? ElfError.Unordered : error, Check(bytes, out _, out _, out _));
        Assert.NotEmpty(ElfProgram.Describe(error));
    }

    [Fact]
    public void Fuzzed_headers_never_get_past_the_checks() => FuzzRounds.Run(1, ChangeHeaders);

    private static void ChangeHeaders(int seed)
    {
        var random = new Random(seed);
        int good = 0;
        for (int round = 0; round < 50_000; round++)
        {
            byte[] bytes = [.. Good];
            for (int i = random.Next(1, 5); i > 0; i--)
                bytes[random.Next(64 + 3 * 56)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)(1 << random.Next(8));
            if (random.Next(10) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            if (ElfProgram.CheckHeader(bytes, X86, out ulong offset, out int length) != ElfError.None || offset > (ulong)bytes.Length || length > bytes.Length - (int)offset)
                continue;
            if (ElfProgram.Check(bytes.AsSpan(0, 64), bytes.AsSpan((int)offset, length), (ulong)bytes.Length, out ElfProgram program) != ElfError.None)
                continue;
            good++;
            ulong last = 0;
            for (int i = 0; i < program.HeaderCount; i++)
            {
                if (!program.TryGetSegment(i, out ElfSegment segment))
                    continue;
                Assert.True(segment.FileSize <= segment.MemorySize && segment.Offset + segment.FileSize <= (ulong)bytes.Length);
                Assert.True(segment.Address >= last && segment.Address + segment.MemorySize <= 1UL << 47);
                Assert.True(segment.Address >= program.Start && segment.Address + segment.MemorySize <= program.End);
                last = (segment.Address + segment.MemorySize + 4095) & ~4095ul;
            }

            Assert.True(program.InterpreterOffset + (ulong)program.InterpreterLength <= (ulong)bytes.Length);
        }

        Assert.InRange(good, 150, 50_000);
    }

    [Fact]
    public void The_first_stack_is_as_the_abi_says()
    {
        byte[] memory = new byte[1024];
        const ulong End = 0x7000_0000;
        var stack = new FirstStack(memory, End);
        Span<ulong> arguments = new ulong[4], environment = new ulong[4];
        int environmentCount = stack.PushTexts("A=1\0"u8, environment), argumentCount = stack.PushTexts("/bin/x\0one\0"u8, arguments);
        ulong top = stack.PushTable(arguments[..argumentCount], environment[..environmentCount], [6, 4096]);
        Assert.False(stack.HasOverflowed);
        Assert.Equal(0u, top & 15);
        Span<byte> words = memory.AsSpan(1024 - (int)(End - top));
        Assert.Equal(2u, BinaryPrimitives.ReadUInt64LittleEndian(words));
        ulong first = BinaryPrimitives.ReadUInt64LittleEndian(words[8..]);
        Assert.Equal("/bin/x\0"u8.ToArray(), memory.AsSpan(1024 - (int)(End - first), 7).ToArray());
        Assert.Equal(0u, BinaryPrimitives.ReadUInt64LittleEndian(words[24..]));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt64LittleEndian(words[40..]));
        Assert.Equal(6u, BinaryPrimitives.ReadUInt64LittleEndian(words[48..]));
        var small = new FirstStack(new byte[32], End);
        small.PushTable(arguments, environment, []);
        Assert.True(small.HasOverflowed);
    }

    private static ElfError Check(byte[] bytes, out ulong start, out ulong end, out ulong entry)
    {
        start = end = entry = 0;
        ElfError error = ElfProgram.CheckHeader(bytes, X86, out ulong offset, out int length);
        if (error != ElfError.None)
            return error;
        error = ElfProgram.Check(bytes.AsSpan(0, 64), bytes.AsSpan((int)offset, length), (ulong)bytes.Length, out ElfProgram program);
        (start, end, entry) = (program.Start, program.End, program.Entry);
        return error;
    }

    // Code at 0x401000, data with zeros behind it at 0x402000, an interpreter.
    private static byte[] Make()
    {
        byte[] bytes = new byte[0x3000];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), X86);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), 0x401010);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(32), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(56), 3);
        Header(0, 1, 5, 0, 0x400000, 0x2000, 0x2000);
        Header(1, 1, 6, 0x2000, 0x402000, 0x100, 0x800);
        Header(2, 3, 4, 0x2f00, 0x402f00, 0x10, 0x10);
        return bytes;

        void Header(int index, uint type, uint flags, ulong offset, ulong address, ulong fileSize, ulong memorySize)
        {
            Span<byte> at = bytes.AsSpan(64 + index * 56);
            BinaryPrimitives.WriteUInt32LittleEndian(at, type);
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], flags);
            BinaryPrimitives.WriteUInt64LittleEndian(at[8..], offset);
            BinaryPrimitives.WriteUInt64LittleEndian(at[16..], address);
            BinaryPrimitives.WriteUInt64LittleEndian(at[32..], fileSize);
            BinaryPrimitives.WriteUInt64LittleEndian(at[40..], memorySize);
        }
    }
}
