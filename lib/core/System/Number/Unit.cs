using System.Runtime.CompilerServices;

namespace System;

// A code unit of UTF-8 (byte) or UTF-16 (char). Number parsing and formatting is written once over both; the size test is a
// constant for the compiler, so each instantiation keeps one branch.
internal static class Unit
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint Load<TUnit>(TUnit unit) where TUnit : unmanaged =>
        Unsafe.SizeOf<TUnit>() == 1 ? Unsafe.As<TUnit, byte>(ref unit) : Unsafe.As<TUnit, char>(ref unit);

    // `value` must fit the unit: ASCII for bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TUnit Of<TUnit>(uint value) where TUnit : unmanaged
    {
        if (Unsafe.SizeOf<TUnit>() == 1)
        {
            byte b = (byte)value;
            return Unsafe.As<byte, TUnit>(ref b);
        }
        char c = (char)value;
        return Unsafe.As<char, TUnit>(ref c);
    }

    internal static bool IsDigit(uint c) => c - '0' <= 9;

    // What number parsing takes for white space: U+0009..U+000D and the space, nothing else.
    internal static bool IsNumberWhite(uint c) => c == ' ' || c - 9 <= 4;

    // 0..15, or a larger value when `c` is no hexadecimal digit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static uint HexDigit(uint c)
    {
        if (c - '0' <= 9)
            return c - '0';
        uint letter = (c | 0x20) - 'a';
        return letter <= 5 ? letter + 10 : uint.MaxValue;
    }
}
