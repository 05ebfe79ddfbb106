using System;

/// <summary>The few texts and numbers that answers are made of.</summary>
internal static class Text
{
    internal static void Put(Span<byte> text, ref int at, ReadOnlySpan<byte> what)
    {
        what.CopyTo(text.Slice(at));
        at += what.Length;
    }

    internal static void Put(Span<byte> text, ref int at, ulong number)
    {
        int digits = 1;
        for (ulong rest = number; rest >= 10; rest /= 10)
            digits++;
        for (int i = digits - 1; i >= 0; i--, number /= 10)
            text[at + i] = (byte)('0' + number % 10);
        at += digits;
    }

    /// <summary>Reads a number up to a million.</summary>
    internal static bool TryParse(string text, out uint number)
    {
        number = 0;
        foreach (char c in text)
        {
            if (c is < '0' or > '9' || number > 100_000)
                return false;
            number = number * 10 + (uint)(c - '0');
        }

        return text.Length > 0;
    }

    /// <summary>The reason phrase of a status that this server sends (RFC 9110 15).</summary>
    internal static ReadOnlySpan<byte> ReasonOf(int status) => status switch
    {
        200 => "OK"u8,
        204 => "No Content"u8,
        206 => "Partial Content"u8,
        301 => "Moved Permanently"u8,
        304 => "Not Modified"u8,
        400 => "Bad Request"u8,
        404 => "Not Found"u8,
        405 => "Method Not Allowed"u8,
        408 => "Request Timeout"u8,
        412 => "Precondition Failed"u8,
        413 => "Content Too Large"u8,
        414 => "URI Too Long"u8,
        416 => "Range Not Satisfiable"u8,
        431 => "Request Header Fields Too Large"u8,
        501 => "Not Implemented"u8,
        505 => "HTTP Version Not Supported"u8,
        _ => "Error"u8,
    };
}
