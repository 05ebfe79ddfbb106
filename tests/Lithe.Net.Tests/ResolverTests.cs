using System.Text;
using Lithe.Tests.Shared;

namespace Lithe.Net.Tests;

/// <summary>The resolver against servers that a test writes.</summary>
[Needs("NET_IPV4")]
public sealed class ResolverTests
{
    private delegate void Answerer(string name, ushort type, ref DnsWriter writer, ref DnsHeader header);

    private sealed class Server(Answerer answer) : UdpHandler
    {
        public List<string> Asked { get; } = [];

        public HashSet<ushort> Ports { get; } = [];

        public bool IsSilent { get; set; }

        public Func<byte[], byte[]> Spoils { get; set; } = m => m;

        public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
        {
            byte[] name = new byte[DnsName.MaxSize], text = new byte[DnsName.MaxTextSize], message = new byte[1232];
            Assert.True(DnsHeader.TryRead(packet.Data, out DnsHeader header));
            var reader = new DnsReader(packet.Data);
            Assert.True(reader.TryReadQuestion(name, out int length, out ushort type, out _));
            Assert.True(reader.TryReadRecord(text, out _, out DnsRecord options) && options.Type == DnsType.Options && options.Class == 1232);
            Assert.True(DnsName.TryFormat(name.AsSpan(0, length), text, out int size));
            packet.Free();
            Asked.Add(Encoding.ASCII.GetString(text, 0, size));
            Ports.Add(datagram.Source.Port);
            if (IsSilent)
                return;
            var writer = new DnsWriter(message);
            writer.TryAddQuestion(name.AsSpan(0, length), type);
            DnsHeader reply = new() { Identifier = header.Identifier, IsResponse = true, Questions = 1 };
            answer(Asked[^1], type, ref writer, ref reply);
            reply.Write(message);
            endpoint.TrySend(Spoils(message[..writer.Length]), datagram.Source);
        }
    }

    private sealed class Sink : DnsHandler
    {
        public List<DnsAnswer> Answers { get; } = [];

        public override void OnResolved(in DnsAnswer answer, object? state) => Answers.Add(answer);
    }

    private readonly TestHost _client = new(1, "10.0.0.1/24"), _host = new(2, "10.0.0.2/24");
    private readonly Server _server;
    private readonly DnsResolver _resolver;
    private readonly Sink _sink = new();

    public ResolverTests()
    {
        TestHost.Connect(_client, _host);
        _host.Add("10.0.0.3/24");
        _server = new Server(Answer);
        Assert.True(Udp.Of(_host.Stack)!.TryOpen(new IpEndpoint(TestHost.Address("10.0.0.2"), 53), _server, out _));
        _client.Stack.TryAddNameServer(TestHost.Address("10.0.0.2"));
        _resolver = new DnsResolver(Udp.Of(_client.Stack)!, cacheEntries: 8, questions: 4);
    }

    private static byte[] Name(string text)
    {
        byte[] name = new byte[DnsName.MaxSize];
        Assert.True(DnsName.TryParse(Encoding.ASCII.GetBytes(text), name, out int length));
        return name[..length];
    }

