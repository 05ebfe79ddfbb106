using System;
using Lithe.Plat;

namespace Lithe.Alloc;

/// <summary>Says on the console what the hardened heap has found; all but a forgotten block then ends the image.</summary>
internal readonly struct ConsoleFaults : IHeapFaults
{
    public static void Report(in HeapReport report)
    {
        Text("heap: block "u8);
        Hex((ulong)report.Block);
        if (report.Serial != 0)
        {
            Text(" of "u8);
            Decimal(report.Size);
            Text(" bytes, allocation "u8);
            Decimal(report.Serial);
        }

        if (report.Fault is HeapFault.Overrun or HeapFault.Underrun or HeapFault.UsedAfterFree)
        {
            Text(report.Offset < 0 ? ": wrong byte at -"u8 : ": wrong byte at +"u8);
            Decimal((ulong)(report.Offset < 0 ? -report.Offset : report.Offset));
        }

        Text(report.Fault == HeapFault.Leaked ? " is still in use\n"u8 : "\n"u8);
        string? end = report.Fault switch
        {
            HeapFault.NoBlock => "heap: what was freed or asked about is no block of the heap",
            HeapFault.FreedTwice => "heap: a block was freed twice",
            HeapFault.Overrun => "heap: a block was written to behind its end",
            HeapFault.Underrun => "heap: a block was written to before its start",
            HeapFault.UsedAfterFree => "heap: a block was written to after it was freed",
            _ => null,
        };
        if (end is not null)
            Fail.Stop(FailReason.InvalidOperation, end);
    }

    private static void Text(ReadOnlySpan<byte> utf8) => PolledConsole.Write(utf8);

    private static void Hex(ulong value)
    {
        Span<byte> text = stackalloc byte[18];
        text[0] = (byte)'0';
        text[1] = (byte)'x';
        for (int i = 17; i > 1; i--, value >>= 4)
            text[i] = "0123456789abcdef"u8[(int)value & 15];
        PolledConsole.Write(text);
    }

    private static void Decimal(ulong value)
    {
        Span<byte> text = stackalloc byte[20];
        int start = text.Length;
        do
        {
            text[--start] = (byte)('0' + value % 10);
            value /= 10;
        }
        while (value != 0);
        PolledConsole.Write(text.Slice(start));
    }
}
