using System;

namespace Lithe.Net;

/// <summary>How far an address may be used (RFC 4862 5.5.4).</summary>
public enum AddressState : byte
{
    /// <summary>Asked for on the link, not ours yet.</summary>
    Tentative,

    /// <summary>Ours.</summary>
    Preferred,

    /// <summary>Ours, but new connections take another one.</summary>
    Deprecated,

    /// <summary>Somebody else on the link has it.</summary>
    Duplicated,
}

/// <summary>An address of an interface.</summary>
public struct InterfaceAddress
{
    /// <summary>The address with the length of its network's prefix.</summary>
    public IpPrefix Prefix;

    /// <summary>How far it may be used.</summary>
    public AddressState State;

    /// <summary>Whether a router's announcement brought it.</summary>
    public bool IsAutomatic;

    /// <summary>When it becomes <see cref="AddressState.Deprecated"/>, and when it goes, in nanoseconds of the stack's time.</summary>
    public ulong PreferredUntil, ValidUntil;

    /// <summary>Until when it is asked for.</summary>
    internal ulong TentativeUntil;

    /// <summary>The address.</summary>
    public readonly IpAddress Address => Prefix.Address;

    /// <summary>Whether packets to it are for us.</summary>
    public readonly bool IsOurs => State is AddressState.Preferred or AddressState.Deprecated;
}

/// <summary>Addresses of an interface.</summary>
public abstract partial class NetInterface
{
    /// <summary>The most addresses of an interface.</summary>
    public const int MaxAddresses = 8;

    private readonly InterfaceAddress[] _addresses = new InterfaceAddress[MaxAddresses];
    private int _addressCount;

    /// <summary>Its addresses.</summary>
    public ReadOnlySpan<InterfaceAddress> Addresses => _addresses.AsSpan(0, _addressCount);

    // What the stack keeps of the link.
    internal NetStack.LinkTimer? Timer;
    internal bool IsAutomatic;
    internal byte SolicitationsLeft;
    internal ulong SolicitAt, DefendAfter, OldIgmpUntil, OldMldUntil;

    /// <summary>The most bytes of an IPv6 packet: a router may have said less than <see cref="Mtu"/>.</summary>
    public int MtuV6 { get; internal set; }

    internal Span<InterfaceAddress> MutableAddresses => _addresses.AsSpan(0, _addressCount);

    /// <summary>The first IPv4 address as it lies in memory, 0 without one: what most packets are for.</summary>
    internal uint FirstV4Word { get; private set; }

    internal bool TryAdd(in InterfaceAddress address)
    {
        if (_addressCount == MaxAddresses || IndexOf(address.Address) >= 0)
            return false;
        _addresses[_addressCount++] = address;
        Refresh();
        return true;
    }

    internal bool TryRemove(in IpAddress address)
    {
        int index = IndexOf(address);
        if (index < 0)
            return false;
        for (int i = index + 1; i < _addressCount; i++)
            _addresses[i - 1] = _addresses[i];
        _addressCount--;
        Refresh();
        return true;
    }

    internal int IndexOf(in IpAddress address)
    {
        for (int i = 0; i < _addressCount; i++)
        {
            if (_addresses[i].Address == address)
                return i;
        }

        return -1;
    }

    internal void Refresh()
    {
        FirstV4Word = 0;
        for (int i = _addressCount - 1; i >= 0; i--)
        {
            if (_addresses[i].Address.IsV4 && _addresses[i].IsOurs)
                FirstV4Word = _addresses[i].Address.V4Word;
        }
    }

    /// <summary>Whether packets to this address are for us; with <paramref name="broadcasts"/> also those for all of a network.</summary>
    internal bool Has(in IpAddress address, bool broadcasts)
    {
        for (int i = 0; i < _addressCount; i++)
        {
            ref InterfaceAddress own = ref _addresses[i];
            if (own.IsOurs && (own.Address == address || (broadcasts && own.Address.IsV4 && own.Prefix.Length < 31 && own.Prefix.Broadcast == address)))
                return true;
        }

        return false;
    }
}
