using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Lithe.Net;

/// <summary>
/// Answers ARP requests for one address and UDP datagrams to one port, each in the packet that asked: Ethernet, IPv4 (RFC 791), UDP (RFC 768), ARP (RFC 826).
/// </summary>
/// <remarks>
/// Headers are read and written eight bytes at a time, as they lie in memory. Sums of checksums may be taken in that order too (RFC 1071, 2): so constants here are those of the
/// wire with their bytes swapped.
/// </remarks>
internal sealed class Responder
{
    private const int EthernetSize = 14, ArpSize = 28, IpSize = 20, UdpSize = 8;
    private const int Headers = EthernetSize + IpSize + UdpSize;
    private const ushort IpType = 0x0008, ArpType = 0x0608;
    private const uint UdpProtocol = 17;

    // Type and sizes of an ARP request for IPv4 over Ethernet; its answer.
    private const ulong ArpRequest = 0x0100_0406_0008_0100, ArpReply = 0x0200_0406_0008_0100;

    private readonly Store _store;
    private readonly ulong _mac;
    private readonly uint _address;
    private readonly ushort _port;

    internal Responder(MacAddress mac, uint address, ushort port, Store store)
    {
        Span<byte> bytes = stackalloc byte[8];
        mac.Write(bytes);
        _mac = BinaryPrimitives.ReadUInt64LittleEndian(bytes) & 0xffff_ffff_ffff;
        _address = BinaryPrimitives.ReverseEndianness(address);
        _port = BinaryPrimitives.ReverseEndianness(port);
        _store = store;
    }

    internal ulong Requests { get; private set; }

    internal ulong Bursts { get; set; }

    internal ulong IdlePolls { get; set; }

    internal ulong BusyCycles { get; set; }

    /// <summary>Turns a question into its answer. False when it is none that we answer.</summary>
    internal bool TryAnswer(Netbuf packet)
    {
        int length = packet.Length;
        if (length < Headers)
            return false;
        // The answer has room behind the headers whatever the question's length.
        if (length < Headers + Store.MaxAnswer && !packet.TrySetLength(Headers + Store.MaxAnswer))
            return false;
        Span<byte> frame = packet.Data;
        // Of a length that the compiler knows, the only element is there without a check.
        ref UdpFrame headers = ref MemoryMarshal.Cast<byte, UdpFrame>(frame.Slice(0, Headers))[0];
        if (headers.Type == IpType)
            return TryAnswerDatagram(packet, ref headers, frame.Slice(Headers), length - Headers);
        return headers.Type == ArpType && TryAnswerArp(packet, frame);
    }

