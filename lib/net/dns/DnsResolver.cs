using System;

namespace Lithe.Net;

/// <summary>Finds the addresses of names.</summary>
public sealed class DnsResolver : UdpHandler
{
    private const int MaxAliases = 8, Rounds = 3;
    private const ushort PayloadSize = 1232;
    private const uint MaxTtl = 86400, MaxNegativeTtl = 300, FailureTtl = 5;
    private const ulong Timeout = 2 * NetStack.Second;

    private readonly Udp _udp;
    private readonly DnsCache _cache;
    private readonly DnsQuery[] _queries;

    /// <summary>Makes one that keeps so many answers, and asks so many questions at a time.</summary>
    public DnsResolver(Udp udp, int cacheEntries = 64, int questions = 16)
    {
        _udp = udp;
        _cache = new DnsCache(cacheEntries);
        _queries = new DnsQuery[questions];
        for (int i = 0; i < questions; i++)
            _queries[i] = new DnsQuery(this);
    }

    /// <summary>How often the cache had the answer, and how often not.</summary>
    public ulong CacheHits => _cache.Hits;

    /// <inheritdoc cref="CacheHits"/>
    public ulong CacheMisses => _cache.Misses;

    /// <summary>Answers that were no answer to a question of ours.</summary>
    public ulong Ignored { get; private set; }

    /// <summary>
    /// Looks a name, as text, up for addresses of one version. True when the answer is here: it is an address itself, the name of this host, in the cache, or cannot be asked for. False when
    /// a question is on its way: then the handler is called once.
    /// </summary>
    public bool TryResolve(ReadOnlySpan<byte> text, bool isV4, DnsHandler handler, object? state, out DnsAnswer answer)
    {
        answer = default;
        if (IpAddress.TryParse(text, out IpAddress literal))
        {
            answer.Result = literal.IsV4 == isV4 ? DnsResult.Found : DnsResult.NoAddress;
            if (answer.Result == DnsResult.Found)
                answer.Add(literal);
            return true;
        }

        Span<byte> name = stackalloc byte[DnsName.MaxSize];
        if (!DnsName.TryParse(text, name, out int length) || length == 1)
        {
            answer.Result = DnsResult.NotAName;
            return true;
        }

        return TryResolveName(name.Slice(0, length), isV4, handler, state, out answer);
    }

    /// <summary>The same for a name as it stands in messages.</summary>
    public bool TryResolveName(ReadOnlySpan<byte> name, bool isV4, DnsHandler handler, object? state, out DnsAnswer answer)
    {
        answer = default;
        // localhost and all below it never leave the host (RFC 6761 6.3).
        ReadOnlySpan<byte> local = "\u0009localhost\0"u8;
        if (name.Length >= local.Length && DnsName.AreEqual(name.Slice(name.Length - local.Length), local))
        {
            answer.Add(isV4 ? IpAddress.LoopbackV4 : IpAddress.LoopbackV6);
            return true;
        }

        ushort type = isV4 ? DnsType.A : DnsType.Aaaa;
        if (_cache.TryFind(name, type, _udp.Stack.Now, out answer))
            return true;
        answer.Result = DnsResult.NoServer;
        if (_udp.Stack.NameServers.Length == 0)
            return true;
        answer.Result = DnsResult.TooMany;
        foreach (DnsQuery query in _queries)
        {
            if (!query.IsFree)
                continue;
            name.CopyTo(query.First);
            query.FirstLength = name.Length;
            name.CopyTo(query.Name);
            query.NameLength = name.Length;
            query.Type = type;
            query.Handler = handler;
            query.State = state;
            query.Attempts = query.Aliases = 0;
            query.Ttl = MaxTtl;
            Ask(query);
            return false;
        }

        return true;
    }

    private void Ask(DnsQuery query)
    {
        NetStack stack = _udp.Stack;
        ReadOnlySpan<IpAddress> servers = stack.NameServers;
        Close(query);
        stack.StartTimer(query, stack.Now + Timeout);
        if (servers.Length == 0)
            return;
        var server = new IpEndpoint(servers[query.Attempts++ % servers.Length], DnsHeader.Port);
        query.Identifier = (ushort)stack.Random.Next();
        // Who answers must know port and identifier, and send from the server's address.
        if (!_udp.TryOpen(new IpEndpoint(IpAddress.Any, 0), this, out query.Endpoint))
            return;
        query.Endpoint!.State = query;
        if (!query.Endpoint.TryConnect(server) || !stack.TryAllocate(out Netbuf packet))
            return;
        packet.TrySetLength(DnsHeader.PlainSize);
        var writer = new DnsWriter(packet.Data);
        writer.TryAddQuestion(query.Name.AsSpan(0, query.NameLength), query.Type);
        writer.TryAddOptions(PayloadSize);
        new DnsHeader { Identifier = query.Identifier, RecursionDesired = true, Questions = 1, Additionals = 1 }.Write(packet.Data);
        packet.TrySetLength(writer.Length);
        query.Endpoint.TrySend(packet, server);
    }

    private static void Close(DnsQuery query)
    {
        query.Endpoint?.Close();
        query.Endpoint = null;
    }