    private static void Answer(string name, ushort type, ref DnsWriter writer, ref DnsHeader header)
    {
        if (name == "alias.example")
        {
            writer.TryAddNameRecord(Name(name), DnsType.CanonicalName, 100, default, Name("host.example"));
            writer.TryAddRecord(Name("host.example"), DnsType.A, 200, [1, 2, 3, 4]);
            writer.TryAddRecord(Name("other.example"), DnsType.A, 200, [6, 6, 6, 6]);
            header = header with { Answers = 3 };
        }
        else if (name == "far.example")
        {
            writer.TryAddNameRecord(Name(name), DnsType.CanonicalName, 50, default, Name("host.example"));
            header = header with { Answers = 1 };
        }
        else if (name == "circle.example")
        {
            writer.TryAddNameRecord(Name(name), DnsType.CanonicalName, 50, default, Name("circle.example"));
            header = header with { Answers = 1 };
        }
        else if (name.StartsWith("host", StringComparison.Ordinal))
        {
            if (type == DnsType.A)
                writer.TryAddRecord(Name(name), DnsType.A, 60, [1, 2, 3, 4]);
            else
                writer.TryAddRecord(Name(name), DnsType.Aaaa, 60, TestAddress("fd00::9"));
            header = header with { Answers = 1 };
        }
        else if (name == "broken.example")
        {
            header = header with { Status = DnsStatus.ServerFailure };
        }
        else
        {
            byte[] data = [.. Name("ns.example"), .. Name("root.example"), .. new byte[16], 0, 0, 0, 30];
            writer.TryAddRecord(Name("example"), DnsType.StartOfAuthority, 3000, data);
            header = header with { Status = name == "empty.example" ? DnsStatus.Success : DnsStatus.NoSuchName, Authorities = 1 };
        }
    }

    private static byte[] TestAddress(string text)
    {
        byte[] bytes = new byte[16];
        TestHost.Address(text).WriteV6(bytes);
        return bytes;
    }

    private DnsAnswer Resolve(string name, bool isV4 = true, double seconds = 30)
    {
        int before = _sink.Answers.Count;
        if (_resolver.TryResolve(Encoding.ASCII.GetBytes(name), isV4, _sink, null, out DnsAnswer answer))
            return answer;
        TestHost.Run(seconds, _client, _host);
        Assert.Equal(before + 1, _sink.Answers.Count);
        return _sink.Answers[^1];
    }

    [Needs("NET_IPV6")]
    [Fact]
    public void NamesHaveAddressesAndTheCacheKeepsThemAsLongAsTheyHold()
    {
        DnsAnswer answer = Resolve("host.example", seconds: 1);
        Assert.Equal((DnsResult.Found, 1, "1.2.3.4"), (answer.Result, answer.Count, answer[0].ToString()));
        Assert.Equal("1.2.3.4", Resolve("HOST.example")[0].ToString());
        Assert.Single(_server.Asked);
        Assert.Equal("fd00::9", Resolve("host.example", isV4: false, seconds: 1)[0].ToString());
        TestHost.Run(61, _client, _host);
        Resolve("host.example");
        Assert.Equal(3, _server.Asked.Count);
        Assert.Equal(3, _server.Ports.Count);
        Assert.Equal(0, Udp.Of(_client.Stack)!.OpenCount);
        Assert.Equal(_client.Pool.Count, _client.Pool.FreeCount);
    }

    [Fact]
    public void AliasesAreFollowed()
    {
        Assert.Equal("1.2.3.4", Assert.Single(Enumerable.Range(0, Resolve("alias.example").Count).Select(i => _sink.Answers[^1][i].ToString())));
        DnsAnswer answer = Resolve("far.example", seconds: 1);
        Assert.Equal(("1.2.3.4", 50u), (answer[0].ToString(), answer.Ttl));
        Assert.Equal(["alias.example", "far.example", "host.example"], _server.Asked);
        Assert.Equal(DnsResult.NoAnswer, Resolve("circle.example", seconds: 100).Result);
    }

