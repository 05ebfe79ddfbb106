using System;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Net;
using Lithe.Virtio;
// The whole graph of one direction.
using Side = Classifier<
    Counter<ArpResponder<ToCard>>,
    Counter<Tee<Learner, ForUs<Counter<Discard>, Forwarder<Queue<ToCard>>>>>,
    Counter<Discard>>;

DeviceError error = VirtioNet.TryOpen(0, new VirtioNetOptions(), out VirtioNet? first);
VirtioNet? second = null;
if (first is not null)
    error = VirtioNet.TryOpen(1, new VirtioNetOptions(), out second);
if (first is null || second is null)
{
    Console.WriteLine($"click: {(first is null ? "first" : "second")} network card: {error.Describe(DeviceKind.Network)}");
    return 1;
}

var left = new Output(first, 0x0a00_0101);
var right = new Output(second, 0x0a00_0201);
Count arp = new(), ip = new(), forUs = new(), other = new(), dropped = new();
Side fromLeft = Compose(left, right), fromRight = Compose(right, left);
Console.WriteLine("click: 10.0.1.1 and 10.0.2.1 are up");

Span<Netbuf> burst = stackalloc Netbuf[32];
// A frame to the router itself ends it: a router has no other way to be asked how it was.
while (forUs.Packets == 0)
{
    bool moved = Run(ref first.Queue(0), ref fromLeft, burst);
    if (!Run(ref second.Queue(0), ref fromRight, burst) && !moved)
        Processor.Relax();
}

Console.WriteLine($"click: {arp.Packets} ARP, {ip.Packets} IPv4, {other.Packets} other, {dropped.Packets + left.Dropped + right.Dropped} dropped");
return 0;

Side Compose(Output from, Output to) => new(
    new(arp, new(from, new(from))),
    new(ip, new(new(from), new(from, to, new(forUs, default), new(to, dropped, new(new Netbuf[64], dropped, new(to)))))),
    new(other, default));

static bool Run<TElement>(ref VirtioNetQueue queue, ref TElement element, Span<Netbuf> burst) where TElement : struct, IElement
{
    int count = queue.Receive(burst);
    for (int i = 0; i < count; i++)
        element.Push(burst[i]);
    if (count > 0)
        element.Flush();
    return count > 0;
}
