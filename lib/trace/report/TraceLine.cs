using System;

namespace Lithe.Diagnostics;

/// <summary>A line of the report, in memory that somebody else owns: what does not fit is left out.</summary>
internal ref struct TraceLine(Span<byte> memory)
{
    private const int MostDigits = 20;
    private const ulong LargestDecimal = 999_999_999;

    private readonly Span<byte> _memory = memory;
    private int _length;

    internal void Text(scoped ReadOnlySpan<byte> text)
    {
        // One byte stays for the line's end.
        int room = _memory.Length - 1 - _length, length = text.Length < room ? text.Length : room;
        text.Slice(0, length).CopyTo(_memory.Slice(_length));
        _length += length;
    }

    /// <summary>Decimal; what is larger than a count is, hexadecimal, as an address.</summary>
    internal void Number(ulong value)
    {
        if (value > LargestDecimal)
            Text("0x"u8);
        Digits(value, value > LargestDecimal ? 16u : 10u, 1);
    }

    /// <summary>Nanoseconds as microseconds, right-aligned.</summary>
    internal void Time(ulong nanoseconds)
    {
        ulong whole = nanoseconds / 1000;
        for (ulong limit = 1_000_000_000; limit > 1 && whole < limit; limit /= 10)
            Text(" "u8);
        Digits(whole, 10, 1);
        Text("."u8);
        Digits(nanoseconds % 1000, 10, 3);
        Text(" us"u8);
    }

    /// <summary>The whole line, with a line feed; the next one begins.</summary>
    internal ReadOnlySpan<byte> End()
    {
        _memory[_length] = (byte)'\n';
        int length = _length + 1;
        _length = 0;
        return _memory.Slice(0, length);
    }

    private void Digits(ulong value, uint radix, int least)
    {
        Span<byte> digits = stackalloc byte[MostDigits];
        int at = MostDigits;
        for (; value != 0 || MostDigits - at < least; value /= radix)
            digits[--at] = "0123456789abcdef"u8[(int)(value % radix)];
        Text(digits.Slice(at));
    }
}
