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

Udp? udp = Udp.Of(Network.Stack);
if (udp is null || !udp.TryOpen(new IpEndpoint(IpAddress.Any, DnsHeader.Port), new Server(zone, new DnsResolver(udp)), out _))
{
    Console.WriteLine("dns: the port cannot be opened");
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

Console.WriteLine("dns: ready");
Network.Run();
return 0;
