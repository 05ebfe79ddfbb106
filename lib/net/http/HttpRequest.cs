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
        int start = at;
        // The method, a token.
        while (at < bytes.Length && IsToken(bytes[at]))
            at++;
        if (at == bytes.Length)
            return at - start > 32 ? 501 : Incomplete;
        if (at == start || bytes[at] != ' ')
            return 400;
        if (at - start > 32)
            return 501;
        request.Method = MethodOf(bytes.Slice(start, at - start));
        start = ++at;
        // The target: visible characters up to a space.
        while (at < bytes.Length && bytes[at] is > 0x20 and < 0x7f)
            at++;
        if (at - start > limits.Target)
            return 414;
        if (at == bytes.Length)
            return Incomplete;
        if (at == start || bytes[at] != ' ')
            return 400;
        ReadOnlySpan<byte> target = bytes.Slice(start, at - start);
        start = ++at;
        int end = bytes.Slice(start).IndexOf((byte)'\n');
        if (end < 0)
            return bytes.Length - start > 16 ? 400 : Incomplete;
        at = start + end + 1;
        ReadOnlySpan<byte> version = TrimLine(bytes.Slice(start, end));
        if (version.Length != 8 || !version.StartsWith("HTTP/"u8) || version[6] != '.' || !IsDigit(version[5]) || !IsDigit(version[7]))
            return 400;
        if (version[5] != '1')
            return 505;
        request.Minor = (byte)(version[7] - '0' > 0 ? 1 : 0);
        request.KeepAlive = request.Minor == 1;
        return TakeTarget(target, ref request) ? Complete : 400;
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
        bool hasLength = false;
        while (true)
        {
            int length = bytes.Slice(at).IndexOf((byte)'\n');
            if (length < 0)
                return bytes.Length > most ? 431 : Incomplete;
            ReadOnlySpan<byte> line = TrimLine(bytes.Slice(at, length));
            at += length + 1;
            if (at > most)
                return 431;
            if (line.Length == 0)
                return Complete;
            if (--fields < 0)
                return 431;
            int colon = 0;
            while (colon < line.Length && IsToken(line[colon]))
                colon++;
            // No name, a space in front of the colon, or a line that goes on from the last one (RFC 9112 5.1, 5.2).
            if (colon == 0 || colon == line.Length || line[colon] != ':')
                return 400;
            ReadOnlySpan<byte> value = Trim(line.Slice(colon + 1));
            foreach (byte b in value)
            {
                if (b < 0x20 ? b != '\t' : b == 0x7f)
                    return 400;
            }

            int status = TakeField(line.Slice(0, colon), value, ref hasLength, ref request);
            if (status != Complete)
                return status;
        }
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
        switch (name.Length)
        {
            case 3 when name.SequenceEqual("GET"u8):
                return HttpMethod.Get;
            case 3 when name.SequenceEqual("PUT"u8):
                return HttpMethod.Put;
            case 4 when name.SequenceEqual("HEAD"u8):
                return HttpMethod.Head;
            case 4 when name.SequenceEqual("POST"u8):
                return HttpMethod.Post;
            case 5 when name.SequenceEqual("TRACE"u8):
                return HttpMethod.Trace;
            case 5 when name.SequenceEqual("PATCH"u8):
                return HttpMethod.Patch;
            case 6 when name.SequenceEqual("DELETE"u8):
                return HttpMethod.Delete;
            case 7 when name.SequenceEqual("OPTIONS"u8):
                return HttpMethod.Options;
            case 7 when name.SequenceEqual("CONNECT"u8):
                return HttpMethod.Connect;
            default:
                return HttpMethod.Other;
        }
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
        foreach (byte b in value)
        {
            if (!IsToken(b) && b is not ((byte)':' or (byte)'[' or (byte)']' or (byte)',' or (byte)';' or (byte)'=' or (byte)'(' or (byte)')'))
                return false;
        }

        return true;
    }

    private static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    // RFC 9110 5.6.2, a bit for each character.
    private static bool IsToken(byte b)
    {
        const ulong Low = 0x03ff_6cfa_0000_0000, High = 0x57ff_ffff_c7ff_fffe;
        return b < 128 && ((b < 64 ? Low >> b : High >> (b - 64)) & 1) != 0;
    }

    private static ReadOnlySpan<byte> TrimLine(ReadOnlySpan<byte> line) => line.Length > 0 && line[line.Length - 1] == '\r' ? line.Slice(0, line.Length - 1) : line;

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
