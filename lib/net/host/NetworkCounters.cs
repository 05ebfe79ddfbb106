using System;
using System.Runtime.InteropServices;

namespace Lithe.Net;

/// <summary>
/// The counters of the image's own stack, by name, for images that hold <c>lib/counters</c>. Names are those of /proc/net/snmp behind <c>net.</c> and the protocol. Of several stacks they are the sums;
/// what each processor does is in <c>net.frames</c> and <c>net.passed</c>.
/// </summary>
public static class NetworkCounters
{
    private static NetStack[]? s_stacks;

    /// <summary>IPv4 (RFC 4293).</summary>
    [Counter("net.ipv4")]
    public static IpCounters V4
    {
        get
        {
            IpCounters sum = default;
            for (int i = 0; i < Count; i++)
                Add(ref sum, Network.StackOf(i).V4Counters);
            return sum;
        }
    }

    /// <summary>IPv6.</summary>
    [Counter("net.ipv6")]
    public static IpCounters V6
    {
        get
        {
            IpCounters sum = default;
            for (int i = 0; i < Count; i++)
                Add(ref sum, Network.StackOf(i).V6Counters);
            return sum;
        }
    }

    /// <summary>ICMP.</summary>
    [Counter("net.icmpv4")]
    public static IcmpCounters IcmpV4
    {
        get
        {
            IcmpCounters sum = default;
            for (int i = 0; i < Count; i++)
                Add(ref sum, Network.StackOf(i).IcmpV4Counters);
            return sum;
        }
    }

    /// <summary>ICMPv6.</summary>
    [Counter("net.icmpv6")]
    public static IcmpCounters IcmpV6
    {
        get
        {
            IcmpCounters sum = default;
            for (int i = 0; i < Count; i++)
                Add(ref sum, Network.StackOf(i).IcmpV6Counters);
            return sum;
        }
    }

    /// <summary>UDP (RFC 4113).</summary>
    [Counter("net.udp")]
    public static UdpCounters OfUdp
    {
        get
        {
            UdpCounters sum = default;
            for (int i = 0; i < Count; i++)
            {
                if (Network.StackOf(i).TransportOf(IpProtocol.Udp) is Udp udp)
                    Add(ref sum, udp.Counters);
            }

            return sum;
        }
    }

    /// <summary>Dropped packets by reason.</summary>
    [Counter("net.dropped")]
    public static DropCounters Dropped
    {
        get
        {
            if (!Network.IsStarted)
                return default;
            if (!Config.NET_STACK_PER_PROCESSOR)
                return Network.Stack.Drops;
            if (s_stacks is null)
            {
                s_stacks = new NetStack[Count];
                for (int i = 0; i < s_stacks.Length; i++)
                    s_stacks[i] = Network.StackOf(i);
            }

            return new DropCounters(s_stacks);
        }
    }

    /// <summary>Frames that each processor's stack has received from the cards, or from others for it.</summary>
    [Counter("net.frames")]
    public static ByProcessor Frames
    {
        get
        {
            ByProcessor by = default;
            for (int i = 0; i < Math.Min(Count, ByProcessor.Count); i++)
            {
                foreach (NetInterface at in Network.StackOf(i).Interfaces)
                    by.Add(i, at.ReceivedFrames);
            }

            return by;
        }
    }

    /// <summary>Frames that each processor has got from others, for its stack or to send.</summary>
    [Counter("net.passed")]
    public static ByProcessor Passed
    {
        get
        {
            ByProcessor by = default;
            for (int i = 0; i < Math.Min(Count, ByProcessor.Count); i++)
                by.Add(i, Network.PassingOf(i).Taken);
            return by;
        }
    }

    private static int Count => Network.IsStarted ? Network.StackCount : 0;

    private static void Add<T>(ref T sum, T more) where T : struct
    {
        Span<ulong> to = MemoryMarshal.Cast<T, ulong>(new Span<T>(ref sum)), from = MemoryMarshal.Cast<T, ulong>(new Span<T>(ref more));
        for (int i = 0; i < to.Length; i++)
            to[i] += from[i];
    }
}

/// <summary>A number for each of the first four processors.</summary>
public struct ByProcessor
{
    internal const int Count = 4;

    public ulong Processor0 { get; private set; }

    public ulong Processor1 { get; private set; }

    public ulong Processor2 { get; private set; }

    public ulong Processor3 { get; private set; }

    internal void Add(int processor, ulong number)
    {
        Processor0 += processor == 0 ? number : 0;
        Processor1 += processor == 1 ? number : 0;
        Processor2 += processor == 2 ? number : 0;
        Processor3 += processor == 3 ? number : 0;
    }
}
