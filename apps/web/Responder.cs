using System;
using Lithe.Net;
using Lithe.Net.Http;

/// <summary>Decides what a request is answered with (RFC 9110), and writes it.</summary>
internal sealed class Responder
{
    // Room for the longest head of an answer.
    private const int HeadRoom = 640;

    private readonly Site _site;
    private readonly byte[] _date = new byte[6 + HttpDate.Size + 2];
    private readonly byte[] _path = new byte[2048];
    private int _dateLength;

    internal Responder(Site site)
    {
        _site = site;
        "Date: "u8.CopyTo(_date);
        "\r\n"u8.CopyTo(_date.AsSpan(6 + HttpDate.Size));
    }

    /// <summary>The time in seconds since 1970; 0 when nobody knows it: then answers have no date (RFC 9110 6.6.1).</summary>
    internal void SetTime(ulong seconds)
    {
        _dateLength = seconds == 0 ? 0 : _date.Length;
        if (seconds != 0)
            HttpDate.Write(_date.AsSpan(6, HttpDate.Size), seconds);
    }

    /// <summary>Answers a request, or with a status that is not 200 what could not be read. False, and nothing is sent, when there is no room.</summary>
    internal bool TryAnswer(TcpConnection connection, int status, ref HttpRequest request, bool isLast)
    {
        if (status != HttpParser.Complete)
            return TryAnswerError(connection, status, isHead: false, isLast, default);
        bool isHead = request.Method == HttpMethod.Head;
        if (!isHead && request.Method != HttpMethod.Get)
            return TryAnswerOther(connection, request.Method, isLast);
        ReadOnlySpan<byte> path = request.Path;
        if (!request.IsPathPlain && (path.IndexOf((byte)'%') >= 0 || path.IndexOf("/."u8) >= 0 || path.IndexOf((byte)'\\') >= 0))
        {
            int length = HttpConditions.DecodePath(path, _path);
            if (length < 0)
                return TryAnswerError(connection, 400, isHead, isLast, default);
            path = _path.AsSpan(0, length);
        }

        Page? page = _site.Find(path.Slice(1));
        if (page is null)
            return TryAnswerMissing(connection, path, isHead, isLast);
        return TryAnswerPage(connection, page, ref request, isHead, isLast);
    }

    private bool TryAnswerPage(TcpConnection connection, Page page, ref HttpRequest request, bool isHead, bool isLast)
    {
        // In the order of RFC 9110 13.2.2. There are no dates of files, so conditions on them count as if they were not there.
        if (request.IfMatch.Length > 0 && !HttpConditions.HasTag(request.IfMatch, page.Tag, isWeak: false))
            return TryAnswerError(connection, 412, isHead, isLast, default);
        if (request.IfNoneMatch.Length > 0 && HttpConditions.HasTag(request.IfNoneMatch, page.Tag, isWeak: true))
            return TryAnswerUnmodified(connection, page, ref request, isLast);
        long start = 0, count = page.Length;
        bool isPart = false;
        if (request.Range.Length > 0 && !isHead && (request.IfRange.Length == 0 || HttpConditions.HasTag(request.IfRange, page.Tag, isWeak: false)))
        {
            HttpRangeKind kind = HttpConditions.ReadRange(request.Range, page.Length, out start, out count);
            if (kind == HttpRangeKind.Unsatisfiable)
                return TryAnswerUnsatisfiable(connection, page, isLast);
            isPart = kind == HttpRangeKind.Part;
        }

        Span<byte> text = connection.Reserve(HeadRoom);
        if (text.Length == 0)
            return false;
        int at = 0;
        if (!isPart)
        {
            Text.Put(text, ref at, "HTTP/1.1 200 OK\r\nServer: Lithe\r\n"u8);
            Text.Put(text, ref at, page.WholeFields);
        }
        else
        {
            Text.Put(text, ref at, "HTTP/1.1 206 Partial Content\r\nServer: Lithe\r\nContent-Range: bytes "u8);
            Text.Put(text, ref at, (ulong)start);
            Text.Put(text, ref at, "-"u8);
            Text.Put(text, ref at, (ulong)(start + count - 1));
            Text.Put(text, ref at, "/"u8);
            Text.Put(text, ref at, (ulong)page.Length);
            Text.Put(text, ref at, "\r\n"u8);
            Text.Put(text, ref at, page.Fields);
            Text.Put(text, ref at, "Content-Length: "u8);
            Text.Put(text, ref at, (ulong)count);
            Text.Put(text, ref at, "\r\n"u8);
        }

        PutEnd(text, ref at, request.Minor, isLast);
        if (isHead || count == 0)
        {
            connection.Commit(at);
            return true;
        }

        return TrySendBody(connection, page, (int)start, (int)count, text, at);
    }

    /// <summary>Sends a head that was written, and a part of a file behind it.</summary>
    private static bool TrySendBody(TcpConnection connection, Page page, int start, int count, Span<byte> text, int at)
    {
        int pieces = Page.PiecesOf(start, count);
        if (count <= SmallBody && pieces == 1 && at + count <= text.Length)
        {
            byte[] bytes = page.PieceAt(start, out int offset);
            bytes.AsSpan(offset, count).CopyTo(text.Slice(at));
            connection.Commit(at + count);
            return true;
        }

        if (!connection.CanSendStatic(pieces))
            return false;
        connection.Commit(at);
        while (count > 0)
        {
            byte[] bytes = page.PieceAt(start, out int offset);
            int size = Math.Min(count, bytes.Length - offset);
            connection.TrySendStatic(bytes, offset, size);
            start += size;
            count -= size;
        }

        return true;
    }

