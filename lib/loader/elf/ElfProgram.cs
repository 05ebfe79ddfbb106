using System;
using System.Buffers.Binary;

namespace Lithe.Loader;

/// <summary>Why a file is no program that can run here.</summary>
public enum ElfError
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Too short for a header.</summary>
    TooShort,

    /// <summary>It does not begin with the letters ELF.</summary>
    NotElf,

    /// <summary>Not for 64-bit little-endian processors.</summary>
    WrongClass,

    /// <summary>For another processor.</summary>
    WrongMachine,

    /// <summary>Neither an executable nor a shared object.</summary>
    WrongType,

    /// <summary>No program headers, too many, or of a wrong size or place.</summary>
    BadHeaders,

    /// <summary>A segment's sizes, address or place in the file do not fit together.</summary>
    BadSegment,

    /// <summary>Segments overlap or are not in the order of their addresses.</summary>
    Unordered,

    /// <summary>Nothing is to be loaded.</summary>
    NothingToLoad,

    /// <summary>The interpreter's name is too long, not terminated, or not in the file.</summary>
    BadInterpreter,

    /// <summary>A segment is to be written and executed.</summary>
    WritableCode,

    /// <summary>The program starts outside of its code.</summary>
    BadEntry,
}

/// <summary>A segment to load.</summary>
/// <param name="Address">Where, relative to the program's base.</param>
/// <param name="MemorySize">Number of bytes there.</param>
/// <param name="Offset">Where its content is in the file.</param>
/// <param name="FileSize">How much of it is in the file; the rest is zeros.</param>
/// <param name="Flags">1 executed, 2 written, 4 read.</param>
public readonly record struct ElfSegment(ulong Address, ulong MemorySize, ulong Offset, ulong FileSize, uint Flags);

