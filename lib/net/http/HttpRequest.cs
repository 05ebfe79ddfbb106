using System;

namespace Lithe.Net.Http;

/// <summary>Methods of RFC 9110 9, and PATCH.</summary>
public enum HttpMethod : byte
{
    /// <summary>A token, but none of these.</summary>
    Other,
    Get,
    Head,
    Post,
    Put,
    Delete,
    Connect,
    Options,
    Trace,
    Patch,
}

/// <summary>How long the parts of a request may be.</summary>
public readonly record struct HttpLimits()
{
    /// <summary>Bytes of the request's target: more is answered with 414.</summary>
    public int Target { get; init; } = 2048;

    /// <summary>Bytes of the request's line and all fields together: more is answered with 431.</summary>
    public int Header { get; init; } = 8192;

    /// <summary>Number of fields: more are answered with 431.</summary>
    public int Fields { get; init; } = 64;
}

/// <summary>The head of a request (RFC 9112): spans of what was received.</summary>
public ref struct HttpRequest
{
    /// <summary>The method.</summary>
    public HttpMethod Method;

    /// <summary>The second digit of the version: 0 or 1.</summary>
    public byte Minor;

    /// <summary>Whether the connection is to go on after the answer (RFC 9112 9.3).</summary>
    public bool KeepAlive;

    /// <summary>Whether a body follows in chunks.</summary>
    public bool IsChunked;

    /// <summary>Whether the client waits for a 100 before it sends the body.</summary>
    public bool ExpectsContinue;

    /// <summary>Whether there is a host field.</summary>
    public bool HasHost;

    /// <summary>Bytes of the body; 0 without one.</summary>
    public long ContentLength;

    /// <summary>Bytes of the head, the empty line included: where the body begins.</summary>
    public int HeadLength;

    /// <summary>The path as it was sent, with a slash in front, without a query; <c>*</c> for the server itself.</summary>
    public ReadOnlySpan<byte> Path;

    /// <summary>Whether the path is sure to be what it says: nothing in it is encoded, and no name begins with a point.</summary>
    public bool IsPathPlain;

    /// <summary>What stands behind the question mark.</summary>
    public ReadOnlySpan<byte> Query;

    /// <summary>Fields, empty when they are not there.</summary>
    public ReadOnlySpan<byte> Host, Range, IfRange, IfMatch, IfNoneMatch;
}

/// <summary>Reads the heads of requests. Nothing is allocated and nothing is kept: what is not whole is read again when more has come.</summary>
public static class HttpParser
{
    /// <summary>More bytes are needed.</summary>
    public const int Incomplete = 0;

    /// <summary>The head was read.</summary>
    public const int Complete = 200;