    // Up to here a body is copied behind the head: cheaper than a reference.
    private const int SmallBody = 512;

    private bool TryAnswerUnmodified(TcpConnection connection, Page page, ref HttpRequest request, bool isLast)
    {
        Span<byte> text = connection.Reserve(HeadRoom);
        if (text.Length == 0)
            return false;
        int at = 0;
        Text.Put(text, ref at, "HTTP/1.1 304 Not Modified\r\nServer: Lithe\r\nETag: "u8);
        Text.Put(text, ref at, page.Tag);
        Text.Put(text, ref at, "\r\n"u8);
        PutEnd(text, ref at, request.Minor, isLast);
        connection.Commit(at);
        return true;
    }

    private bool TryAnswerUnsatisfiable(TcpConnection connection, Page page, bool isLast)
    {
        Span<byte> field = stackalloc byte[64];
        int at = 0;
        Text.Put(field, ref at, "Content-Range: bytes */"u8);
        Text.Put(field, ref at, (ulong)page.Length);
        Text.Put(field, ref at, "\r\n"u8);
        return TryAnswerError(connection, 416, isHead: false, isLast, field.Slice(0, at));
    }

    private bool TryAnswerOther(TcpConnection connection, HttpMethod method, bool isLast)
    {
        if (method is HttpMethod.Other)
            return TryAnswerError(connection, 501, isHead: false, isLast, default);
        if (method != HttpMethod.Options)
            return TryAnswerError(connection, 405, isHead: false, isLast, "Allow: GET, HEAD, OPTIONS\r\n"u8);
        Span<byte> text = connection.Reserve(HeadRoom);
        if (text.Length == 0)
            return false;
        int at = 0;
        Text.Put(text, ref at, "HTTP/1.1 204 No Content\r\nServer: Lithe\r\nAllow: GET, HEAD, OPTIONS\r\n"u8);
        PutEnd(text, ref at, 1, isLast);
        connection.Commit(at);
        return true;
    }

    private bool TryAnswerMissing(TcpConnection connection, ReadOnlySpan<byte> path, bool isHead, bool isLast)
    {
        // The name of a folder without its slash: links in its pages would lead elsewhere.
        Span<byte> folder = stackalloc byte[256];
        if (path.Length > 1 && path.Length < 200 && path[path.Length - 1] != '/')
        {
            path.Slice(1).CopyTo(folder);
            folder[path.Length - 1] = (byte)'/';
            if (_site.Find(folder.Slice(0, path.Length)) is not null)
            {
                Span<byte> field = stackalloc byte[256];
                int at = 0;
                Text.Put(field, ref at, "Location: /"u8);
                Text.Put(field, ref at, folder.Slice(0, path.Length));
                Text.Put(field, ref at, "\r\n"u8);
                return TryAnswerError(connection, 301, isHead, isLast, field.Slice(0, at));
            }
        }

        return TryAnswerError(connection, 404, isHead, isLast, default);
    }

    /// <summary>Answers with a status, further fields, and a page that says the same to people.</summary>
    private bool TryAnswerError(TcpConnection connection, int status, bool isHead, bool isLast, ReadOnlySpan<byte> fields)
    {
        Span<byte> text = connection.Reserve(HeadRoom);
        if (text.Length == 0)
            return false;
        ReadOnlySpan<byte> reason = Text.ReasonOf(status);
        ReadOnlySpan<byte> before = "<!DOCTYPE html><title>"u8, after = "</title>\n"u8;
        int at = 0, length = before.Length + 4 + reason.Length + after.Length;
        Text.Put(text, ref at, "HTTP/1.1 "u8);
        Text.Put(text, ref at, (ulong)status);
        Text.Put(text, ref at, " "u8);
        Text.Put(text, ref at, reason);
        Text.Put(text, ref at, "\r\nServer: Lithe\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "u8);
        Text.Put(text, ref at, (ulong)length);
        Text.Put(text, ref at, "\r\n"u8);
        Text.Put(text, ref at, fields);
        PutEnd(text, ref at, 1, isLast);
        if (!isHead)
        {
            Text.Put(text, ref at, before);
            Text.Put(text, ref at, (ulong)status);
            Text.Put(text, ref at, " "u8);
            Text.Put(text, ref at, reason);
            Text.Put(text, ref at, after);
        }

        connection.Commit(at);
        return true;
    }

    private void PutEnd(Span<byte> text, ref int at, byte minor, bool isLast)
    {
        Text.Put(text, ref at, _date.AsSpan(0, _dateLength));
        if (isLast)
            Text.Put(text, ref at, "Connection: close\r\n\r\n"u8);
        else if (minor == 0)
            Text.Put(text, ref at, "Connection: keep-alive\r\n\r\n"u8);
        else
            Text.Put(text, ref at, "\r\n"u8);
    }
}
