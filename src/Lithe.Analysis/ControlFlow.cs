using System.Buffers.Binary;
using Iced.Intel;
using Lithe.Image;

namespace Lithe.Analysis;

/// <summary>
/// The branches of one function. The compiler gathers calls that throw behind the end of a function, one for all places of the same kind,
/// and gives them no line of their own: the lines are those of the branches that lead there.
/// </summary>
internal sealed class ControlFlow
{
    private readonly record struct Step(ulong Address, ulong? Target, bool FallsThrough);

    private readonly List<Step> _steps = [];

    private ControlFlow()
    {
    }

    public static ControlFlow Read(ElfFile elf, CodeSymbol function)
    {
        var flow = new ControlFlow();
        ReadOnlySpan<byte> code = elf.ReadVirtual(function.Address, (int)Math.Min(function.Size, 1 << 20));
        if (elf.Machine == ElfMachine.Arm64)
            flow.ReadArm64(code, function.Address);
        else
            flow.ReadX64(code, function.Address);
        return flow;
    }

    /// <summary>
    /// When the address lies in a block that code does not run into by itself: where that block starts, and the branches that lead there.
    /// </summary>
    public (ulong Start, IReadOnlyList<ulong> Sources)? FindDetachedBlock(ulong address)
    {
        ulong start = 0;
        foreach (Step step in _steps)
        {
            if (step.Target is { } target && target <= address && target > start)
                start = target;
        }
        int at = _steps.FindIndex(step => step.Address == start);
        if (start == 0 || at <= 0 || _steps[at - 1].FallsThrough)
            return null;
        return (start, [.. _steps.Where(step => step.Target == start).Select(step => step.Address)]);
    }

    private void ReadX64(ReadOnlySpan<byte> code, ulong address)
    {
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code.ToArray()), address);
        while (decoder.IP < address + (ulong)code.Length)
        {
            decoder.Decode(out Instruction instruction);
            ulong? target = instruction.FlowControl is FlowControl.ConditionalBranch or FlowControl.UnconditionalBranch ? instruction.NearBranchTarget : null;
            bool ends = instruction.FlowControl is FlowControl.UnconditionalBranch or FlowControl.IndirectBranch or FlowControl.Return or FlowControl.Interrupt or FlowControl.Exception;
            _steps.Add(new Step(instruction.IP, target, !ends));
        }
    }

    private void ReadArm64(ReadOnlySpan<byte> code, ulong address)
    {
        for (int at = 0; at + 4 <= code.Length; at += 4)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(code[at..]);
            ulong place = address + (ulong)at;
            bool jump = (word & 0xFC000000) == 0x14000000;
            bool conditional = (word & 0xFF000010) == 0x54000000 || (word & 0x7E000000) == 0x34000000;
            bool test = (word & 0x7E000000) == 0x36000000;
            ulong? target = jump ? place + Offset(word, 0, 26) : conditional ? place + Offset(word, 5, 19) : test ? place + Offset(word, 5, 14) : null;
            bool ends = jump || (word & 0xFFFFFC1F) is 0xD65F0000 or 0xD61F0000 || (word & 0xFFE0001F) == 0xD4200000;
            _steps.Add(new Step(place, target, !ends));
        }
    }

    private static ulong Offset(uint word, int low, int width) =>
        (ulong)((long)((int)(word << (32 - low - width)) >> (32 - width)) * 4);
}