    [Fact]
    public void ThatThereIsNoneIsKeptAsWell()
    {
        Assert.Equal(DnsResult.NoSuchName, Resolve("none.example", seconds: 1).Result);
        Assert.Equal(DnsResult.NoSuchName, Resolve("none.example", seconds: 1).Result);
        Assert.Equal(DnsResult.NoAddress, Resolve("empty.example", seconds: 1).Result);
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public void WhatIsCutOffIsNotThatThereIsNone()
    {
        // Servers cut off what does not fit (TC): with no address in front of that, or in the middle of one.
        int length = 0;
        _server.Spoils = message =>
        {
            message[2] |= 2;
            return length == 0 ? message : message[..^length];
        };
        Assert.Equal(DnsResult.NoAnswer, Resolve("empty.example").Result);
        Assert.Equal(3, _server.Asked.Count);
        Assert.Equal("1.2.3.4", Resolve("host.example", seconds: 1)[0].ToString());
        length = 2;
        Assert.Equal(DnsResult.NoAnswer, Resolve("host2.example").Result);
    }

    [Fact]
    public void AnotherServerIsAsked()
    {
        var second = new Server(Answer);
        Assert.True(Udp.Of(_host.Stack)!.TryOpen(new IpEndpoint(TestHost.Address("10.0.0.3"), 53), second, out _));
        _client.Stack.TryAddNameServer(TestHost.Address("10.0.0.3"));
        _server.IsSilent = true;
        Assert.Equal(DnsResult.Found, Resolve("host.example").Result);
        Assert.Equal((1, 1), (_server.Asked.Count, second.Asked.Count));
        second.IsSilent = true;
        Assert.Equal(DnsResult.NoAnswer, Resolve("host2.example").Result);
        Assert.Equal((4, 4), (_server.Asked.Count, second.Asked.Count));
    }

    [Fact]
    public void FailingServerIsAskedAgainAndThenNoMore()
    {
        Assert.Equal(DnsResult.NoAnswer, Resolve("broken.example").Result);
        Assert.Equal(3, _server.Asked.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(2)]
    public void WrongAnswersAreNone(int changed)
    {
        // Another identifier; another name; no answer at all.
        _server.Spoils = message =>
        {
            message[changed] ^= changed == 2 ? (byte)0x80 : (byte)1;
            return message;
        };
        Assert.Equal(DnsResult.NoAnswer, Resolve("host.example").Result);
        Assert.Equal(3UL, _resolver.Ignored);
    }

    [Fact]
    public void AnyChangeOfAnAnswerEndsWell()
    {
        var random = new Random(1);
        _server.Spoils = message =>
        {
            for (int i = 0; i < 3; i++)
                message[12 + random.Next(message.Length - 12)] = (byte)random.Next();
            return message[..random.Next(12, message.Length + 1)];
        };
        for (int i = 0; i < 200; i++)
            Resolve(i % 2 == 0 ? $"host{i}.example" : "alias.example", seconds: 10);
        TestHost.Run(30, _client, _host);
        Assert.Equal(0, Udp.Of(_client.Stack)!.OpenCount);
        Assert.Equal(_client.Pool.Count, _client.Pool.FreeCount);
    }

    [Fact]
    public void CacheAndQuestionsAreBounded()
    {
        for (int i = 0; i < 20; i++)
            Assert.Equal(DnsResult.Found, Resolve($"host{i}.example", seconds: 1).Result);
        _server.IsSilent = true;
        for (int i = 0; i < 4; i++)
            Assert.False(_resolver.TryResolve(Encoding.ASCII.GetBytes($"x{i}.example"), true, _sink, null, out _));
        Assert.True(_resolver.TryResolve("y.example"u8, true, _sink, null, out DnsAnswer answer) && answer.Result == DnsResult.TooMany);
        TestHost.Run(30, _client, _host);
        Assert.Equal(24, _sink.Answers.Count);
    }

    [Needs("NET_IPV6")]
    [Theory]
    [InlineData("1.2.3.4", true, DnsResult.Found)]
    [InlineData("1.2.3.4", false, DnsResult.NoAddress)]
    [InlineData("fd00::1", false, DnsResult.Found)]
    [InlineData("a..b", true, DnsResult.NotAName)]
    [InlineData("", true, DnsResult.NotAName)]
    [InlineData("localhost", true, DnsResult.Found)]
    [InlineData("www.LocalHost.", false, DnsResult.Found)]
    public void SomeNamesNeedNoServer(string name, bool isV4, DnsResult result)
    {
        Assert.True(_resolver.TryResolve(Encoding.ASCII.GetBytes(name), isV4, _sink, null, out DnsAnswer answer));
        Assert.Equal(result, answer.Result);
    }
}
