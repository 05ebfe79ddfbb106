using System;
using Lithe.Arch;

namespace Lithe.Panic;

/// <summary>Says in one line what went wrong.</summary>
internal static class PanicReason
{
    internal static void Write(TrapFrame frame)
    {
        switch (frame.Kind)
        {
            case TrapKind.Fail:
                FailText.Write((FailReason)frame.FailReason, frame.FailArgument);
                break;
            case TrapKind.PageFault:
                WritePageFault(frame.FaultAddress, frame.FaultAccess);
                break;
            case TrapKind.DivideError:
                PanicWriter.Text("division by zero, or a quotient that does not fit"u8);
                break;
            case TrapKind.DoubleFault:
                PanicWriter.Text("double fault: a fault while another one was being delivered"u8);
                break;
            case TrapKind.UnhandledInterrupt:
                PanicWriter.Text("unhandled interrupt "u8);
                PanicWriter.ShortHex((ulong)frame.Vector);
                break;
            case TrapKind.InvalidInstruction:
                PanicWriter.Text("invalid instruction: "u8);
                PanicWriter.Text(frame.Description);
                break;
            default:
                PanicWriter.Text(frame.Description);
                break;
        }
    }

    private static void WritePageFault(ulong address, FaultAccess access)
    {
        if (Stacks.IsGuard(address))
        {
            PanicWriter.Text("stack overflow: the guard page under the stack was touched at "u8);
            PanicWriter.ShortHex(address);
            PanicWriter.Text("; the stack has "u8);
            PanicWriter.ShortHex(Stacks.EndOf(address) - (address | Processor.PageSize - 1) - 1);
            PanicWriter.Text(" bytes"u8);
            return;
        }

        if (address < Processor.PageSize)
        {
            PanicWriter.Text("null reference: "u8);
            WriteAccess(access);
        }
        else
        {
            WriteAccess(access);
            PageAccess mapped = PageTables.Query(address);
            PanicWriter.Text(mapped == PageAccess.None ? " unmapped"u8
                : access == FaultAccess.Execute ? " data, which is never executable, at"u8
                : (mapped & PageAccess.Execute) != 0 ? " code, which is never writable, at"u8
                : " read-only data at"u8);
        }

        PanicWriter.Text(" address "u8);
        PanicWriter.ShortHex(address);
        FaultNotes.Write(address);
    }

    private static void WriteAccess(FaultAccess access) => PanicWriter.Text(access switch
    {
        FaultAccess.Read => "read of"u8,
        FaultAccess.Write => "write to"u8,
        _ => "execution of"u8,
    });
}
