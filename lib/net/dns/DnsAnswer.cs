using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>What came of a question for a name's addresses.</summary>
public enum DnsResult : byte
{
    /// <summary>There are addresses.</summary>
    Found,

    /// <summary>Nobody has the name.</summary>
    NoSuchName,

    /// <summary>The name is there, without addresses of this kind.</summary>
    NoAddress,

    /// <summary>No server has answered, or all said that they could not.</summary>
    NoAnswer,

    /// <summary>It is no name.</summary>
    NotAName,

    /// <summary>More questions at a time than the resolver was made for.</summary>
    TooMany,

    /// <summary>No name server is known.</summary>
    NoServer,
}

/// <summary>The addresses of a name.</summary>
public struct DnsAnswer
{
    /// <summary>The most addresses; more are left out.</summary>
    public const int MaxAddresses = 8;

    /// <summary>What came of it.</summary>
    public DnsResult Result;

    /// <summary>How many addresses.</summary>
    public int Count;

    /// <summary>For how many seconds more it holds.</summary>
    public uint Ttl;

    private AddressList _addresses;

    /// <summary>An address, below <see cref="Count"/>.</summary>
    public readonly IpAddress this[int index] => _addresses[index];

    internal void Add(in IpAddress address)
    {
        if (Count < MaxAddresses)
            _addresses[Count++] = address;
    }

    [InlineArray(MaxAddresses)]
    private struct AddressList
    {
        private IpAddress _first;
    }
}

/// <summary>Is told what came of questions.</summary>
public abstract class DnsHandler
{
    /// <summary>The answer to a question that <see cref="DnsResolver.TryResolve"/> has sent out; called inside of <see cref="NetStack.Poll"/>.</summary>
    public abstract void OnResolved(in DnsAnswer answer, object? state);
}
