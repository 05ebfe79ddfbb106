using System.Text;
using Lithe.Net.Http;
using Lithe.Tests.Shared;

namespace Lithe.Tcp.Tests;

/// <summary>Heads of requests, ranges, tags, paths, dates: RFC 9110, 9112.</summary>
public sealed class HttpTests
{
    private static readonly HttpLimits s_limits = new();

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200)]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", 200)]
    [InlineData("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 200)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", 200)]
    [InlineData("GET / HTTP/1.7\r\nHost:\r\n\r\n", 200)]
    [InlineData("GET http://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n", 200)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 200)]
    [InlineData("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Y: \tz\x80 \r\n\r\n", 200)]
    [InlineData("", 0)]
    [InlineData("GET", 0)]
    [InlineData("GET /", 0)]
    [InlineData("GET / HTTP/1.1", 0)]
    [InlineData("GET / HTTP/1.1\r\n", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n", 0)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r", 0)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n: empty\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / \r\n\r\n", 400)]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("G@T / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTX/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET / HTTP/0.9\r\n\r\n", 505)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n", 200)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nContent-Length: 12\r\n\r\n", 200)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\nContent-Length: 13\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +12\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 200)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    public void EachHeadHasItsStatus(string text, int status) => Assert.Equal(status, HttpParser.Read(Encoding.Latin1.GetBytes(text), s_limits, out _));

    [Fact]
    public void WhatIsTooLongIsRefused()
    {
        Assert.Equal(414, Read("GET /" + new string('a', 3000)));
        Assert.Equal(414, Read("GET /" + new string('a', 3000) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(501, Read(new string('A', 40)));
        Assert.Equal(400, Read("GET / " + new string('H', 40)));
        Assert.Equal(431, Read("GET / HTTP/1.1\r\nHost: a\r\nX: " + new string('a', 9000)));
        Assert.Equal(431, Read("GET / HTTP/1.1\r\nHost: a\r\nX: " + new string('a', 9000) + "\r\n\r\n"));
        Assert.Equal(431, Read("GET / HTTP/1.1\r\nHost: a\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", 70)) + "\r\n"));
    }

    [Fact]
    public void FieldsAreFoundWhateverTheirCase()
    {
        byte[] bytes = "HEAD /a/b?c=d HTTP/1.1\r\nhOST: h:80\r\nRANGE:  bytes=1-2 \r\nIf-None-Match: \"x\"\r\nconnection: Keep-Alive, Close\r\nExpect: 100-Continue\r\n\r\nrest"u8.ToArray();
        Assert.Equal(200, HttpParser.Read(bytes, s_limits, out HttpRequest request));
        Assert.Equal(Lithe.Net.Http.HttpMethod.Head, request.Method);
        Assert.Equal("/a/b"u8, request.Path);
        Assert.Equal("c=d"u8, request.Query);
        Assert.Equal("h:80"u8, request.Host);
        Assert.Equal("bytes=1-2"u8, request.Range);
        Assert.Equal("\"x\""u8, request.IfNoneMatch);
        Assert.False(request.KeepAlive);
        Assert.True(request.ExpectsContinue);
        Assert.Equal(bytes.Length - 4, request.HeadLength);
    }

    [Fact]
    public void OneByteAfterTheOtherGivesTheSame()
    {
        string[] heads = ["GET /x HTTP/1.1\r\nHost: a\r\nRange: bytes=5-\r\n\r\n", "GET /x HTTP/1.1\r\nHost: a b\r\n\r\n", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x\r\n\r\n"];
        foreach (string head in heads)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(head);
            int whole = HttpParser.Read(bytes, s_limits, out _), status = 0;
            for (int i = 0; i <= bytes.Length && status == 0; i++)
                status = HttpParser.Read(bytes.AsSpan(0, i), s_limits, out _);
            Assert.Equal(whole, status);
        }
    }

    [Fact]
    public void FuzzedHeadsNeitherFailNorContradictThemselves() => FuzzRounds.Run(1, FuzzHeads);

    private static void FuzzHeads(int seed)
    {
        string[] pieces = ["GET ", "POST ", "/", "/a%20b", " HTTP/1.1", "\r\n", "\n", "Host: a", "Content-Length: 5", "Transfer-Encoding: chunked", ": ", "\0", " ", "\t", "Connection: close", "Range: bytes=", "0-5", "*", "http://h/p", "\r", "HTTP/1.1\r\n", "%"];
        var random = new SeededRandom((ulong)seed);
        for (int i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder(random.Below(2) == 0 ? "GET / HTTP/1.1\r\nHost: a\r\n" : "");
            for (uint k = random.Below(12); k > 0; k--)
                text.Append(random.Below(5) == 0 ? ((char)random.Below(256)).ToString() : pieces[random.Below((uint)pieces.Length)]);
            if (random.Below(2) == 0)
                text.Append("\r\n\r\n");
            byte[] bytes = Encoding.Latin1.GetBytes(text.ToString());
            int status = HttpParser.Read(bytes, s_limits, out HttpRequest request);
            Assert.Contains(status, new[] { 0, 200, 400, 414, 431, 501, 505 });
            if (status != 200)
                continue;
            Assert.InRange(request.HeadLength, 16, bytes.Length);
            Assert.Equal((byte)'\n', bytes[request.HeadLength - 1]);
            Assert.True(request.Path.Length > 0 && request.ContentLength >= 0);
            // What follows a head does not change it.
            Assert.Equal(200, HttpParser.Read(bytes.AsSpan(0, request.HeadLength), s_limits, out HttpRequest again));
            Assert.Equal(request.HeadLength, again.HeadLength);
            byte[] decoded = new byte[request.Path.Length];
            Assert.InRange(HttpConditions.DecodePath(request.Path, decoded), -1, decoded.Length);
            HttpRangeKind kind = HttpConditions.ReadRange(request.Range, 100, out long start, out long count);
            if (kind == HttpRangeKind.Part)
                Assert.True(start >= 0 && count > 0 && start + count <= 100);
        }
    }

    [Theory]
    [InlineData("bytes=0-9", 100, 'p', 0, 10)]
    [InlineData("bytes=90-", 100, 'p', 90, 10)]
    [InlineData("bytes=-5", 100, 'p', 95, 5)]
    [InlineData("bytes=-500", 100, 'p', 0, 100)]
    [InlineData("bytes=50-500", 100, 'p', 50, 50)]
    [InlineData("BYTES= 1-1", 100, 'p', 1, 1)]
    [InlineData("bytes=100-", 100, 'u', 0, 0)]
    [InlineData("bytes=-0", 100, 'u', 0, 0)]
    [InlineData("bytes=-5", 0, 'u', 0, 0)]
    [InlineData("bytes=5-3", 100, 'n', 0, 0)]
    [InlineData("bytes=1-2,4-5", 100, 'n', 0, 0)]
    [InlineData("bytes=a-b", 100, 'n', 0, 0)]
    [InlineData("bytes=-", 100, 'n', 0, 0)]
    [InlineData("items=0-5", 100, 'n', 0, 0)]
    [InlineData("bytes=99999999999999999999-", 100, 'n', 0, 0)]
    public void RangesAreAsTheRfcSays(string text, int length, char kind, int start, int count)
    {
        HttpRangeKind seen = HttpConditions.ReadRange(Encoding.ASCII.GetBytes(text), length, out long from, out long many);
        Assert.Equal(kind switch { 'p' => HttpRangeKind.Part, 'u' => HttpRangeKind.Unsatisfiable, _ => HttpRangeKind.None }, seen);
        if (kind == 'p')
            Assert.Equal((start, count), (from, many));
    }

    [Theory]
    [InlineData("\"a\"", true, true)]
    [InlineData("W/\"a\"", true, false)]
    [InlineData("\"b\", \"a\"", true, true)]
    [InlineData("\"b\" ,W/\"c\", W/\"a\"", true, false)]
    [InlineData("*", true, true)]
    [InlineData("\"b\"", false, false)]
    [InlineData("a", false, false)]
    [InlineData("\"a", false, false)]
    [InlineData("", false, false)]
    public void TagsAreComparedWeaklyAndStrongly(string list, bool weak, bool strong)
    {
        Assert.Equal(weak, HttpConditions.HasTag(Encoding.ASCII.GetBytes(list), "\"a\""u8, isWeak: true));
        Assert.Equal(strong, HttpConditions.HasTag(Encoding.ASCII.GetBytes(list), "\"a\""u8, isWeak: false));
    }

    [Theory]
    [InlineData("/a%20b", "/a b")]
    [InlineData("/%41%2f", "/A/")]
    [InlineData("/..", null)]
    [InlineData("/a/../b", null)]
    [InlineData("/%2e%2e/b", null)]
    [InlineData("/a/.", null)]
    [InlineData("/a/...", "/a/...")]
    [InlineData("/%", null)]
    [InlineData("/%4", null)]
    [InlineData("/%zz", null)]
    [InlineData("/a%00", null)]
    [InlineData("/a%5cb", null)]
    public void PathsAreDecodedOrRefused(string path, string? expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(path), decoded = new byte[bytes.Length];
        int length = HttpConditions.DecodePath(bytes, decoded);
        Assert.Equal(expected, length < 0 ? null : Encoding.ASCII.GetString(decoded, 0, length));
    }

    [Fact]
    public void DatesAreThoseOfDotnet()
    {
        var random = new SeededRandom(4);
        byte[] text = new byte[HttpDate.Size];
        for (int i = 0; i < 20_000; i++)
        {
            ulong seconds = random.Next() % 7_000_000_000;
            HttpDate.Write(text, seconds);
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("r", System.Globalization.CultureInfo.InvariantCulture), Encoding.ASCII.GetString(text));
        }
    }

    private static int Read(string text) => HttpParser.Read(Encoding.ASCII.GetBytes(text), s_limits, out _);
}