/// <summary>
/// An ELF program's headers, checked: what is read from here can be relied on. (System V ABI, generic part, chapters 4 and 5.) Segments are in the order of their addresses, do
/// not meet in one page, lie below 2^47, and their content lies in the file.
/// </summary>
public ref struct ElfProgram
{
    /// <summary>Number of bytes of the file's own header.</summary>
    public const int HeaderSize = 64;

    /// <summary>Number of bytes of a program header.</summary>
    public const int ProgramHeaderSize = 56;

    /// <summary>The most program headers that are taken.</summary>
    public const int MaxHeaders = 64;

    /// <summary>The longest name of an interpreter.</summary>
    public const int MaxInterpreter = 255;

    private const ulong AddressLimit = 1UL << 47, PageMask = 4095;
    private const uint LoadType = 1, DynamicType = 2, InterpreterType = 3, HeadersType = 6;

    private ReadOnlySpan<byte> _headers;
    private int _count;

    /// <summary>Linked to fixed addresses: its base is 0.</summary>
    public bool IsFixed { get; private set; }

    /// <summary>Where it starts, relative to the base.</summary>
    public ulong Entry { get; private set; }

    /// <summary>Where its program headers are in the file.</summary>
    public ulong HeadersOffset { get; private set; }

    /// <summary>How many there are.</summary>
    public readonly int HeaderCount => _count;

    /// <summary>Where they are in memory, relative to the base; 0 when no segment holds them.</summary>
    public ulong HeadersAddress { get; private set; }

    /// <summary>The first address of all segments, at a page's start, and the one behind the last, at a page's end.</summary>
    public ulong Start { get; private set; }

    /// <inheritdoc cref="Start"/>
    public ulong End { get; private set; }

    /// <summary>Where the interpreter's name is in the file, and its length with the zero; 0 without one.</summary>
    public ulong InterpreterOffset { get; private set; }

    /// <inheritdoc cref="InterpreterOffset"/>
    public int InterpreterLength { get; private set; }

    /// <summary>Checks a file's header, and says where its program headers are.</summary>
    /// <param name="header">The file's first <see cref="HeaderSize"/> bytes.</param>
    /// <param name="machine">The processor's number (<c>EM_X86_64</c> is 62, <c>EM_AARCH64</c> 183).</param>
    /// <param name="offset">Where they are in the file.</param>
    /// <param name="length">How many bytes they have.</param>
    public static ElfError CheckHeader(ReadOnlySpan<byte> header, ushort machine, out ulong offset, out int length)
    {
        offset = 0;
        length = 0;
        if (header.Length < HeaderSize)
            return header.Length >= 4 && !header.Slice(0, 4).SequenceEqual("\u007fELF"u8) ? ElfError.NotElf : ElfError.TooShort;
        if (!header.Slice(0, 4).SequenceEqual("\u007fELF"u8))
            return ElfError.NotElf;
        const byte Class64 = 2, LittleEndian = 1, Version = 1;
        if (header[4] != Class64 || header[5] != LittleEndian || header[6] != Version)
            return ElfError.WrongClass;
        if (BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(18)) != machine)
            return ElfError.WrongMachine;
        const ushort Executable = 2, Shared = 3;
        if (BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(16)) is not (Executable or Shared))
            return ElfError.WrongType;
        offset = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(32));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(56));
        if (BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(54)) != ProgramHeaderSize || count is 0 or > MaxHeaders || offset > long.MaxValue - MaxHeaders * ProgramHeaderSize)
            return ElfError.BadHeaders;
        length = count * ProgramHeaderSize;
        return ElfError.None;
    }

    /// <summary>Checks all of a program.</summary>
    /// <param name="header">The file's first <see cref="HeaderSize"/> bytes, which <see cref="CheckHeader"/> has passed.</param>
    /// <param name="headers">Its program headers, all of them; they are kept.</param>
    /// <param name="fileLength">The file's length.</param>
    /// <param name="program">The program.</param>
    public static ElfError Check(scoped ReadOnlySpan<byte> header, ReadOnlySpan<byte> headers, ulong fileLength, out ElfProgram program)
    {
        program = default;
        if (header.Length < HeaderSize || headers.Length == 0 || headers.Length % ProgramHeaderSize != 0)
            return ElfError.BadHeaders;
        program._headers = headers;
        program._count = headers.Length / ProgramHeaderSize;
        program.IsFixed = BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(16)) == 2;
        program.Entry = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(24));
        program.HeadersOffset = BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(32));
        program.Start = ulong.MaxValue;
        bool entryFits = false;
        for (int i = 0; i < program._count; i++)
        {
            uint type = program.TypeOf(i);
            ElfSegment segment = program.SegmentAt(i);
            if (type == InterpreterType)
            {
                if (segment.FileSize is < 2 or > MaxInterpreter + 1 || segment.Offset > fileLength || segment.FileSize > fileLength - segment.Offset)
                    return ElfError.BadInterpreter;
                program.InterpreterOffset = segment.Offset;
                program.InterpreterLength = (int)segment.FileSize;
            }

            if (type != LoadType || segment.MemorySize == 0)
                continue;
            if (segment.FileSize > segment.MemorySize || segment.Offset > fileLength || segment.FileSize > fileLength - segment.Offset
                || segment.Address >= AddressLimit || segment.MemorySize > AddressLimit - segment.Address - PageMask
                || ((segment.Address ^ segment.Offset) & PageMask) != 0)
            {
                return ElfError.BadSegment;
            }

            const uint Executed = 1, Written = 2;
            if ((segment.Flags & (Executed | Written)) == (Executed | Written))
                return ElfError.WritableCode;
            ulong start = segment.Address & ~PageMask;
            if (program.Start != ulong.MaxValue && start < program.End)
                return ElfError.Unordered;
            if (program.Start == ulong.MaxValue)
                program.Start = start;
            program.End = (segment.Address + segment.MemorySize + PageMask) & ~PageMask;
            if (program.HeadersOffset >= segment.Offset && program.HeadersOffset + (ulong)headers.Length <= segment.Offset + segment.FileSize)
                program.HeadersAddress = segment.Address + (program.HeadersOffset - segment.Offset);
            entryFits |= (segment.Flags & Executed) != 0 && program.Entry >= segment.Address && program.Entry < segment.Address + segment.MemorySize;
        }

        if (program.Start == ulong.MaxValue)
            return ElfError.NothingToLoad;
        // Page 0 is nobody's.
        if (program.IsFixed && program.Start == 0)
            return ElfError.BadSegment;
        return entryFits ? ElfError.None : ElfError.BadEntry;
    }

    /// <summary>The segment of a header; false when it is none to load.</summary>
    public readonly bool TryGetSegment(int index, out ElfSegment segment)
    {
        segment = SegmentAt(index);
        return TypeOf(index) == LoadType && segment.MemorySize > 0;
    }

    private readonly uint TypeOf(int index) => BinaryPrimitives.ReadUInt32LittleEndian(_headers.Slice(index * ProgramHeaderSize));

    private readonly ElfSegment SegmentAt(int index)
    {
        ReadOnlySpan<byte> header = _headers.Slice(index * ProgramHeaderSize, ProgramHeaderSize);
        return new ElfSegment(
            BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(16)),
            BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(40)),
            BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(8)),
            BinaryPrimitives.ReadUInt64LittleEndian(header.Slice(32)),
            BinaryPrimitives.ReadUInt32LittleEndian(header.Slice(4)));
    }

    /// <summary>The reason in words.</summary>
    public static string Describe(ElfError error) => error switch
    {
        ElfError.None => "it can run",
        ElfError.TooShort => "it is too short for an ELF file",
        ElfError.NotElf => "it is no ELF file",
        ElfError.WrongClass => "it is not for 64-bit little-endian processors",
        ElfError.WrongMachine => "it is for another processor",
        ElfError.WrongType => "it is neither an executable nor position-independent",
        ElfError.BadHeaders => "its program headers are missing, too many, or not where they should be",
        ElfError.BadSegment => "a segment does not fit into the file or the address space",
        ElfError.Unordered => "its segments overlap or are out of order",
        ElfError.NothingToLoad => "it has nothing to load",
        ElfError.BadInterpreter => "the name of its interpreter is wrong",
        ElfError.WritableCode => "a segment is writable and executable, which no page is here",
        _ => "it starts outside of its code",
    };
}
