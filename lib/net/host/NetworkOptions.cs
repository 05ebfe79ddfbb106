using System;
using Lithe.Args;

namespace Lithe.Net;

/// <summary>
/// The network's configuration as text: words of the kernel command line in front of <c>--</c>. <c>net.addr=10.0.2.15/24,fd00::15/64</c>, <c>net.gw=10.0.2.2</c>, <c>net.dns=10.0.2.3</c>,
/// <c>net.dhcp=on</c>, <c>net.slaac=off</c>, <c>net.faults=loss:10000</c>; <c>net1.addr=</c> and so on for the second card.
/// </summary>
public sealed class NetworkOptions
{
    /// <summary>The most cards that can be configured.</summary>
    public const int MaxLinks = 4;

    private readonly LinkOptions[] _links = new LinkOptions[MaxLinks];
    private readonly IpAddress[] _servers = new IpAddress[NetStack.MaxNameServers];

    /// <summary>What is said of a card.</summary>
    public ref LinkOptions Link(int index) => ref _links[index];

    /// <summary>Name servers.</summary>
    public ReadOnlySpan<IpAddress> NameServers => _servers.AsSpan(0, NameServerCount);

    /// <summary>How many there are.</summary>
    public int NameServerCount { get; private set; }

    /// <summary>Reads all words of a command line that are the network's. Null, or what is wrong with which word.</summary>
    public string? Read(ReadOnlySpan<byte> line)
    {
        line = line.Slice(0, ArgumentSplitter.FindArguments(line));
        Span<byte> word = line.Length <= 1024 ? stackalloc byte[1024] : new byte[line.Length];
        for (int position = 0; ArgumentSplitter.TryNext(line, ref position, word, out int length);)
        {
            string? error = ReadWord(word.Slice(0, length));
            if (error is not null)
                return error;
        }

        return null;
    }

    /// <summary>Reads one word; those that do not begin with <c>net</c>, a digit or none, and a point are nobody's business here.</summary>
    public string? ReadWord(ReadOnlySpan<byte> word)
    {
        if (!word.StartsWith("net"u8))
            return null;
        ReadOnlySpan<byte> rest = word.Slice(3);
        int index = 0;
        if (rest.Length > 0 && rest[0] is >= (byte)'0' and <= (byte)'9')
        {
            index = rest[0] - '0';
            rest = rest.Slice(1);
        }

        int equals = rest.IndexOf((byte)'=');
        if (rest.Length == 0 || rest[0] != '.' || equals < 0)
            return null;
        ReadOnlySpan<byte> key = rest.Slice(1, equals - 1), value = rest.Slice(equals + 1);
        if (index >= MaxLinks)
            return Describe(word, "there is no such card: net0 to net3"u8);
        ref LinkOptions link = ref _links[index];
        if (key.SequenceEqual("addr"u8))
            return ReadAddresses(word, value, ref link);
        if (key.SequenceEqual("gw"u8))
            return ReadGateways(word, value, ref link);
        if (key.SequenceEqual("dns"u8))
            return ReadServers(word, value);
        if (key.SequenceEqual("dhcp"u8))
            return ReadSwitch(word, value, ref link.Dhcp);
        if (key.SequenceEqual("slaac"u8))
            return ReadSwitch(word, value, ref link.Slaac);
        if (key.SequenceEqual("faults"u8))
            return ReadFaults(word, value, ref link);
        return Describe(word, "unknown; there are addr, gw, dns, dhcp, slaac, faults"u8);
    }

    private static string? ReadAddresses(ReadOnlySpan<byte> word, ReadOnlySpan<byte> value, ref LinkOptions link)
    {
        link.AddressCount = 0;
        while (TakePart(ref value, out ReadOnlySpan<byte> part))
        {
            if (part.IndexOf((byte)'/') < 0 || !IpPrefix.TryParse(part, out IpPrefix prefix) || prefix.Address.IsMulticast || prefix.Address.IsUnspecified || prefix.Length == 0)
                return Describe(word, "not addresses with the lengths of their prefixes, such as 10.0.2.15/24,fd00::15/64"u8);
            if (link.AddressCount == LinkOptions.MaxAddresses)
                return Describe(word, "more than four addresses"u8);
            link.Addresses[link.AddressCount++] = prefix;
        }

        return null;
    }

