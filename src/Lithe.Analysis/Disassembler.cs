using System.Buffers.Binary;
using Iced.Intel;
using Lithe.Image;

namespace Lithe.Analysis;

/// <summary>A machine instruction.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Text">It, as an assembler writes it; for arm64 the instruction word in hexadecimal, branches by name.</param>
/// <param name="IsCall">It calls (or jumps out of the function, as a tail call does).</param>
/// <param name="Target">What it calls or jumps to, when that is fixed.</param>
/// <param name="TargetName">The C# name or symbol at <paramref name="Target"/>.</param>
public sealed record MachineInstruction(ulong Address, string Text, bool IsCall, ulong? Target, string? TargetName);

/// <summary>Disassembles functions of an image: for tests that prove what the compiler made of them.</summary>
public static class Disassembler
{
    /// <summary>The instructions of a method.</summary>
    /// <param name="debugElf">A <c>.debug</c> file.</param>
    /// <param name="method"><c>Namespace.Type.Method</c>, with parameters where several have that name; or a link symbol.</param>
    /// <exception cref="InvalidDataException">The file is broken, or the method is not in it, or more than one is.</exception>
    public static IReadOnlyList<MachineInstruction> Method(string debugElf, string method)
    {
        ElfFile elf = ElfFile.Open(debugElf);
        SymbolTable symbols = SymbolTable.Read(elf);
        List<CodeSymbol> found = [.. symbols.FindMethod(method).DistinctBy(symbol => symbol.Address)];
        if (found.Count != 1)
        {
            throw new InvalidDataException(found.Count == 0
                ? $"there is no '{method}' in {debugElf}: it was not compiled, or inlined everywhere"
                : $"'{method}' is several methods: {string.Join("; ", found.Select(symbol => symbol.Method ?? symbol.Name))}");
        }
        CodeSymbol code = found[0];
        ReadOnlySpan<byte> bytes = elf.ReadVirtual(code.Address, (int)code.Size);
        return elf.Machine == ElfMachine.Arm64 ? Arm64(bytes, code, symbols) : X64(bytes, code, symbols);
    }

    private static List<MachineInstruction> X64(ReadOnlySpan<byte> bytes, CodeSymbol code, SymbolTable symbols)
    {
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(bytes.ToArray()), code.Address);
        var formatter = new IntelFormatter(new FormatterOptions { HexPrefix = "0x", HexSuffix = string.Empty, SpaceAfterOperandSeparator = true });
        var output = new StringOutput();
        var instructions = new List<MachineInstruction>();
        while (decoder.IP < code.Address + code.Size)
        {
            decoder.Decode(out Instruction instruction);
            formatter.Format(instruction, output);
            string text = output.ToStringAndReset();
            ulong? target = instruction.FlowControl is FlowControl.Call or FlowControl.UnconditionalBranch or FlowControl.ConditionalBranch ? instruction.NearBranchTarget : null;
            bool leaves = target is { } address && (address < code.Address || address >= code.Address + code.Size);
            bool isCall = instruction.FlowControl is FlowControl.Call or FlowControl.IndirectCall || (leaves && instruction.FlowControl is not FlowControl.Next);
            instructions.Add(Make(instruction.IP, text, isCall, isCall ? target : null, symbols));
        }
        return instructions;
    }

    // Enough of A64 to see who is called: BL and B with a fixed target, BLR.
    private static List<MachineInstruction> Arm64(ReadOnlySpan<byte> bytes, CodeSymbol code, SymbolTable symbols)
    {
        var instructions = new List<MachineInstruction>();
        for (int at = 0; at + 4 <= bytes.Length; at += 4)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            ulong address = code.Address + (ulong)at;
            bool isBranch = (word & 0x7C000000) == 0x14000000;
            bool link = (word & 0x80000000) != 0;
            ulong target = address + (ulong)((long)((int)(word << 6) >> 6) * 4);
            bool leaves = target < code.Address || target >= code.Address + code.Size;
            bool indirect = (word & 0xFFFFFC1F) == 0xD63F0000;
            string text = isBranch ? $"{(link ? "bl" : "b")} 0x{target:x}" : indirect ? $"blr x{(word >> 5) & 31}" : $".word 0x{word:x8}";
            bool isCall = indirect || (isBranch && (link || leaves));
            instructions.Add(Make(address, text, isCall, isCall && isBranch ? target : null, symbols));
        }
        return instructions;
    }

    private static MachineInstruction Make(ulong address, string text, bool isCall, ulong? target, SymbolTable symbols)
    {
        CodeSymbol? called = target is { } place ? symbols.FindCode(place) : null;
        return new MachineInstruction(address, text, isCall, target, called?.Method ?? called?.Name);
    }

    private sealed class StringOutput : FormatterOutput
    {
        private readonly System.Text.StringBuilder _text = new();

        public override void Write(string text, FormatterTextKind kind) => _text.Append(text);

        public string ToStringAndReset()
        {
            string text = _text.ToString();
            _text.Clear();
            return text;
        }
    }
}
