using System;
using Lithe.Net;
using Lithe.Plat;

const ulong ConfigurationTime = 10_000_000_000;

var zone = new Zone(args.Length);
foreach (string argument in args)
{
    if (!zone.TryAdd(argument))
    {
        Console.WriteLine($"dns: '{argument}' is not a name and an address, such as printer.home=10.0.0.9");
        return 2;
    }
}

string? wrong = Network.TryStart();
if (wrong is not null)
{
    Console.WriteLine(wrong);
    return 1;
}

if (!Network.WaitForAddress(Clock.Nanoseconds + ConfigurationTime))
    Console.WriteLine("dns: no server has given an address yet");
foreach (NetInterface at in Network.Stack.Interfaces)
{
    foreach (InterfaceAddress address in at.Addresses)
    {
        if (!at.IsLoopback)
            Console.WriteLine($"dns: {at.Name} {address.Prefix}");
    }
}

DnsProgram.Zone = zone;
wrong = Network.RunEach<DnsProgram>();
if (wrong is null)
    return 0;
Console.WriteLine(wrong);
return 1;

/// <summary>Answers on each of the network's stacks; each has a cache of its own.</summary>
internal readonly struct DnsProgram : INetworkProgram
{
    private static int s_ready;

    internal static Zone? Zone { get; set; }

    public static string? Start(NetStack stack)
    {
        Udp? udp = Udp.Of(stack);
        if (udp is null || !udp.TryOpen(new IpEndpoint(IpAddress.Any, DnsHeader.Port), new Server(Zone!, new DnsResolver(udp)), out _))
            return "dns: the port cannot be opened";
        // They begin one after the other.
        if (++s_ready == Network.StackCount)
            Console.WriteLine("dns: ready");
        return null;
    }
}
