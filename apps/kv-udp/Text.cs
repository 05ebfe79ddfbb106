using System;
using Lithe.Device;

/// <summary>The few texts and numbers that the program reads and writes: less code than formatting in general.</summary>
internal static class Text
{
    internal static bool TryParseAddress(string text, out uint address)
    {
        address = 0;
        int at = 0, parts = 0;
        while (TryParse(text, ref at, 255, out uint part))
        {
            address = address << 8 | part;
            if (++parts == 4 || at == text.Length || text[at++] != '.')
                break;
        }

        return parts == 4 && at == text.Length;
    }

    internal static bool TryParsePort(string text, out uint port)
    {
        int at = 0;
        return TryParse(text, ref at, 65535, out port) && at == text.Length && port > 0;
    }

    internal static void WriteError(DeviceError error)
    {
        Console.Write("kv-udp: network card: ");
        Console.WriteLine(error.Describe(DeviceKind.Network));
    }

    internal static int WriteCounters(Span<byte> text, ulong requests, ulong bursts, ulong idlePolls, ulong busyCycles)
    {
        int at = 0;
        Write(text, ref at, "+requests "u8, requests);
        Write(text, ref at, " bursts "u8, bursts);
        Write(text, ref at, " idle-polls "u8, idlePolls);
        Write(text, ref at, " busy-cycles "u8, busyCycles);
        return at;
    }

    private static void Write(Span<byte> text, ref int at, ReadOnlySpan<byte> name, ulong number)
    {
        name.CopyTo(text.Slice(at));
        at += name.Length;
        int digits = 1;
        for (ulong rest = number; rest >= 10; rest /= 10)
            digits++;
        at += digits;
        for (int i = 1; i <= digits; i++, number /= 10)
            text[at - i] = (byte)('0' + number % 10);
    }

    private static bool TryParse(string text, ref int at, uint most, out uint value)
    {
        value = 0;
        int start = at;
        for (; at < text.Length && text[at] is >= '0' and <= '9' && value <= most; at++)
            value = value * 10 + (uint)(text[at] - '0');
        return at > start && value <= most;
    }
}
