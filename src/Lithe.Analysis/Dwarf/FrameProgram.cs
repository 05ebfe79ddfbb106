namespace Lithe.Analysis.Dwarf;

/// <summary>Runs call frame instructions (DWARF 4, 6.4.2) up to an address.</summary>
internal sealed class FrameProgram(ulong codeAlignment, long dataAlignment, int returnColumn)
{
    private readonly Stack<(int Register, long Offset, Dictionary<int, RegisterRule> Rules)> _remembered = [];
    private Dictionary<int, RegisterRule> _rules = [];
    private Dictionary<int, RegisterRule> _initial = [];
    private int _cfaRegister = -1;
    private long _cfaOffset;

    /// <summary>The rules at <paramref name="address"/>, or null when they are beyond what is read here (expressions).</summary>
    public FrameRules? Run(byte[] common, byte[] own, ulong start, ulong address)
    {
        ulong location = start;
        if (!Step(common, ref location, ulong.MaxValue))
            return null;
        _initial = new Dictionary<int, RegisterRule>(_rules);
        location = start;
        if (!Step(own, ref location, address) || _cfaRegister < 0)
            return null;
        return new FrameRules(_cfaRegister, _cfaOffset, _rules, returnColumn);
    }

    private bool Step(byte[] instructions, ref ulong location, ulong address)
    {
        var cursor = new DwarfCursor(instructions);
        while (!cursor.IsAtEnd)
        {
            int opcode = cursor.U8();
            int low = opcode & 0x3F;
            ulong advance = 0;
            switch (opcode & 0xC0)
            {
                case 0x40:
                    advance = (ulong)low;
                    break;
                case 0x80:
                    _rules[low] = new RegisterRule(RuleKind.AtCfa, (long)cursor.Uleb() * dataAlignment);
                    continue;
                case 0xC0:
                    Restore(low);
                    continue;
                default:
                    if (opcode is >= 0x02 and <= 0x04)
                        advance = opcode == 0x02 ? cursor.U8() : opcode == 0x03 ? cursor.U16() : cursor.U32();
                    else if (opcode == 0x01)
                        return false; // set_loc: not written by the tools used
                    else if (!Apply(opcode, ref cursor))
                        return false;
                    break;
            }
            location += advance * codeAlignment;
            if (location > address)
                return true;
        }
        return true;
    }

    private bool Apply(int opcode, ref DwarfCursor cursor)
    {
        switch (opcode)
        {
            case 0x00: // nop
            case 0x2D: // negate_ra_state (arm64 pointer signing, unused here)
                return true;
            case 0x05: // offset_extended
                _rules[(int)cursor.Uleb()] = new RegisterRule(RuleKind.AtCfa, (long)cursor.Uleb() * dataAlignment);
                return true;
            case 0x06: // restore_extended
                Restore((int)cursor.Uleb());
                return true;
            case 0x07: // undefined
                _rules[(int)cursor.Uleb()] = new RegisterRule(RuleKind.Undefined, 0);
                return true;
            case 0x08: // same_value
                _rules[(int)cursor.Uleb()] = new RegisterRule(RuleKind.Same, 0);
                return true;
            case 0x09: // register
                _rules[(int)cursor.Uleb()] = new RegisterRule(RuleKind.Register, (long)cursor.Uleb());
                return true;
            case 0x0A: // remember_state
                _remembered.Push((_cfaRegister, _cfaOffset, new Dictionary<int, RegisterRule>(_rules)));
                return true;
            case 0x0B: // restore_state
                if (!_remembered.TryPop(out var state))
                    return false;
                (_cfaRegister, _cfaOffset, _rules) = state;
                return true;
            case 0x0C: // def_cfa
                (_cfaRegister, _cfaOffset) = ((int)cursor.Uleb(), (long)cursor.Uleb());
                return true;
            case 0x0D: // def_cfa_register
                _cfaRegister = (int)cursor.Uleb();
                return true;
            case 0x0E: // def_cfa_offset
                _cfaOffset = (long)cursor.Uleb();
                return true;
            case 0x11: // offset_extended_sf
                _rules[(int)cursor.Uleb()] = new RegisterRule(RuleKind.AtCfa, cursor.Sleb() * dataAlignment);
                return true;
            case 0x12: // def_cfa_sf
                (_cfaRegister, _cfaOffset) = ((int)cursor.Uleb(), cursor.Sleb() * dataAlignment);
                return true;
            case 0x13: // def_cfa_offset_sf
                _cfaOffset = cursor.Sleb() * dataAlignment;
                return true;
            case 0x14: // val_offset
                _rules[(int)cursor.Uleb()] = new RegisterRule(RuleKind.IsCfa, (long)cursor.Uleb() * dataAlignment);
                return true;
            case 0x2E: // GNU_args_size
                cursor.Uleb();
                return true;
            default:
                return false;
        }
    }

    private void Restore(int register)
    {
        if (_initial.TryGetValue(register, out RegisterRule rule))
            _rules[register] = rule;
        else
            _rules.Remove(register);
    }
}
