using System;

namespace Lithe.Net;

/// <summary>An address and a port.</summary>
public readonly record struct IpEndpoint(IpAddress Address, ushort Port) : IUtf8SpanFormattable, ISpanFormattable
{
    /// <summary>The most bytes of one as text.</summary>
    public const int MaxTextSize = IpAddress.MaxTextSize + 8;

    /// <summary>Reads <c>a.b.c.d:port</c> or <c>[v6]:port</c>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out IpEndpoint endpoint)
    {
        endpoint = default;
        int colon = text.Length - 1;
        while (colon >= 0 && text[colon] != ':')
            colon--;
        if (colon <= 0)
            return false;
        ReadOnlySpan<byte> host = text.Slice(0, colon), port = text.Slice(colon + 1);
        bool isV6 = host[0] == '[';
        if (isV6)
        {
            if (host.Length < 2 || host[host.Length - 1] != ']')
                return false;
            host = host.Slice(1, host.Length - 2);
        }

        if (host.IndexOf((byte)':') >= 0 != isV6 || !IpAddress.TryParse(host, out IpAddress address) || port.Length == 0 || IpText.TakeNumber(port, ushort.MaxValue, out uint number) != port.Length)
            return false;
        endpoint = new IpEndpoint(address, (ushort)number);
        return true;
    }

    /// <summary>Writes it as it is read; at most <see cref="MaxTextSize"/> bytes.</summary>
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten)
    {
        Span<byte> text = stackalloc byte[64];
        int length = 0;
        bool isV4 = Address.IsV4;
        if (!isV4)
            text[length++] = (byte)'[';
        Address.TryFormat(text.Slice(length), out int count);
        length += count;
        if (!isV4)
            text[length++] = (byte)']';
        text[length++] = (byte)':';
        length += IpText.PutNumber(text.Slice(length), Port);
        bytesWritten = 0;
        if (!text.Slice(0, length).TryCopyTo(utf8Destination))
            return false;
        bytesWritten = length;
        return true;
    }

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) => TryFormat(utf8Destination, out bytesWritten);

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        Span<byte> text = stackalloc byte[64];
        TryFormat(text, out int length);
        return IpText.Widen(text.Slice(0, length), destination, out charsWritten);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[64];
        TryFormat(text, out int length);
        return IpText.ToString(text.Slice(0, length));
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
