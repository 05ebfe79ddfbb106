using System.Buffers.Binary;
using System.Text;

namespace Lithe.Image;

/// <summary>A 64-bit little-endian ELF file: an object, or a linked image.</summary>
/// <remarks>Every offset and count in the file is checked before it is used: a broken file is an <see cref="InvalidDataException"/>.</remarks>
public sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int SymbolSize = 24;
    private const int RelaSize = 24;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Lazy<IReadOnlyList<ElfSymbol>> _symbols;

    private ElfFile(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < HeaderSize || !span.StartsWith("\u007fELF"u8))
            throw new InvalidDataException("not an ELF file");
        if (span[4] != 2 || span[5] != 1)
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        Machine = (ElfMachine)BinaryPrimitives.ReadUInt16LittleEndian(span[18..]);
        Entry = BinaryPrimitives.ReadUInt64LittleEndian(span[24..]);
        Segments = ReadSegments(span);
        Sections = ReadSections(span);
        _symbols = new(ReadSymbols);
    }

    /// <summary>The processor the code is for.</summary>
    public ElfMachine Machine { get; }

    /// <summary>Where a linked image starts.</summary>
    public ulong Entry { get; }

    /// <summary>The sections, by index; the first one is the empty one that ELF asks for.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>The program headers; none in an object.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>The symbol table, by index; empty in a stripped file.</summary>
    public IReadOnlyList<ElfSymbol> Symbols => _symbols.Value;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not an ELF file of the kind read here, or it is broken.</exception>
    public static ElfFile Open(string path) => Parse(File.ReadAllBytes(path));

    /// <summary>Reads a file that is in memory.</summary>
    /// <exception cref="InvalidDataException">It is not an ELF file of the kind read here, or it is broken.</exception>
    public static ElfFile Parse(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>The first section of a name, or null.</summary>
    public ElfSection? FindSection(string name) => Sections.FirstOrDefault(section => section.Name == name);

    /// <summary>A section's bytes; empty for one that occupies no space in the file.</summary>
    public ReadOnlyMemory<byte> Contents(ElfSection section) =>
        section.Type == ElfSectionType.NoBits ? default : Slice(section.Offset, section.Size, "section " + section.Name);

    /// <summary>A section's bytes by its name; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Contents(string sectionName) =>
        FindSection(sectionName) is { } section ? Contents(section) : default;

    /// <summary>The relocations of every section, with the section they change.</summary>
    public IEnumerable<(ElfSection Section, ElfRelocation Relocation)> Relocations()
    {
        foreach (ElfSection table in Sections)
        {
            if (table.Type != ElfSectionType.Rela)
                continue;
            ElfSection target = SectionAt(table.Info);
            ReadOnlyMemory<byte> bytes = Contents(table);
            for (int at = 0; at + RelaSize <= bytes.Length; at += RelaSize)
            {
                ReadOnlySpan<byte> entry = bytes.Span.Slice(at, RelaSize);
                ulong info = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
                yield return (target, new ElfRelocation(
                    BinaryPrimitives.ReadUInt64LittleEndian(entry),
                    (uint)info,
                    checked((int)(info >> 32)),
                    BinaryPrimitives.ReadInt64LittleEndian(entry[16..])));
            }
        }
    }

    /// <summary>The bytes that a linked image has at an address, or an empty span where the file holds none.</summary>
    public ReadOnlySpan<byte> ReadVirtual(ulong address, int length)
    {
        foreach (ElfSegment segment in Segments)
        {
            if (segment.Type == 1 && address >= segment.Address && address - segment.Address < segment.FileSize
                && (ulong)length <= segment.FileSize - (address - segment.Address))
                return Slice(segment.Offset + (address - segment.Address), (ulong)length, "segment").Span;
        }
        return default;
    }

    private ElfSection SectionAt(uint index) =>
        index < Sections.Count ? Sections[(int)index] : throw new InvalidDataException($"section {index} does not exist");

    private ReadOnlyMemory<byte> Slice(ulong offset, ulong size, string what)
    {
        if (offset > (ulong)_bytes.Length || size > (ulong)_bytes.Length - offset)
            throw new InvalidDataException($"{what} lies outside the file");
        return _bytes.Slice((int)offset, (int)size);
    }

    private List<ElfSegment> ReadSegments(ReadOnlySpan<byte> span)
    {
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(span[32..]);
        int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(span[54..]);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(span[56..]);
        var segments = new List<ElfSegment>(count);
        if (count != 0 && entrySize < ProgramHeaderSize)
            throw new InvalidDataException("program headers are too small");
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = Slice(table + (ulong)(i * entrySize), ProgramHeaderSize, "program header").Span;
            segments.Add(new ElfSegment(
                BinaryPrimitives.ReadUInt32LittleEndian(header),
                BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[32..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[40..])));
        }
        return segments;
    }

    private List<ElfSection> ReadSections(ReadOnlySpan<byte> span)
    {
        ulong table = BinaryPrimitives.ReadUInt64LittleEndian(span[40..]);
        int entrySize = BinaryPrimitives.ReadUInt16LittleEndian(span[58..]);
        uint count = BinaryPrimitives.ReadUInt16LittleEndian(span[60..]);
        uint namesIndex = BinaryPrimitives.ReadUInt16LittleEndian(span[62..]);
        if (table == 0)
            return [];
        if (entrySize < SectionHeaderSize)
            throw new InvalidDataException("section headers are too small");

        // Past 65,279 sections, the counts live in the first header.
        ReadOnlySpan<byte> first = Slice(table, SectionHeaderSize, "section header").Span;
        if (count == 0)
            count = checked((uint)BinaryPrimitives.ReadUInt64LittleEndian(first[32..]));
        if (namesIndex == 0xFFFF)
            namesIndex = BinaryPrimitives.ReadUInt32LittleEndian(first[40..]);
        Slice(table, (ulong)count * (ulong)entrySize, "section header table");
        if (namesIndex >= count)
            throw new InvalidDataException("the section name table does not exist");

        var headers = new List<ElfSection>((int)count);
        for (uint i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = Slice(table + i * (ulong)entrySize, SectionHeaderSize, "section header").Span;
            headers.Add(new ElfSection(
                (int)i,
                string.Empty,
                (ElfSectionType)BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
                (ElfSectionFlags)BinaryPrimitives.ReadUInt64LittleEndian(header[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(header[32..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[40..]),
                BinaryPrimitives.ReadUInt32LittleEndian(header[44..])));
        }

        ReadOnlyMemory<byte> names = Contents(headers[(int)namesIndex]);
        for (int i = 0; i < headers.Count; i++)
        {
            uint name = BinaryPrimitives.ReadUInt32LittleEndian(Slice(table + (ulong)i * (ulong)entrySize, 4, "section header").Span);
            headers[i] = headers[i] with { Name = Text(names.Span, name) };
        }
        return headers;
    }

    private List<ElfSymbol> ReadSymbols()
    {
        ElfSection? table = Sections.FirstOrDefault(section => section.Type == ElfSectionType.SymbolTable);
        if (table is null)
            return [];
        ReadOnlySpan<byte> names = Contents(SectionAt(table.Link)).Span;
        ReadOnlySpan<byte> extended = default;
        foreach (ElfSection section in Sections)
        {
            if (section.Type == ElfSectionType.SymbolSectionIndices && section.Link == (uint)table.Index)
                extended = Contents(section).Span;
        }

        ReadOnlySpan<byte> bytes = Contents(table).Span;
        var symbols = new List<ElfSymbol>(bytes.Length / SymbolSize);
        for (int at = 0; at + SymbolSize <= bytes.Length; at += SymbolSize)
        {
            ReadOnlySpan<byte> entry = bytes.Slice(at, SymbolSize);
            int section = BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]);
            if (section == 0xFFFF && extended.Length >= (at / SymbolSize + 1) * 4)
                section = BinaryPrimitives.ReadInt32LittleEndian(extended[(at / SymbolSize * 4)..]);
            symbols.Add(new ElfSymbol(
                Text(names, BinaryPrimitives.ReadUInt32LittleEndian(entry)),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]),
                section,
                (ElfSymbolType)(entry[4] & 0xF),
                (ElfSymbolBinding)(entry[4] >> 4)));
        }
        return symbols;
    }

    private static string Text(ReadOnlySpan<byte> table, uint offset)
    {
        if (offset >= (uint)table.Length)
            return string.Empty;
        ReadOnlySpan<byte> rest = table[(int)offset..];
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }
}
