using System.Collections.Frozen;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Runtime.InteropServices;

namespace Lithe.Build.Metadata;

/// <summary>An IL instruction.</summary>
/// <param name="Code">What it does.</param>
/// <param name="Token">The metadata token it names; 0 when it names none.</param>
/// <param name="Operand">Its first operand byte, where it has a short one.</param>
/// <param name="Offset">Where it starts in the body.</param>
internal readonly record struct IlInstruction(ILOpCode Code, int Token, int Operand, int Offset);

/// <summary>Reads IL (ECMA-335 III).</summary>
internal static class IlInstructions
{
    private static readonly FrozenDictionary<ushort, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>()
        .ToFrozenDictionary(code => (ushort)code.Value, code => code.OperandType);

    /// <summary>The instructions of a body, in order. Stops where the bytes make no sense.</summary>
    public static IEnumerable<IlInstruction> Read(byte[] il)
    {
        int at = 0;
        while (at < il.Length)
        {
            int start = at;
            ushort code = il[at++];
            if (code == 0xFE && at < il.Length)
                code = (ushort)(0xFE00 | il[at++]);
            if (!Operands.TryGetValue(code, out OperandType type))
                yield break;
            int size = Size(type, il, at);
            if (size < 0 || at + size > il.Length)
                yield break;
            bool named = type is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineSig;
            int token = named ? MemoryMarshal.Read<int>(il.AsSpan(at)) : 0;
            int operand = size == 1 ? il[at] : size == 2 ? MemoryMarshal.Read<ushort>(il.AsSpan(at)) : 0;
            yield return new IlInstruction((ILOpCode)code, token, operand, start);
            at += size;
        }
    }

    private static int Size(OperandType type, byte[] il, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => at + 4 <= il.Length ? 4 + 4 * MemoryMarshal.Read<int>(il.AsSpan(at)) : -1,
        _ => 4,
    };
}
