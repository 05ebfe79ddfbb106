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
    internal static ReadOnlySpan<byte> ReasonOf(int status)
    {
        Span<byte> key = stackalloc byte[3];
        int at = 0;
        Put(key, ref at, (ulong)status);
        return Find(
            "301=Moved Permanently\n400=Bad Request\n404=Not Found\n405=Method Not Allowed\n408=Request Timeout\n412=Precondition Failed\n413=Content Too Large\n414=URI Too Long\n"u8 +
            "416=Range Not Satisfiable\n431=Request Header Fields Too Large\n501=Not Implemented\n505=HTTP Version Not Supported\n"u8,
            key,
            "Error"u8);
    }

    /// <summary>The media type of a file by the end of its name, from the last point on.</summary>
    internal static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> extension) => Find(
        ".html=text/html; charset=utf-8\n.css=text/css; charset=utf-8\n.js=text/javascript; charset=utf-8\n.json=application/json\n.txt=text/plain; charset=utf-8\n"u8 +
        ".svg=image/svg+xml\n.png=image/png\n.jpg=image/jpeg\n.ico=image/x-icon\n.wasm=application/wasm\n"u8,
        extension,
        "application/octet-stream"u8);

    // Lines of a key and a value.
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> table, scoped ReadOnlySpan<byte> key, ReadOnlySpan<byte> otherwise)
    {
        while (table.Length > 0)
        {
            int equals = table.IndexOf((byte)'='), end = table.IndexOf((byte)'\n');
            if (key.SequenceEqual(table.Slice(0, equals)))
                return table.Slice(equals + 1, end - equals - 1);
            table = table.Slice(end + 1);
        }

        return otherwise;
    }
}