    /// <summary>
    /// Reads a head from the beginning of what was received: <see cref="Complete"/>, <see cref="Incomplete"/>, or the status with which to refuse it: 400 (not HTTP), 414, 431 (too long), 501
    /// (a transfer coding that is not chunked), 505 (not HTTP/1). After a refusal the rest of the connection has no meaning.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> bytes, in HttpLimits limits, out HttpRequest request)
    {
        request = default;
        int at = 0;
        // Empty lines in front are left over from an earlier body (RFC 9112 2.2).
        while (at < bytes.Length && (bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < bytes.Length && bytes[at + 1] == '\n')) && at < 8)
            at += bytes[at] == '\n' ? 1 : 2;
        int most = at + limits.Header;
        int status = ReadRequestLine(bytes, ref at, limits, ref request);
        if (status != Complete)
            return status == Incomplete && bytes.Length > most ? 431 : status;
        status = ReadFields(bytes, ref at, most, limits.Fields, ref request);
        if (status != Complete)
            return status;
        request.HeadLength = at;
        return Check(ref request);
    }

    private static int Check(ref HttpRequest request)
    {
        // RFC 9112 3.2: exactly one; a second one was refused where it stood.
        if (request.Minor >= 1 && !request.HasHost)
            return 400;
        // RFC 9112 6.3: both lengths are an attempt to have two readers disagree.
        if (request.IsChunked && (request.ContentLength > 0 || request.Minor == 0))
            return 400;
        return Complete;
    }

    private static int ReadRequestLine(ReadOnlySpan<byte> bytes, ref int at, in HttpLimits limits, ref HttpRequest request)
    {
        ReadOnlySpan<byte> classes = Classes;
        int i = at, start = at;
        // The method, a token.
        while (i < bytes.Length && (classes[bytes[i]] & Token) != 0)
            i++;
        if (i - start > 32)
            return 501;
        if (i == bytes.Length)
            return Incomplete;
        if (i == start || bytes[i] != ' ')
            return 400;
        request.Method = MethodOf(bytes.Slice(start, i - start));
        start = ++i;
        // The target: visible characters up to a space.
        int seen = 0;
        while (i < bytes.Length && (classes[bytes[i]] & Visible) != 0)
            seen |= classes[bytes[i++]];
        if (i - start > limits.Target)
            return 414;
        if (i == bytes.Length)
            return Incomplete;
        if (i == start || bytes[i] != ' ')
            return 400;
        ReadOnlySpan<byte> target = bytes.Slice(start, i - start), version = bytes.Slice(i + 1);
        request.IsPathPlain = (seen & Odd) == 0;
        at = i + 1;
        int status = ReadVersion(version, ref at, ref request);
        return status == Complete && !TakeTarget(target, ref request) ? 400 : status;
    }

    private static int ReadVersion(ReadOnlySpan<byte> version, ref int at, ref HttpRequest request)
    {
        if (version.Length < 10)
        {
            // As far as it goes, it must be one.
            for (int i = 0; i < version.Length && i < 8; i++)
            {
                if (i is 5 or 7 ? !IsDigit(version[i]) : version[i] != "HTTP/ . "u8[i])
                    return 400;
            }

            if (version.Length < 9 || version[8] == '\r')
                return Incomplete;
        }
        else if (!version.StartsWith("HTTP/"u8) || version[6] != '.' || !IsDigit(version[5]) || !IsDigit(version[7]))
        {
            return 400;
        }

        int end = version[8] == '\r' ? 9 : 8;
        if (version[end] != '\n')
            return 400;
        if (version[5] != '1')
            return 505;
        request.Minor = (byte)(version[7] > '0' ? 1 : 0);
        request.KeepAlive = request.Minor == 1;
        at += end + 1;
        return Complete;
    }

    // RFC 9112 3.2.
    private static bool TakeTarget(ReadOnlySpan<byte> target, ref HttpRequest request)
    {
        if (request.Method == HttpMethod.Connect)
        {
            request.Path = target;
            return true;
        }

        if (target[0] == '*')
        {
            request.Path = target;
            return target.Length == 1 && request.Method == HttpMethod.Options;
        }

        if (target[0] != '/')
        {
            // The absolute form: a server takes it as well.
            if (!StartsWithIgnoringCase(target, "http://"u8))
                return false;
            target = target.Slice(7);
            int slash = target.IndexOf((byte)'/');
            if (slash == 0 || target.Length == 0)
                return false;
            target = slash < 0 ? "/"u8 : target.Slice(slash);
        }

        if (target.IndexOf((byte)'#') >= 0)
            return false;
        int mark = target.IndexOf((byte)'?');
        request.Path = mark < 0 ? target : target.Slice(0, mark);
        request.Query = mark < 0 ? default : target.Slice(mark + 1);
        return true;
    }

    private static int ReadFields(ReadOnlySpan<byte> bytes, ref int at, int most, int fields, ref HttpRequest request)
    {
        ReadOnlySpan<byte> classes = Classes;
        bool hasLength = false;
        int i = at;
        while (i < bytes.Length && i <= most)
        {
            int start = i;
            while (i < bytes.Length && (classes[bytes[i]] & Token) != 0)
                i++;
            if (i == bytes.Length)
                break;
            if (i == start && bytes[i] is (byte)'\r' or (byte)'\n')
            {
                // The empty line.
                if (bytes[i] == '\r' && ++i == bytes.Length)
                    break;
                if (bytes[i] != '\n')
                    return 400;
                at = i + 1;
                return at > most ? 431 : Complete;
            }

            // No name, a space in front of the colon, or a line that goes on from the last one (RFC 9112 5.1, 5.2).
            if (i == start || bytes[i] != ':')
                return 400;
            int colon = i++;
            while (i < bytes.Length && bytes[i] is (byte)' ' or (byte)'\t')
                i++;
            int value = i;
            while (i < bytes.Length && (classes[bytes[i]] & Text) != 0)
                i++;
            int end = i;
            if (i < bytes.Length && bytes[i] == '\r')
                i++;
            if (i == bytes.Length)
                break;
            if (bytes[i++] != '\n')
                return 400;
            if (--fields < 0)
                return 431;
            while (end > value && bytes[end - 1] is (byte)' ' or (byte)'\t')
                end--;
            int status = TakeField(bytes.Slice(start, colon - start), bytes.Slice(value, end - value), ref hasLength, ref request);
            if (status != Complete)
                return status;
        }

        return bytes.Length > most ? 431 : Incomplete;
    }

    private static int TakeField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref bool hasLength, ref HttpRequest request)
    {
        switch (name.Length)
        {
            case 4 when EqualsIgnoringCase(name, "host"u8):
                if (request.HasHost || !IsHost(value))
                    return 400;
                request.HasHost = true;
                request.Host = value;
                break;
            case 5 when EqualsIgnoringCase(name, "range"u8):
                request.Range = value;
                break;
            case 6 when EqualsIgnoringCase(name, "expect"u8):
                request.ExpectsContinue = EqualsIgnoringCase(value, "100-continue"u8);
                break;
            case 8 when EqualsIgnoringCase(name, "if-range"u8):
                request.IfRange = value;
                break;
            case 8 when EqualsIgnoringCase(name, "if-match"u8):
                request.IfMatch = value;
                break;
            case 10 when EqualsIgnoringCase(name, "connection"u8):
                TakeConnection(value, ref request);
                break;
            case 13 when EqualsIgnoringCase(name, "if-none-match"u8):
                request.IfNoneMatch = value;
                break;
            case 14 when EqualsIgnoringCase(name, "content-length"u8):
                if (!TryReadNumber(value, out long length) || (hasLength && length != request.ContentLength))
                    return 400;
                hasLength = true;
                request.ContentLength = length;
                break;
            case 17 when EqualsIgnoringCase(name, "transfer-encoding"u8):
                // RFC 9112 6.1: chunked once, and nothing that is not understood.
                if (request.IsChunked)
                    return 400;
                if (!EqualsIgnoringCase(value, "chunked"u8))
                    return 501;
                if (hasLength)
                    return 400;
                request.IsChunked = true;
                break;
        }

        return request.IsChunked && hasLength ? 400 : Complete;
    }

    private static void TakeConnection(ReadOnlySpan<byte> value, ref HttpRequest request)
    {
        while (value.Length > 0)
        {
            int comma = value.IndexOf((byte)',');
            ReadOnlySpan<byte> option = Trim(comma < 0 ? value : value.Slice(0, comma));
            value = comma < 0 ? default : value.Slice(comma + 1);
            if (EqualsIgnoringCase(option, "close"u8))
            {
                request.KeepAlive = false;
                return;
            }

            if (EqualsIgnoringCase(option, "keep-alive"u8))
                request.KeepAlive = true;
        }
    }

    private static HttpMethod MethodOf(ReadOnlySpan<byte> name)
    {
        if (name.Length > 7)
            return HttpMethod.Other;
        // The letters as a number.
        ulong letters = 0;
        foreach (byte b in name)
            letters = letters << 8 | b;
        return letters switch
        {
            0x474554 => HttpMethod.Get,
            0x505554 => HttpMethod.Put,
            0x48454144 => HttpMethod.Head,
            0x504f5354 => HttpMethod.Post,
            0x5452414345 => HttpMethod.Trace,
            0x5041544348 => HttpMethod.Patch,
            0x44454c455445 => HttpMethod.Delete,
            0x4f5054494f4e53 => HttpMethod.Options,
            0x434f4e4e454354 => HttpMethod.Connect,
            _ => HttpMethod.Other,
        };
    }

    /// <summary>Reads a number of digits only, up to 2^53.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        foreach (byte b in text)
        {
            if (!IsDigit(b) || number > 1L << 53)
                return false;
            number = number * 10 + (b - '0');
        }

        return text.Length > 0;
    }

    // Letters of a registered name, an address, a port; what else could stand there is an attempt to be misread.
    private static bool IsHost(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> classes = Classes;
        foreach (byte b in value)
        {
            if ((classes[b] & HostName) == 0)
                return false;
        }

        return true;
    }

    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    // What a byte can be: of a token (RFC 9110 5.6.2), of a field's value, of a host, visible, or of what needs a second look in a path.
    private const int Token = 1, Text = 2, HostName = 4, Visible = 8, Odd = 16;

    private static ReadOnlySpan<byte> Classes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        2, 15, 10, 15, 15, 31, 15, 15, 14, 14, 15, 15, 14, 15, 31, 10, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 14, 14, 10, 14, 10, 10,
        10, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 14, 26, 14, 15, 15,
        15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 10, 15, 10, 15, 0,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2,
    ];

    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value)
    {
        int start = 0, end = value.Length;
        while (start < end && value[start] is (byte)' ' or (byte)'\t')
            start++;
        while (end > start && value[end - 1] is (byte)' ' or (byte)'\t')
            end--;
        return value.Slice(start, end - start);
    }

    internal static bool EqualsIgnoringCase(ReadOnlySpan<byte> value, ReadOnlySpan<byte> lower)
    {
        if (value.Length != lower.Length)
            return false;
        for (int i = 0; i < value.Length; i++)
        {
            byte b = value[i];
            if (b != lower[i] && ((uint)(b - 'A') > 25 || (b | 0x20) != lower[i]))
                return false;
        }

        return true;
    }

    private static bool StartsWithIgnoringCase(ReadOnlySpan<byte> value, ReadOnlySpan<byte> lower) => value.Length >= lower.Length && EqualsIgnoringCase(value.Slice(0, lower.Length), lower);
}
