using System.Threading;
using Lithe.Arch;

namespace Lithe.Plat;

/// <summary>An I/O APIC (Intel 82093AA): device lines to processors. Its registers are reached through a pair, so one processor at a time uses it.</summary>
internal unsafe struct IoApic
{
    private const int Version = 1, FirstEntry = 0x10;
    private const uint Masked = 1 << 16, LevelTriggered = 1 << 15, ActiveLow = 1 << 13;

    private uint* _registers;

    /// <summary>The global interrupt that its first input is.</summary>
    internal int FirstLine { get; private set; }

    internal int LineCount { get; private set; }

    /// <summary>Maps it and masks all its inputs. False when there is none at the address.</summary>
    internal bool Initialize(ulong address, int firstLine)
    {
        if (!Platform.MapRegisters(address))
            return false;
        _registers = (uint*)address;
        uint version = Read(Version);
        if (version == uint.MaxValue)
            return false;
        FirstLine = firstLine;
        LineCount = (int)(version >> 16 & 0xff) + 1;
        for (int i = 0; i < LineCount; i++)
            Disable(i);
        return true;
    }

    /// <summary>Sends an input's interrupts to one processor, in fixed mode and to its physical number.</summary>
    internal void Enable(int input, byte vector, uint processorId, bool isLevel, bool isActiveLow)
    {
        Write(FirstEntry + input * 2 + 1, processorId << 24);
        Write(FirstEntry + input * 2, vector | (isLevel ? LevelTriggered : 0) | (isActiveLow ? ActiveLow : 0));
    }

    internal void Disable(int input) => Write(FirstEntry + input * 2, Masked);

    private uint Read(int register)
    {
        Volatile.Write(ref _registers[0], (uint)register);
        return Volatile.Read(ref _registers[4]);
    }

    private void Write(int register, uint value)
    {
        Volatile.Write(ref _registers[0], (uint)register);
        Volatile.Write(ref _registers[4], value);
    }
}