    private static string? ReadGateways(ReadOnlySpan<byte> word, ReadOnlySpan<byte> value, ref LinkOptions link)
    {
        link.GatewayV4 = link.GatewayV6 = default;
        while (TakePart(ref value, out ReadOnlySpan<byte> part))
        {
            if (!IpAddress.TryParse(part, out IpAddress address) || address.IsMulticast || address.IsUnspecified)
                return Describe(word, "not addresses of routers, such as 10.0.2.2"u8);
            if (address.IsV4)
                link.GatewayV4 = address;
            else
                link.GatewayV6 = address;
        }

        return null;
    }

    private string? ReadServers(ReadOnlySpan<byte> word, ReadOnlySpan<byte> value)
    {
        NameServerCount = 0;
        while (TakePart(ref value, out ReadOnlySpan<byte> part))
        {
            if (!IpAddress.TryParse(part, out IpAddress address) || address.IsUnspecified)
                return Describe(word, "not addresses of name servers, such as 10.0.2.3"u8);
            if (NameServerCount == _servers.Length)
                return Describe(word, "more than four name servers"u8);
            _servers[NameServerCount++] = address;
        }

        return null;
    }

    private static string? ReadSwitch(ReadOnlySpan<byte> word, ReadOnlySpan<byte> value, ref bool? state)
    {
        if (value.SequenceEqual("on"u8))
            state = true;
        else if (value.SequenceEqual("off"u8))
            state = false;
        else
            return Describe(word, "neither on nor off"u8);
        return null;
    }

    private static string? ReadFaults(ReadOnlySpan<byte> word, ReadOnlySpan<byte> value, ref LinkOptions link)
    {
        if (!Config.NET_FAULTS)
            return Describe(word, "the image has no faults: NET_FAULTS"u8);
        NetFaults faults = default;
        while (TakePart(ref value, out ReadOnlySpan<byte> part))
        {
            int colon = part.IndexOf((byte)':');
            if (colon < 0 || !TryReadRate(part.Slice(colon + 1), out int rate))
                return Describe(word, "not kinds with so many packets of a million, such as loss:10000,delay:500"u8);
            ReadOnlySpan<byte> kind = part.Slice(0, colon);
            if (kind.SequenceEqual("loss"u8))
                faults = faults with { Loss = rate };
            else if (kind.SequenceEqual("send-loss"u8))
                faults = faults with { TransmitLoss = rate };
            else if (kind.SequenceEqual("duplication"u8))
                faults = faults with { Duplication = rate };
            else if (kind.SequenceEqual("corruption"u8))
                faults = faults with { Corruption = rate };
            else if (kind.SequenceEqual("delay"u8))
                faults = faults with { Delay = rate, LongestDelay = 8 };
            else
                return Describe(word, "unknown; there are loss, send-loss, duplication, corruption, delay"u8);
        }

        link.Faults = faults;
        return null;
    }

    private static bool TryReadRate(ReadOnlySpan<byte> digits, out int rate)
    {
        rate = 0;
        foreach (byte b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9' || rate > 100_000)
                return false;
            rate = 10 * rate + (b - '0');
        }

        return digits.Length > 0 && rate <= 1_000_000;
    }

    // Parts with commas between them; an empty text has none.
    private static bool TakePart(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> part)
    {
        int comma = text.IndexOf((byte)',');
        part = comma < 0 ? text : text.Slice(0, comma);
        bool isThere = text.Length > 0;
        text = comma < 0 ? default : text.Slice(comma + 1);
        return isThere;
    }

    // What is wrong is by the byte, and half as long so, in every image that has a network.
    private static string Describe(ReadOnlySpan<byte> word, ReadOnlySpan<byte> what)
    {
        const int MostOfWord = 80;
        Span<char> text = stackalloc char[MostOfWord + 120];
        int length = 0;
        foreach (byte b in word.Slice(0, Math.Min(word.Length, MostOfWord)))
            text[length++] = b is >= 0x20 and < 0x7f ? (char)b : '?';
        text[length++] = ':';
        text[length++] = ' ';
        foreach (byte b in what)
            text[length++] = (char)b;
        return new string(text.Slice(0, length));
    }
}
