namespace System;

/// <summary>Whether Base64 text is broken into lines.</summary>
[Flags]
public enum Base64FormattingOptions
{
    /// <summary>One line.</summary>
    None = 0,
    /// <summary>Lines of 76 characters.</summary>
    InsertLineBreaks = 1,
}

public static partial class Convert
{
    private const int Base64LineLength = 76;

    /// <summary>Base64 text.</summary>
    public static string ToBase64String(byte[] inArray) => ToBase64String((ReadOnlySpan<byte>)NotNull(inArray));

    /// <summary>Base64 text, in lines of 76 characters if asked.</summary>
    public static string ToBase64String(ReadOnlySpan<byte> bytes, Base64FormattingOptions options = Base64FormattingOptions.None)
    {
        if ((uint)options > (uint)Base64FormattingOptions.InsertLineBreaks)
            ThrowHelper.ThrowArgument("Illegal enum value.");
        if (bytes.Length == 0)
            return "";
        bool breaks = options == Base64FormattingOptions.InsertLineBreaks;
        int length = checked((bytes.Length + 2) / 3 * 4);
        string text = string.FastAllocateString(breaks ? checked(length + (length - 1) / Base64LineLength * 2) : length);
        EncodeBase64(bytes, text.Writable(), breaks);
        return text;
    }

    private static void EncodeBase64(ReadOnlySpan<byte> bytes, Span<char> chars, bool breaks)
    {
        ReadOnlySpan<byte> digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
        int to = 0;
        int column = 0;
        for (int i = 0; i < bytes.Length; i += 3)
        {
            if (breaks && column == Base64LineLength)
            {
                chars[to++] = '\r';
                chars[to++] = '\n';
                column = 0;
            }
            int rest = bytes.Length - i;
            uint group = (uint)(bytes[i] << 16 | (rest > 1 ? bytes[i + 1] << 8 : 0) | (rest > 2 ? bytes[i + 2] : 0));
            chars[to++] = (char)digits[(int)(group >> 18)];
            chars[to++] = (char)digits[(int)(group >> 12 & 63)];
            chars[to++] = rest > 1 ? (char)digits[(int)(group >> 6 & 63)] : '=';
            chars[to++] = rest > 2 ? (char)digits[(int)(group & 63)] : '=';
            column += 4;
        }
    }

    /// <summary>The bytes of Base64 text; wrong text fails.</summary>
    public static byte[] FromBase64String(string s)
    {
        if (s is null)
            ThrowHelper.ThrowArgumentNull(nameof(s));
        byte[] bytes = new byte[s.Length / 4 * 3 + 3];
        if (!TryFromBase64Chars(s, bytes, out int written))
            ThrowHelper.ThrowFormat("The input is not a valid Base-64 string.");
        return new ReadOnlySpan<byte>(bytes, 0, written).ToArray();
    }

    /// <summary>The bytes of Base64 text, white space left out, if the text is right and they fit.</summary>
    public static bool TryFromBase64String(string s, Span<byte> bytes, out int bytesWritten)
    {
        if (s is null)
            ThrowHelper.ThrowArgumentNull(nameof(s));
        return TryFromBase64Chars(s, bytes, out bytesWritten);
    }

    /// <summary>The bytes of Base64 text, white space left out, if the text is right and they fit.</summary>
    public static bool TryFromBase64Chars(ReadOnlySpan<char> chars, Span<byte> bytes, out int bytesWritten)
    {
        bytesWritten = 0;
        int to = 0;
        uint group = 0;
        int digits = 0;   // of the group at hand
        int padding = 0;
        for (int i = 0; i < chars.Length; i++)
        {
            char c = chars[i];
            if (c is ' ' or '\t' or '\r' or '\n')
                continue;
            int value = Base64Digit(c);
            if (c == '=')
            {
                // One or two at the end of the last group.
                if (digits < 2 || digits + padding >= 4)
                    return false;
                padding++;
                continue;
            }
            if (value < 0 || padding > 0)
                return false;
            group = group << 6 | (uint)value;
            if (++digits < 4)
                continue;
            if (to + 3 > bytes.Length)
                return false;
            bytes[to++] = (byte)(group >> 16);
            bytes[to++] = (byte)(group >> 8);
            bytes[to++] = (byte)group;
            group = 0;
            digits = 0;
        }
        if (digits > 0)
        {
            // The bits past the last byte are not looked at.
            if (digits + padding != 4 || to + digits - 1 > bytes.Length)
                return false;
            group <<= 6 * (4 - digits);
            bytes[to++] = (byte)(group >> 16);
            if (digits == 3)
                bytes[to++] = (byte)(group >> 8);
        }
        bytesWritten = to;
        return true;
    }

    private static int Base64Digit(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        _ => -1,
    };
}
