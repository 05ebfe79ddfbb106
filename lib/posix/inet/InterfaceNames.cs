using System;
using Lithe.Net;

namespace Lithe.Posix;

/// <summary>Interfaces as Linux programs know them: <c>lo</c>, <c>eth0</c>, numbers from 1 on.</summary>
public static class InterfaceNames
{
    private const int Up = 1, Broadcast = 2, Loopback = 8, Running = 0x40, Multicast = 0x1000, LowerUp = 0x10000;

    /// <summary>Writes the name with a zero behind it; how long it is without.</summary>
    public static int Write(NetInterface of, Span<byte> to)
    {
        to.Clear();
        if (of.IsLoopback)
        {
            "lo"u8.CopyTo(to);
            return 2;
        }

        // net0 is eth0.
        "eth"u8.CopyTo(to);
        string name = of.Name;
        to[3] = (byte)name[name.Length - 1];
        return 4;
    }

    /// <summary>Whether this is the interface's name; a zero ends it.</summary>
    public static bool Is(NetInterface one, ReadOnlySpan<byte> name)
    {
        Span<byte> own = stackalloc byte[16];
        int length = Write(one, own), end = name.IndexOf((byte)0);
        return (end < 0 ? name : name.Slice(0, end)).SequenceEqual(own.Slice(0, length));
    }

    /// <summary>IFF_UP and so on.</summary>
    public static int FlagsOf(NetInterface one) => one.IsLoopback ? Up | Loopback | Running | LowerUp : Up | Broadcast | Running | Multicast | LowerUp;

    /// <summary>The mask of an IPv4 prefix.</summary>
    public static uint MaskOf(in IpPrefix prefix)
    {
        int length = prefix.Length;
        return length == 0 ? 0 : uint.MaxValue << 32 - length;
    }
}
