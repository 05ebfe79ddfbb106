using System.Text;
using Lithe.Image;

namespace Lithe.Analysis.Dwarf;

/// <summary>A place in a source file.</summary>
internal readonly record struct SourceLine(string File, int Line);

/// <summary>The line tables of an image (<c>.debug_line</c>, DWARF 2 to 5): which line the code at an address comes from.</summary>
internal sealed class LineTable
{
    private readonly record struct Row(ulong Address, string? File, int Line);

    // Sorted by address. A row without a file ends a run of code.
    private readonly Row[] _rows;

    private LineTable(Row[] rows) => _rows = rows;

    /// <summary>Reads the tables; rows outside the image's code (of functions that were not linked) are left out.</summary>
    public static LineTable Read(ElfFile elf)
    {
        ReadOnlySpan<byte> section = elf.Contents(".debug_line").Span;
        byte[] strings = elf.Contents(".debug_line_str").ToArray();
        (ulong Start, ulong End)[] code = [.. elf.Sections
            .Where(part => part.Flags.HasFlag(ElfSectionFlags.Execute) && part.Flags.HasFlag(ElfSectionFlags.Alloc))
            .Select(part => (part.Address, part.Address + part.Size))];
        var rows = new List<Row>();
        var cursor = new DwarfCursor(section);
        while (!cursor.IsAtEnd)
        {
            int length = cursor.UnitLength();
            if (length == 0)
                continue;
            ReadUnit(section.Slice(cursor.Position, length), strings, code, rows);
            cursor.Position += length;
        }
        // A run that starts where another ends: the end must not hide the start.
        return new LineTable([.. rows.OrderBy(row => row.Address).ThenBy(row => row.File is null ? 0 : 1)]);
    }

