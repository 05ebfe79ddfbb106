namespace System;

// Tests that need no table.
internal static class CharClass
{
    internal static bool IsWhiteSpace(uint c)
    {
        if (c < 0x80)
            return c == ' ' || c - 9 <= 4;
        return c is 0x85 or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F or 0x3000;
    }
}
