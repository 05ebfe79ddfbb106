using Lithe.Analysis.Dwarf;
using Lithe.Image;

namespace Lithe.Analysis;

/// <summary>Walks a stack by call frame information: sees callers that left no frame pointer.</summary>
public sealed class Unwinder
{
    private const int MaximumFrames = 256;

    private readonly CallFrames _frames;
    private readonly ElfMachine _machine;

    private Unwinder(CallFrames frames, ElfMachine machine) => (_frames, _machine) = (frames, machine);

    /// <summary>Reads a <c>.debug</c> file.</summary>
    public static Unwinder Open(ElfFile debugElf) => new(CallFrames.Read(debugElf), debugElf.Machine);

    /// <summary>The addresses of the frames, the innermost first: where it is, then return addresses.</summary>
    /// <param name="registers">The registers by their assembler names (<c>rip</c>, <c>rsp</c>, ...; <c>pc</c>, <c>sp</c>, <c>x29</c>, ...).</param>
    /// <param name="readWord">Reads eight bytes of the stack, or says null when it does not have them; the walk ends there.</param>
    public IReadOnlyList<ulong> Walk(IReadOnlyDictionary<string, ulong> registers, Func<ulong, ulong?> readWord)
    {
        var state = new Dictionary<int, ulong>();
        foreach ((string name, ulong value) in registers)
        {
            if (NumberOf(name) is { } number)
                state[number] = value;
        }
        var addresses = new List<ulong>();
        if (!registers.TryGetValue(_machine == ElfMachine.Arm64 ? "pc" : "rip", out ulong address))
            return addresses;
        addresses.Add(address);
        while (addresses.Count < MaximumFrames)
        {
            // A return address is behind the call: it may belong to the next function already.
            ulong at = addresses.Count == 1 ? address : address - 1;
            if (_frames.Find(at) is not { } rules || Up(state, rules, readWord) is not { } caller || caller == 0)
                return addresses;
            address = caller;
            addresses.Add(address);
        }
        return addresses;
    }

    // Turns the callee's registers into the caller's, and gives the return address.
    private ulong? Up(Dictionary<int, ulong> state, FrameRules rules, Func<ulong, ulong?> readWord)
    {
        if (!state.TryGetValue(rules.CfaRegister, out ulong cfa))
            return null;
        cfa += (ulong)rules.CfaOffset;
        var caller = new Dictionary<int, ulong>(state);
        foreach ((int register, RegisterRule rule) in rules.Rules)
        {
            ulong? value = rule.Kind switch
            {
                RuleKind.AtCfa => readWord(cfa + (ulong)rule.Operand),
                RuleKind.IsCfa => cfa + (ulong)rule.Operand,
                RuleKind.Register => state.TryGetValue((int)rule.Operand, out ulong other) ? other : null,
                RuleKind.Same => state.TryGetValue(register, out ulong same) ? same : null,
                _ => null,
            };
            if (value is { } known)
                caller[register] = known;
            else
                caller.Remove(register);
        }
        ulong? result = caller.TryGetValue(rules.ReturnAddressColumn, out ulong address) ? address : null;
        caller[StackPointer] = cfa;
        state.Clear();
        foreach ((int register, ulong value) in caller)
            state[register] = value;
        return result;
    }

    private int StackPointer => _machine == ElfMachine.Arm64 ? 31 : 7;

    private int? NumberOf(string name)
    {
        if (_machine == ElfMachine.Arm64)
        {
            return name switch
            {
                "sp" => 31,
                "fp" => 29,
                "lr" => 30,
                _ when name.StartsWith('x') && int.TryParse(name.AsSpan(1), out int number) && number is >= 0 and <= 30 => number,
                _ => null,
            };
        }
        string[] names = ["rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp"];
        int index = Array.IndexOf(names, name);
        if (index >= 0)
            return index;
        return name.StartsWith('r') && int.TryParse(name.AsSpan(1), out int high) && high is >= 8 and <= 15 ? high : null;
    }
}
