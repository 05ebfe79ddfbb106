using System;
using Lithe.Net;

/// <summary>Answers questions, each in the packet that asked, or, when others must be asked first, in a new one.</summary>
internal sealed class Server : UdpHandler
{
    private const int MaxPending = 32;

    private readonly Zone _zone;
    private readonly DnsResolver _resolver;
    private readonly Relay _relay;
    private Pending? _free;

    internal Server(Zone zone, DnsResolver resolver)
    {
        _zone = zone;
        _resolver = resolver;
        _relay = new Relay(this);
        for (int i = 0; i < MaxPending; i++)
            _free = new Pending { Next = _free };
    }

    public override void OnReceive(UdpEndpoint endpoint, Netbuf packet, in UdpDatagram datagram)
    {
        // An answer is never answered, so two servers do not talk for ever.
        if (!DnsHeader.TryRead(packet.Data, out DnsHeader question) || question.IsResponse)
        {
            packet.Free();
            return;
        }

        Span<byte> name = stackalloc byte[DnsName.MaxSize];
        var reader = new DnsReader(packet.Data);
        bool isQuestion = reader.TryReadQuestion(name, out int length, out ushort type, out ushort questionClass) && question.Questions == 1;
        name = name.Slice(0, length);
        DnsHeader answer = new() { Identifier = question.Identifier, IsResponse = true, Operation = question.Operation, RecursionDesired = question.RecursionDesired, RecursionAvailable = true };
        packet.TrySetLength(DnsHeader.PlainSize);
        var writer = new DnsWriter(packet.Data);
        if (question.Operation != 0)
        {
            answer = answer with { Status = DnsStatus.NotImplemented };
        }
        else if (!isQuestion || !writer.TryAddQuestion(name, type))
        {
            answer = answer with { Status = DnsStatus.FormatError };
        }
        else
        {
            answer = answer with { Questions = 1 };
            int own = questionClass == DnsReader.Internet ? _zone.Answer(name, type, ref writer) : -1;
            if (own >= 0)
            {
                answer = answer with { IsAuthoritative = true, Answers = (ushort)own };
            }
            else if (questionClass == DnsReader.Internet && type is DnsType.A or DnsType.Aaaa && question.RecursionDesired)
            {
                if (!TryForward(endpoint, datagram, question, name, type, ref writer, ref answer))
                {
                    packet.Free();
                    return;
                }
            }
            else
            {
                answer = answer with { Status = DnsStatus.Refused };
            }
        }

        answer.Write(packet.Data);
        packet.TrySetLength(writer.Length);
        endpoint.TryReply(packet, datagram);
    }

    /// <summary>Looks a name up. False when others are asked: then the answer is sent later, or never when too many wait.</summary>
    private bool TryForward(UdpEndpoint endpoint, in UdpDatagram datagram, in DnsHeader question, scoped ReadOnlySpan<byte> name, ushort type, ref DnsWriter writer, ref DnsHeader header)
    {
        Pending? pending = _free;
        if (pending is null)
            return false;
        _free = pending.Next;
        pending.Datagram = datagram;
        pending.Endpoint = endpoint;
        pending.Question = question;
        pending.Type = type;
        pending.NameLength = name.Length;
        name.CopyTo(pending.Name);
        if (!_resolver.TryResolveName(name, type == DnsType.A, _relay, pending, out DnsAnswer answer))
            return false;
        Release(pending);
        header = Write(answer, name, type, ref writer, header);
        return true;
    }

    private void Release(Pending pending)
    {
        pending.Next = _free;
        _free = pending;
    }

    private static DnsHeader Write(in DnsAnswer answer, scoped ReadOnlySpan<byte> name, ushort type, ref DnsWriter writer, in DnsHeader header)
    {
        Span<byte> data = stackalloc byte[IpAddress.V6Size];
        ushort count = 0;
        for (int i = 0; i < answer.Count; i++)
        {
            if (type == DnsType.A)
                answer[i].WriteV4(data);
            else
                answer[i].WriteV6(data);
            if (writer.TryAddRecord(name, type, answer.Ttl, data.Slice(0, type == DnsType.A ? IpAddress.V4Size : IpAddress.V6Size)))
                count++;
        }

        DnsStatus status = answer.Result switch
        {
            DnsResult.Found or DnsResult.NoAddress => DnsStatus.Success,
            DnsResult.NoSuchName => DnsStatus.NoSuchName,
            _ => DnsStatus.ServerFailure,
        };
        return header with { Status = status, Answers = count };
    }

    private void OnResolved(in DnsAnswer answer, Pending pending)
    {
        if (pending.Endpoint!.Udp.Stack.TryAllocate(out Netbuf packet))
        {
            ReadOnlySpan<byte> name = pending.Name.AsSpan(0, pending.NameLength);
            packet.TrySetLength(DnsHeader.PlainSize);
            var writer = new DnsWriter(packet.Data);
            writer.TryAddQuestion(name, pending.Type);
            DnsHeader header = new() { Identifier = pending.Question.Identifier, IsResponse = true, Questions = 1, RecursionDesired = true, RecursionAvailable = true };
            Write(answer, name, pending.Type, ref writer, header).Write(packet.Data);
            packet.TrySetLength(writer.Length);
            pending.Endpoint.TryReply(packet, pending.Datagram);
        }

        Release(pending);
    }

    /// <summary>A question that waits for others.</summary>
    private sealed class Pending
    {
        internal readonly byte[] Name = new byte[DnsName.MaxSize];
        internal Pending? Next;
        internal UdpEndpoint? Endpoint;
        internal UdpDatagram Datagram;
        internal DnsHeader Question;
        internal int NameLength;
        internal ushort Type;
    }

    private sealed class Relay(Server server) : DnsHandler
    {
        public override void OnResolved(in DnsAnswer answer, object? state) => server.OnResolved(answer, (Pending)state!);
    }
}
