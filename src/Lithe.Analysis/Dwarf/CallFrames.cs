using Lithe.Image;

namespace Lithe.Analysis.Dwarf;

/// <summary>How a register's value in the caller is found.</summary>
internal enum RuleKind
{
    Same,
    Undefined,
    AtCfa,
    IsCfa,
    Register,
}

internal readonly record struct RegisterRule(RuleKind Kind, long Operand);

/// <summary>What is known of a caller's frame at one address.</summary>
/// <param name="CfaRegister">The register that the canonical frame address is counted from.</param>
/// <param name="CfaOffset">What is added to it.</param>
/// <param name="Rules">Registers that the callee saved, by DWARF's numbers.</param>
/// <param name="ReturnAddressColumn">The register that stands for the return address.</param>
internal sealed record FrameRules(int CfaRegister, long CfaOffset, IReadOnlyDictionary<int, RegisterRule> Rules, int ReturnAddressColumn);

/// <summary>The call frame information of an image (<c>.eh_frame</c>): how to get from a frame to its caller without frame pointers.</summary>
internal sealed class CallFrames
{
    private sealed record Common(string Augmentation, ulong CodeAlignment, long DataAlignment, int ReturnColumn, byte PointerEncoding, byte[] Instructions);

    private sealed record Description(ulong Start, ulong End, Common Common, byte[] Instructions);

    private readonly List<Description> _descriptions = [];

    private CallFrames()
    {
    }

    public static CallFrames Read(ElfFile elf)
    {
        var frames = new CallFrames();
        if (elf.FindSection(".eh_frame") is not { } section)
            return frames;
        ReadOnlySpan<byte> bytes = elf.Contents(section).Span;
        var commons = new Dictionary<int, Common?>();
        var cursor = new DwarfCursor(bytes);
        while (!cursor.IsAtEnd)
        {
            int start = cursor.Position;
            int length = cursor.UnitLength();
            // A zero length ends one object's part; another object's may follow.
            if (length == 0)
                continue;
            int body = cursor.Position;
            uint id = cursor.U32();
            ReadOnlySpan<byte> entry = bytes.Slice(cursor.Position, body + length - cursor.Position);
            if (id == 0)
                commons[start] = ReadCommon(entry);
            else if (commons.GetValueOrDefault(body - (int)id) is { } common)
                frames.AddDescription(entry, common, section.Address + (ulong)cursor.Position);
            cursor.Position = body + length;
        }
        return frames;
    }

    /// <summary>The rules at an address, or null where nothing is known.</summary>
    public FrameRules? Find(ulong address)
    {
        Description? found = _descriptions.Find(description => address >= description.Start && address < description.End);
        return found is null ? null : new FrameProgram(found.Common.CodeAlignment, found.Common.DataAlignment, found.Common.ReturnColumn)
            .Run(found.Common.Instructions, found.Instructions, found.Start, address);
    }

    private static Common? ReadCommon(ReadOnlySpan<byte> entry)
    {
        var cursor = new DwarfCursor(entry);
        int version = cursor.U8();
        string augmentation = cursor.Text();
        if (version is not (1 or 3) || (augmentation.Length > 0 && augmentation[0] != 'z'))
            return null;
        ulong codeAlignment = cursor.Uleb();
        long dataAlignment = cursor.Sleb();
        int returnColumn = version == 1 ? cursor.U8() : (int)cursor.Uleb();
        byte encoding = 0;
        if (augmentation.Length > 0)
        {
            int size = (int)cursor.Uleb();
            int end = cursor.Position + size;
            foreach (char letter in augmentation.AsSpan(1))
            {
                if (letter == 'R')
                    encoding = cursor.U8();
                else if (letter == 'L')
                    cursor.U8();
                else if (letter == 'P')
                    Skip(ref cursor, cursor.U8());
            }
            cursor.Position = end;
        }
        return new Common(augmentation, codeAlignment, dataAlignment, returnColumn, encoding, cursor.Take(cursor.Length - cursor.Position).ToArray());
    }

    private void AddDescription(ReadOnlySpan<byte> entry, Common common, ulong address)
    {
        var cursor = new DwarfCursor(entry);
        ulong start = ReadPointer(ref cursor, common.PointerEncoding, address);
        ulong size = ReadPointer(ref cursor, (byte)(common.PointerEncoding & 0x0F), 0);
        if (common.Augmentation.Length > 0)
            cursor.Take((int)cursor.Uleb());
        if (start != 0)
            _descriptions.Add(new Description(start, start + size, common, cursor.Take(cursor.Length - cursor.Position).ToArray()));
    }

    private static void Skip(ref DwarfCursor cursor, byte encoding) => ReadPointer(ref cursor, encoding, 0);

    // DW_EH_PE: the low half says how the value is written, 0x10 that it counts from its own place.
    private static ulong ReadPointer(ref DwarfCursor cursor, byte encoding, ulong address)
    {
        ulong place = address + (ulong)cursor.Position;
        ulong value = (encoding & 0x0F) switch
        {
            0x00 or 0x04 or 0x0C => cursor.U64(),
            0x03 => cursor.U32(),
            0x0B => (ulong)(int)cursor.U32(),
            0x02 => cursor.U16(),
            0x0A => (ulong)(short)cursor.U16(),
            0x01 => cursor.Uleb(),
            0x09 => (ulong)cursor.Sleb(),
            _ => throw new InvalidDataException($"the pointer encoding 0x{encoding:x} is not known"),
        };
        return (encoding & 0x70) == 0x10 ? value + place : value;
    }
}
