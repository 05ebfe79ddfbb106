using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using Lithe.Arch;
using Lithe.Plat;

namespace Lithe.Panic;

/// <summary>
/// Where every trap that has no other handler ends: says what happened and where, then powers off. The format is fixed in
/// docs/composition.md, since the tool reads it to add methods, files and lines.
/// </summary>
public static unsafe class PanicHandler
{
    /// <summary>The exit status of an image that panicked: 128 + SIGABRT, as a shell shows an aborted program.</summary>
    public const int ExitStatus = 134;

    private const int MaxFrames = 64;
    private const int StackWords = 32;

    /// <summary>How deep in panics we are. Owned by the boot processor: others are stopped by the platform before they get here.</summary>
    private static int s_depth;

    /// <summary>Called by the trap entries with the address of the saved registers, on a stack of its own.</summary>
    [RuntimeExport("lithe_trap"), DoesNotReturn]
    private static void OnTrap(nint frameAddress)
    {
        TrapFrame frame = new(frameAddress);
        s_depth++;
        if (s_depth > 2)
            Platform.PowerOff(ExitStatus);
        if (s_depth == 2)
            PanicWriter.Text("\nthe panic itself failed:"u8);
        PanicWriter.Text("\nPANIC: "u8);
        PanicReason.Write(frame);
        PanicWriter.Text("\n"u8);
        WriteTrace(frame);
        if (s_depth == 1)
        {
            WriteRegisters(frame);
            WriteStack(frame.StackPointer);
        }

        Platform.PowerOff(ExitStatus);
    }

    /// <summary>Follows the chain of frame pointers: each points at the caller's one, with the return address behind.</summary>
    private static void WriteTrace(TrapFrame frame)
    {
        WriteFrame(frame.InstructionPointer);
        ulong stack = frame.StackPointer;
        ulong framePointer = frame.FramePointer;
        ulong end = Stacks.EndOf(stack);
        for (int i = 0; i < MaxFrames; i++)
        {
            // A frame lies above the one that it called, on the same stack; anything else ends the trace.
            if (framePointer < stack || framePointer + 16 > end || (framePointer & 7) != 0)
                return;
            ulong* slots = (ulong*)framePointer;
            if (slots[1] == 0)
                return;
            WriteFrame(slots[1]);
            stack = framePointer + 16;
            framePointer = slots[0];
        }

        PanicWriter.Text("  (more frames)\n"u8);
    }

    private static void WriteFrame(ulong address)
    {
        PanicWriter.Text("  at 0x"u8);
        PanicWriter.Hex(address);
        PanicWriter.Text("\n"u8);
    }

    private static void WriteRegisters(TrapFrame frame)
    {
        PanicWriter.Text("registers:\n"u8);
        for (int i = 0; i < frame.RegisterCount; i++)
        {
            PanicWriter.Text((i & 3) == 0 ? "  "u8 : " "u8);
            PanicWriter.Text(frame.RegisterName(i));
            PanicWriter.Text(" "u8);
            PanicWriter.Hex(frame.RegisterValue(i));
            if ((i & 3) == 3 || i == frame.RegisterCount - 1)
                PanicWriter.Text("\n"u8);
        }
    }

    private static void WriteStack(ulong stack)
    {
        ulong end = Stacks.EndOf(stack);
        if ((stack & 7) != 0 || end == 0)
            return;
        while (Stacks.IsGuard(stack))
            stack += 8;
        PanicWriter.Text("stack at 0x"u8);
        PanicWriter.Hex(stack);
        PanicWriter.Text(":"u8);
        for (int i = 0; i < StackWords && stack + 8 <= end; i++, stack += 8)
        {
            PanicWriter.Text((i & 3) == 0 ? "\n  "u8 : " "u8);
            PanicWriter.Hex(*(ulong*)stack);
        }

        PanicWriter.Text("\n"u8);
    }
}