    internal void OnTimeout(DnsQuery query)
    {
        if (query.IsFree)
            return;
        if (query.Attempts < Rounds * Math.Max(1, _udp.Stack.NameServers.Length))
            Ask(query);
        else
            Finish(query, new DnsAnswer { Result = DnsResult.NoAnswer, Ttl = FailureTtl });
    }

    private void Finish(DnsQuery query, in DnsAnswer answer)
    {
        _udp.Stack.CancelTimer(query);
        Close(query);
        _cache.Add(query.First.AsSpan(0, query.FirstLength), query.Type, answer, _udp.Stack.Now);
        DnsHandler handler = query.Handler!;
        object? state = query.State;
        query.Handler = null;
        query.State = null;
        handler.OnResolved(answer, state);
    }

    /// <inheritdoc/>
    public override void OnError(UdpEndpoint endpoint, in IcmpError error, ushort remotePort)
    {
        // Nobody listens there: the next one, soon.
        if (endpoint.State is DnsQuery query && !query.IsFree)
            _udp.Stack.StartTimer(query, _udp.Stack.Now);
    }

    /// <inheritdoc/>
    public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
    {
        bool isOurs = endpoint.State is DnsQuery query && !query.IsFree && !packet.Next.Exists && Take(query, packet.Data);
        if (!isOurs)
            Ignored++;
        packet.Free();
    }

    private bool Take(DnsQuery query, ReadOnlySpan<byte> message)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxSize];
        if (!DnsHeader.TryRead(message, out DnsHeader header) || !header.IsResponse || header.Identifier != query.Identifier || header.Questions != 1 || header.Operation != 0)
            return false;
        var reader = new DnsReader(message);
        if (!reader.TryReadQuestion(name, out int length, out ushort type, out ushort questionClass) || type != query.Type || questionClass != DnsReader.Internet
            || !DnsName.AreEqual(name.Slice(0, length), query.Name.AsSpan(0, query.NameLength)))
        {
            return false;
        }

        if (header.Status is not (DnsStatus.Success or DnsStatus.NoSuchName))
        {
            // This server cannot; another one may.
            _udp.Stack.StartTimer(query, _udp.Stack.Now);
            return true;
        }

        var answer = new DnsAnswer { Ttl = query.Ttl };
        bool followed = false;
        for (int i = 0; i < header.Answers; i++)
        {
            if (!reader.TryReadRecord(name, out length, out DnsRecord record))
            {
                if (header.IsTruncated)
                    break;
                return Malformed(query);
            }

            // Only what belongs to the name counts, and aliases come in order.
            if (record.Class != DnsReader.Internet || !DnsName.AreEqual(name.Slice(0, length), query.Name.AsSpan(0, query.NameLength)))
                continue;
            if (record.Type == DnsType.CanonicalName)
            {
                int offset = record.DataOffset;
                if (!DnsName.TryRead(message, ref offset, query.Name, out query.NameLength) || ++query.Aliases > MaxAliases)
                    return Malformed(query);
                followed = true;
            }
            else if (record.Type == query.Type && record.Data.Length == (query.Type == DnsType.A ? IpAddress.V4Size : IpAddress.V6Size))
            {
                answer.Add(query.Type == DnsType.A ? IpAddress.ReadV4(record.Data) : IpAddress.ReadV6(record.Data));
            }
            else
            {
                continue;
            }

            answer.Ttl = Math.Min(answer.Ttl, Math.Min(record.Ttl, MaxTtl));
        }

        if (answer.Count > 0)
        {
            Finish(query, answer);
            return true;
        }

        if (header.IsTruncated)
        {
            // The addresses are in the part that did not fit (RFC 2181 9), which says nothing of whether there are any: another server, and in the end no answer.
            _udp.Stack.StartTimer(query, _udp.Stack.Now);
            return true;
        }

        if (header.Status == DnsStatus.Success && followed)
        {
            // An alias whose addresses another question brings.
            query.Ttl = answer.Ttl;
            query.Attempts = 0;
            Ask(query);
            return true;
        }

        answer.Result = header.Status == DnsStatus.NoSuchName ? DnsResult.NoSuchName : DnsResult.NoAddress;
        answer.Ttl = NegativeTtl(message, ref reader, header.Authorities);
        Finish(query, answer);
        return true;
    }

    private bool Malformed(DnsQuery query)
    {
        _udp.Stack.StartTimer(query, _udp.Stack.Now);
        query.First.CopyTo(query.Name.AsSpan());
        query.NameLength = query.FirstLength;
        return false;
    }

    /// <summary>How long "there is none" holds: as the zone's first record says (RFC 2308 5); nothing without one.</summary>
    private static uint NegativeTtl(ReadOnlySpan<byte> message, ref DnsReader reader, int authorities)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxSize];
        for (int i = 0; i < authorities && reader.TryReadRecord(name, out _, out DnsRecord record); i++)
        {
            if (record.Type != DnsType.StartOfAuthority)
                continue;
            int offset = record.DataOffset;
            if (!DnsName.TrySkip(message, ref offset) || !DnsName.TrySkip(message, ref offset) || offset + 20 > message.Length)
                return 0;
            uint minimum = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(message.Slice(offset + 16));
            return Math.Min(Math.Min(minimum, record.Ttl), MaxNegativeTtl);
        }

        return 0;
    }
}
