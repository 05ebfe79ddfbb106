using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>
/// An IPv4 or IPv6 address: 16 bytes. One of IPv4 is held as IPv6 maps it, <c>::ffff:a.b.c.d</c> (RFC 4291 2.5.5.2). The default value is <c>::</c>, no address.
/// </summary>
public readonly partial struct IpAddress : IEquatable<IpAddress>
{
    /// <summary>Number of bytes of an IPv4 address on the wire.</summary>
    public const int V4Size = 4;

    /// <summary>Number of bytes of an IPv6 address on the wire.</summary>
    public const int V6Size = 16;

    // Bytes 8 to 11 of a mapped address, as they lie in memory.
    private const uint Mapped = 0xffff_0000;

    // As the bytes lie in memory: comparing, copying and summing takes two steps.
    private readonly ulong _first, _last;

    private IpAddress(ulong first, ulong last) => (_first, _last) = (first, last);

    /// <summary><c>::</c>, no address; as a source, any of either family.</summary>
    public static IpAddress Any => default;

    /// <summary>0.0.0.0.</summary>
    public static IpAddress AnyV4 => FromV4(0);

    /// <summary>255.255.255.255.</summary>
    public static IpAddress BroadcastV4 => FromV4(uint.MaxValue);

    /// <summary>127.0.0.1.</summary>
    public static IpAddress LoopbackV4 => FromV4(0x7f00_0001);

    /// <summary><c>::1</c>.</summary>
    public static IpAddress LoopbackV6 => new(0, 1UL << 56);

    /// <summary>224.0.0.1, all systems.</summary>
    public static IpAddress AllSystemsV4 => FromV4(0xe000_0001);

    /// <summary><c>ff02::1</c>, all nodes of a link.</summary>
    public static IpAddress AllNodes => new(0x02ff, 1UL << 56);

    /// <summary><c>ff02::2</c>, all routers of a link.</summary>
    public static IpAddress AllRouters => new(0x02ff, 2UL << 56);

    /// <summary>The first eight bytes as they lie in memory.</summary>
    public ulong First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _first;
    }

    /// <summary>The last eight bytes as they lie in memory.</summary>
    public ulong Last
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _last;
    }

    /// <summary>Whether it is an IPv4 address.</summary>
    public bool IsV4
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _first == 0 && (uint)_last == Mapped;
    }

    /// <summary>The IPv4 address as a number: 10.0.2.15 is 0x0a00020f. What it is for an IPv6 address has no meaning.</summary>
    public uint V4 => BinaryPrimitives.ReverseEndianness((uint)(_last >> 32));

    /// <summary>The IPv4 address as its bytes lie in memory.</summary>
    public uint V4Word
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (uint)(_last >> 32);
    }

    /// <summary>Whether it is <c>::</c> or 0.0.0.0.</summary>
    public bool IsUnspecified => _first == 0 && (_last == 0 || _last == Mapped);

    /// <summary>Whether it is of 127.0.0.0/8 or <c>::1</c>.</summary>
    public bool IsLoopback => _first == 0 && (IsV4 ? (_last >> 32 & 0xff) == 127 : _last == 1UL << 56);

    /// <summary>Whether it is of 224.0.0.0/4 or <c>ff00::/8</c>.</summary>
    public bool IsMulticast
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsV4 ? (_last >> 32 & 0xf0) == 0xe0 : (byte)_first == 0xff;
    }

    /// <summary>Whether it is 255.255.255.255.</summary>
    public bool IsBroadcast => _first == 0 && _last == (0xffff_ffffUL << 32 | Mapped);

    /// <summary>Whether it is of 169.254.0.0/16 or <c>fe80::/10</c>.</summary>
    public bool IsLinkLocal => IsV4 ? (ushort)(_last >> 32) == 0xfea9 : (_first & 0xc0ff) == 0x80fe;

    /// <summary>Whether packets may come from it: neither a group, nor everybody, nor of 240.0.0.0/4.</summary>
    public bool IsValidSource => IsV4 ? (byte)(_last >> 32) < 0xe0 : (byte)_first != 0xff;

    /// <summary>The IPv4 address with this number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress FromV4(uint address) => FromV4Word(BinaryPrimitives.ReverseEndianness(address));

    /// <summary>The IPv4 address whose bytes lie so in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress FromV4Word(uint word) => new(0, (ulong)word << 32 | Mapped);

    /// <summary>The address whose 16 bytes lie so in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress FromWords(ulong first, ulong last) => new(first, last);

    /// <summary>Reads four bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress ReadV4(ReadOnlySpan<byte> bytes) => FromV4Word(BinaryPrimitives.ReadUInt32LittleEndian(bytes));

    /// <summary>Reads sixteen bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static IpAddress ReadV6(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8)));

    /// <summary>The group at which a neighbour with this address is asked for (RFC 4291 2.7.1).</summary>
    public static IpAddress SolicitedNodeOf(in IpAddress address) => new(0x02ff, 0xff_0100_0000 | address._last >> 40 << 40);

    /// <summary>The address <c>fe80::</c> with an interface identifier made of an Ethernet address (RFC 4291, appendix A).</summary>
    public static IpAddress LinkLocalOf(MacAddress mac) => FromWords(0x80fe, InterfaceIdentifierOf(mac));

    /// <summary>The last eight bytes, as they lie in memory, of addresses of an interface with an Ethernet address (modified EUI-64).</summary>
    public static ulong InterfaceIdentifierOf(MacAddress mac) =>
        (mac.Word & 0xff_ffff ^ 2) | 0xfe_ff00_0000 | mac.Word >> 24 << 40;

    /// <summary>Writes four bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteV4(Span<byte> bytes) => BinaryPrimitives.WriteUInt32LittleEndian(bytes, V4Word);

    /// <summary>Writes sixteen bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteV6(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(8), _last);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _first);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(IpAddress other) => _first == other._first && _last == other._last;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IpAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        ulong mixed = (_first ^ (_last << 29 | _last >> 35)) * 0x9e37_79b9_7f4a_7c15;
        return (int)(mixed >> 32);
    }

    public static bool operator ==(in IpAddress left, in IpAddress right) => left.Equals(right);

    public static bool operator !=(in IpAddress left, in IpAddress right) => !left.Equals(right);
}
