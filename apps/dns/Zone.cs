using System;
using Lithe.Net;

/// <summary>The names that are ours, with their addresses.</summary>
internal sealed class Zone(int size)
{
    private readonly byte[][] _names = new byte[size][];
    private readonly IpAddress[] _addresses = new IpAddress[size];
    private int _count;

    /// <summary>Adds <c>name=address</c>. False when it is neither.</summary>
    internal bool TryAdd(string text)
    {
        Span<byte> bytes = stackalloc byte[DnsName.MaxSize + 64], name = stackalloc byte[DnsName.MaxSize];
        if (text.Length > bytes.Length)
            return false;
        for (int i = 0; i < text.Length; i++)
            bytes[i] = (byte)text[i];
        ReadOnlySpan<byte> all = bytes.Slice(0, text.Length);
        int equals = all.IndexOf((byte)'=');
        if (equals < 0 || !DnsName.TryParse(all.Slice(0, equals), name, out int length) || !IpAddress.TryParse(all.Slice(equals + 1), out _addresses[_count]))
            return false;
        _names[_count++] = name.Slice(0, length).ToArray();
        return true;
    }

    /// <summary>Adds the records of a name to an answer; how many, or -1 when the name is not ours.</summary>
    internal int Answer(scoped ReadOnlySpan<byte> name, ushort type, ref DnsWriter writer)
    {
        const uint Ttl = 60;
        int count = -1;
        Span<byte> data = stackalloc byte[IpAddress.V6Size];
        for (int i = 0; i < _count; i++)
        {
            if (!DnsName.AreEqual(_names[i], name))
                continue;
            count = count < 0 ? 0 : count;
            IpAddress address = _addresses[i];
            ushort own = address.IsV4 ? DnsType.A : DnsType.Aaaa;
            if (type != own && type != DnsType.Any)
                continue;
            if (address.IsV4)
                address.WriteV4(data);
            else
                address.WriteV6(data);
            if (writer.TryAddRecord(name, own, Ttl, data.Slice(0, address.IsV4 ? IpAddress.V4Size : IpAddress.V6Size)))
                count++;
        }

        return count;
    }
}
