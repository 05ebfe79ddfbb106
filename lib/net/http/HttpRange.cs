using System;

namespace Lithe.Net.Http;

/// <summary>What a range field asks for (RFC 9110 14).</summary>
public enum HttpRangeKind : byte
{
    /// <summary>Nothing that is understood: everything is sent (14.2).</summary>
    None,

    /// <summary>A part.</summary>
    Part,

    /// <summary>Nothing that there is: 416.</summary>
    Unsatisfiable,
}

/// <summary>Ranges and conditions of requests (RFC 9110 13, 14).</summary>
public static class HttpConditions
{
    /// <summary>Reads a range of bytes of something so long. Several ranges are answered with everything, as 14.2 allows.</summary>
    public static HttpRangeKind ReadRange(ReadOnlySpan<byte> value, long length, out long start, out long count)
    {
        start = 0;
        count = length;
        if (value.Length < 7 || !HttpParser.EqualsIgnoringCase(value.Slice(0, 6), "bytes="u8))
            return HttpRangeKind.None;
        ReadOnlySpan<byte> range = HttpParser.Trim(value.Slice(6));
        int dash = range.IndexOf((byte)'-');
        if (dash < 0 || range.IndexOf((byte)',') >= 0)
            return HttpRangeKind.None;
        ReadOnlySpan<byte> from = range.Slice(0, dash), to = range.Slice(dash + 1);
        long last = length - 1;
        if (from.Length == 0)
        {
            // The last so many bytes.
            if (!HttpParser.TryReadNumber(to, out long suffix))
                return HttpRangeKind.None;
            if (suffix == 0 || length == 0)
                return HttpRangeKind.Unsatisfiable;
            start = suffix >= length ? 0 : length - suffix;
            count = length - start;
            return HttpRangeKind.Part;
        }

        if (!HttpParser.TryReadNumber(from, out long first) || (to.Length > 0 && !HttpParser.TryReadNumber(to, out last)))
            return HttpRangeKind.None;
        if (to.Length > 0 && last < first)
            return HttpRangeKind.None;
        if (first >= length)
            return HttpRangeKind.Unsatisfiable;
        start = first;
        count = Math.Min(last, length - 1) - first + 1;
        return HttpRangeKind.Part;
    }

    /// <summary>Whether a list of entity tags has this one, or is <c>*</c> (13.1.1, 13.1.2). By weak comparison a <c>W/</c> in front does not count; by strong comparison such a tag is never equal.</summary>
    public static bool HasTag(ReadOnlySpan<byte> list, ReadOnlySpan<byte> tag, bool isWeak)
    {
        list = HttpParser.Trim(list);
        if (list.Length == 1 && list[0] == '*')
            return true;
        while (list.Length > 0)
        {
            bool hasMark = list.Length > 2 && list[0] == 'W' && list[1] == '/';
            if (hasMark)
                list = list.Slice(2);
            if (list.Length < 2 || list[0] != '"')
                return false;
            int end = list.Slice(1).IndexOf((byte)'"');
            if (end < 0)
                return false;
            if ((isWeak || !hasMark) && list.Slice(0, end + 2).SequenceEqual(tag))
                return true;
            list = HttpParser.Trim(list.Slice(end + 2));
            if (list.Length == 0)
                return false;
            if (list[0] != ',')
                return false;
            list = HttpParser.Trim(list.Slice(1));
        }

        return false;
    }

    /// <summary>
    /// Decodes a path's per cent signs into <paramref name="decoded"/>, which is as long as the path; how many bytes. -1: a malformed one, a NUL, or a name <c>.</c> or <c>..</c>, which a client resolves by
    /// itself (RFC 3986 5.2.4): only somebody who looks for what is not for him sends them.
    /// </summary>
    public static int DecodePath(ReadOnlySpan<byte> path, Span<byte> decoded)
    {
        int count = 0;
        for (int i = 0; i < path.Length; i++)
        {
            byte b = path[i];
            if (b == '%')
            {
                if (i + 2 >= path.Length)
                    return -1;
                int high = Digit(path[i + 1]), low = Digit(path[i + 2]);
                if ((high | low) < 0)
                    return -1;
                b = (byte)(high << 4 | low);
                i += 2;
            }

            if (b is 0 or (byte)'\\')
                return -1;
            decoded[count++] = b;
        }

        ReadOnlySpan<byte> rest = decoded.Slice(0, count);
        while (rest.Length > 0)
        {
            int slash = rest.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = slash < 0 ? rest : rest.Slice(0, slash);
            if ((name.Length == 1 && name[0] == '.') || (name.Length == 2 && name[0] == '.' && name[1] == '.'))
                return -1;
            rest = slash < 0 ? default : rest.Slice(slash + 1);
        }

        return count;
    }

    private static int Digit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };
}