    // The question has so many bytes at most; the answer comes where it stood.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAnswerDatagram(Netbuf packet, ref UdpFrame headers, Span<byte> answer, int most)
    {
        ulong first = headers.First, second = headers.Second, third = headers.Third;
        uint fourth = headers.Fourth;

        // Version 4 without options, no fragment, UDP, to us.
        if ((first & 0xffbf_0000_0000_00ff) != 0x45 || (second >> 8 & 0xff) != UdpProtocol || (uint)third != _address || third >> 48 != _port)
            return false;
        int length = BinaryPrimitives.ReverseEndianness((ushort)fourth);
        if (length < UdpSize || BinaryPrimitives.ReverseEndianness((ushort)(first >> 16)) != length + IpSize || length - UdpSize > most
            || Fold((first & uint.MaxValue) + (first >> 32) + (second & uint.MaxValue) + (second >> 32) + (uint)third) != 0xffff)
        {
            return false;
        }

        ReadOnlySpan<byte> question = answer.Slice(0, length - UdpSize);
        ulong addresses = (second >> 32) + (uint)third + (third >> 32) + (UdpProtocol << 8);
        if (fourth >> 16 != 0 && Fold(addresses + (ushort)fourth + fourth + Sum(question)) != 0xffff)
            return false;

        Requests++;
        int answered = Evaluate(question, answer);
        packet.TrySetLength(Headers + answered);

        // Back to where it came from. What only changes places leaves the sums as they are.
        ulong total = BinaryPrimitives.ReverseEndianness((ushort)(IpSize + UdpSize + answered)), size = BinaryPrimitives.ReverseEndianness((ushort)(UdpSize + answered));
        ulong sender = second >> 32;
        ushort ipSum = (ushort)~Fold(0x45 + total + 0x0040 + (0x1100 | 64) + sender + (uint)third);
        ushort sum = (ushort)~Fold(addresses + size + size + Sum(answer.Slice(0, answered)));
        ulong from = headers.Macs >> 48 | (ulong)headers.RestOfMacs << 16;
        headers.Macs = from | _mac << 48;
        headers.RestOfMacs = (uint)(_mac >> 16);
        headers.First = 0x45 | total << 16 | 0x0040UL << 48;
        headers.Second = 0x1100 | 64 | (ulong)ipSum << 16 | (ulong)_address << 32;
        headers.Third = sender | (ulong)_port << 32 | (third >> 32 & 0xffff) << 48;
        // A sum of zero would say that there is none.
        headers.Fourth = (uint)size | (sum == 0 ? 0xffffu : sum) << 16;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Evaluate(ReadOnlySpan<byte> question, Span<byte> answer)
    {
        if (question.Length > 0 && question[^1] == '\n')
            question = question.Slice(0, question.Length - 1);
        int answered = _store.Answer(question, answer);
        return answered >= 0 ? answered : AnswerOther(question, answer);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AnswerOther(ReadOnlySpan<byte> question, Span<byte> answer)
    {
        if (question.SequenceEqual("stats"u8))
            return Text.WriteCounters(answer, Requests, Bursts, IdlePolls, BusyCycles);
        ReadOnlySpan<byte> text = "!get KEY, set KEY VALUE, del KEY, stats"u8;
        text.CopyTo(answer);
        return text.Length;
    }

    /// <summary>The sum of the bytes, in order of memory, not folded yet.</summary>
    private static ulong Sum(ReadOnlySpan<byte> bytes)
    {
        ulong sum = 0;
        while (bytes.Length >= 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            sum += (word & uint.MaxValue) + (word >> 32);
            bytes = bytes.Slice(8);
        }

        if (bytes.Length >= 4)
        {
            sum += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            bytes = bytes.Slice(4);
        }

        if (bytes.Length >= 2)
        {
            sum += BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            bytes = bytes.Slice(2);
        }

        return bytes.Length > 0 ? sum + bytes[0] : sum;
    }

    // Both halves added to each other with the carry, twice: a number added to itself turned round has the sum in its upper half.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Fold(ulong sum)
    {
        uint half = (uint)((sum + BitOperations.RotateRight(sum, 32)) >> 32);
        return (half + BitOperations.RotateRight(half, 16)) >> 16;
    }

    private bool TryAnswerArp(Netbuf packet, Span<byte> frame)
    {
        Span<byte> arp = frame.Slice(EthernetSize, ArpSize);
        if (BinaryPrimitives.ReadUInt64LittleEndian(arp) != ArpRequest || BinaryPrimitives.ReadUInt32LittleEndian(arp.Slice(24)) != _address)
            return false;
        BinaryPrimitives.WriteUInt64LittleEndian(arp, ArpReply);
        arp.Slice(8, 10).CopyTo(arp.Slice(18));
        BinaryPrimitives.WriteUInt64LittleEndian(arp.Slice(8), _mac | (ulong)_address << 48);
        BinaryPrimitives.WriteUInt16LittleEndian(arp.Slice(16), (ushort)(_address >> 16));
        frame.Slice(6, 6).CopyTo(frame);
        arp.Slice(8, 6).CopyTo(frame.Slice(6));
        return packet.TrySetLength(EthernetSize + ArpSize);
    }

    /// <summary>The headers of a datagram, by words.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct UdpFrame
    {
        /// <summary>The receiver's address and the first two bytes of the sender's.</summary>
        internal ulong Macs;
        internal uint RestOfMacs;
        internal ushort Type;

        /// <summary>Version, service, length, identification, fragment.</summary>
        internal ulong First;

        /// <summary>Life, protocol, checksum, sender.</summary>
        internal ulong Second;

        /// <summary>Receiver, ports.</summary>
        internal ulong Third;

        /// <summary>Length, checksum.</summary>
        internal uint Fourth;
    }
}