    /// <summary>The line of an address, or null where no table speaks of it.</summary>
    /// <param name="address">The address.</param>
    /// <param name="from">The start of its function: what stands before is another one's.</param>
    public SourceLine? Find(ulong address, ulong from)
    {
        int low = 0, high = _rows.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_rows[middle].Address <= address)
                low = middle + 1;
            else
                high = middle;
        }
        // Code without a line of its own (line 0) belongs to the line before it in the same run.
        for (int at = low - 1; at >= 0 && _rows[at].Address >= from && _rows[at].File is { } file; at--)
        {
            if (_rows[at].Line != 0)
                return new SourceLine(file, _rows[at].Line);
        }
        return null;
    }

    /// <summary>The first line of a range of addresses, or null.</summary>
    public SourceLine? FindFirst(ulong start, ulong end)
    {
        int at = Array.FindIndex(_rows, row => row.Address >= start && row.File is not null && row.Line != 0);
        return at >= 0 && _rows[at].Address < end ? new SourceLine(_rows[at].File!, _rows[at].Line) : null;
    }

    /// <summary>Whether a line starts in a range of addresses, both ends included.</summary>
    public bool HasRow(ulong first, ulong last) => Array.Exists(_rows, row => row.Address >= first && row.Address <= last && row.File is not null);

    /// <summary>The lines that have code in a range.</summary>
    public HashSet<int> LinesOf(ulong start, ulong end) =>
        [.. _rows.Where(row => row.Address >= start && row.Address < end && row.File is not null).Select(row => row.Line)];

    /// <summary>The line of the next code behind an address that comes from further down in the source.</summary>
    public int NextLine(ulong address, ulong end, int line)
    {
        foreach (Row row in _rows)
        {
            if (row.Address > address && row.Address < end && row.File is not null && row.Line > line)
                return row.Line;
        }
        return line;
    }

    private static void ReadUnit(ReadOnlySpan<byte> unit, byte[] strings, (ulong Start, ulong End)[] code, List<Row> rows)
    {
        var cursor = new DwarfCursor(unit);
        int version = cursor.U16();
        if (version is < 2 or > 5)
            throw new InvalidDataException($"line tables of DWARF {version} are not known");
        if (version >= 5)
            cursor.U16(); // sizes of an address and of a segment selector
        int programStart = (int)cursor.U32();
        programStart += cursor.Position;
        int minimumLength = cursor.U8();
        if (version >= 4)
            cursor.U8(); // operations per instruction: 1 but for VLIW machines
        cursor.U8(); // whether a row is a statement by default
        int lineBase = cursor.S8();
        int lineRange = Math.Max((int)cursor.U8(), 1);
        int opcodeBase = cursor.U8();
        byte[] operandCounts = cursor.Take(Math.Max(opcodeBase - 1, 0)).ToArray();
        List<string> files = version >= 5 ? ReadFiles5(ref cursor, strings) : ReadFiles(ref cursor);
        cursor.Position = programStart;

        ulong address = 0;
        int file = 1, line = 1;
        var run = new List<Row>();
        while (!cursor.IsAtEnd)
        {
            int opcode = cursor.U8();
            if (opcode >= opcodeBase)
            {
                int adjusted = opcode - opcodeBase;
                address += (ulong)(adjusted / lineRange * minimumLength);
                line += lineBase + adjusted % lineRange;
                Emit();
                continue;
            }
            switch (opcode)
            {
                case 0:
                    int length = (int)cursor.Uleb();
                    int next = cursor.Position + length;
                    switch (length == 0 ? 0 : cursor.U8())
                    {
                        case 1: // end of a run
                            run.Add(new Row(address, null, 0));
                            Finish(run, code, rows);
                            run.Clear();
                            (address, file, line) = (0, 1, 1);
                            break;
                        case 2: // set address
                            address = cursor.U64();
                            break;
                    }
                    cursor.Position = next;
                    break;
                case 1:
                    Emit();
                    break;
                case 2:
                    address += cursor.Uleb() * (ulong)minimumLength;
                    break;
                case 3:
                    line += (int)cursor.Sleb();
                    break;
                case 4:
                    file = (int)cursor.Uleb();
                    break;
                case 8: // advance as the last special opcode would
                    address += (ulong)((255 - opcodeBase) / lineRange * minimumLength);
                    break;
                case 9:
                    address += cursor.U16();
                    break;
                default:
                    for (int i = 0; i < operandCounts[opcode - 1]; i++)
                        cursor.Uleb();
                    break;
            }
        }

        void Emit()
        {
            int index = version >= 5 ? file : file - 1;
            run.Add(new Row(address, (uint)index < (uint)files.Count ? files[index] : "?", line));
        }
    }

    // A linker that drops a function leaves its rows, at address 0 or close to it.
    private static void Finish(List<Row> run, (ulong Start, ulong End)[] code, List<Row> rows)
    {
        ulong start = run[0].Address;
        foreach ((ulong from, ulong to) in code)
        {
            if (start >= from && start < to)
            {
                rows.AddRange(run);
                return;
            }
        }
    }

    private static List<string> ReadFiles(ref DwarfCursor cursor)
    {
        var folders = new List<string> { string.Empty };
        while (cursor.Text() is { Length: > 0 } folder)
            folders.Add(folder);
        var files = new List<string>();
        while (cursor.Text() is { Length: > 0 } name)
        {
            int folder = (int)cursor.Uleb();
            cursor.Uleb();
            cursor.Uleb();
            files.Add(Join((uint)folder < (uint)folders.Count ? folders[folder] : string.Empty, name));
        }
        return files;
    }

    private static List<string> ReadFiles5(ref DwarfCursor cursor, byte[] strings)
    {
        List<(string Path, int Folder)> folders = ReadEntries5(ref cursor, strings);
        List<(string Path, int Folder)> files = ReadEntries5(ref cursor, strings);
        return [.. files.Select(file => Join(file.Folder > 0 && file.Folder < folders.Count ? folders[file.Folder].Path : string.Empty, file.Path))];
    }

    private static List<(string Path, int Folder)> ReadEntries5(ref DwarfCursor cursor, byte[] strings)
    {
        int formatCount = cursor.U8();
        var formats = new List<(ulong Content, ulong Form)>();
        for (int i = 0; i < formatCount; i++)
            formats.Add((cursor.Uleb(), cursor.Uleb()));
        ulong count = cursor.Uleb();
        if (count > (ulong)cursor.Length)
            throw new InvalidDataException("a line table lists more files than it can hold");
        var entries = new List<(string, int)>();
        for (ulong i = 0; i < count; i++)
        {
            string path = string.Empty;
            int folder = 0;
            foreach ((ulong content, ulong form) in formats)
            {
                (string? text, ulong number) = ReadForm(ref cursor, form, strings);
                if (content == 1)
                    path = text ?? string.Empty;
                else if (content == 2)
                    folder = (int)number;
            }
            entries.Add((path, folder));
        }
        return entries;
    }

    private static (string? Text, ulong Number) ReadForm(ref DwarfCursor cursor, ulong form, byte[] strings)
    {
        switch (form)
        {
            case 0x08: // string
                return (cursor.Text(), 0);
            case 0x1f: // line_strp
                int offset = (int)cursor.U32();
                ReadOnlySpan<byte> rest = strings.AsSpan(Math.Min(offset, strings.Length));
                int end = rest.IndexOf((byte)0);
                return (Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]), 0);
            case 0x0b: // data1
                return (null, cursor.U8());
            case 0x05: // data2
                return (null, cursor.U16());
            case 0x06 or 0x0e: // data4, strp
                return (null, cursor.U32());
            case 0x07: // data8
                return (null, cursor.U64());
            case 0x1e: // data16: an MD5 sum
                cursor.Take(16);
                return (null, 0);
            case 0x0f: // udata
                return (null, cursor.Uleb());
            case 0x09: // block
                cursor.Take((int)cursor.Uleb());
                return (null, 0);
            default:
                throw new InvalidDataException($"the form 0x{form:x} is not known in a line table");
        }
    }

    // The build writes '.' for the repository.
    private static string Join(string folder, string name)
    {
        string path = folder.Length == 0 || name.StartsWith('/') ? name : folder + "/" + name;
        while (path.StartsWith("./", StringComparison.Ordinal))
            path = path[2..];
        return path;
    }
}
