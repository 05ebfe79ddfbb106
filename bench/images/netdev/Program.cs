using System;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Net;
using Lithe.Virtio;

// Each line is a size of burst and the counter's ticks a packet: to transmit, to receive, to forward from one card to the other. Empty polls are not counted.
const int Largest = 256, Packets = 4096;

DeviceError error = VirtioNet.TryOpen(0, new VirtioNetOptions { Netbufs = 1024 }, out VirtioNet? first);
VirtioNet? second = null;
if (first is not null)
    error = VirtioNet.TryOpen(1, new VirtioNetOptions { Netbufs = 1024 }, out second);
if (first is null || second is null)
{
    Console.WriteLine($"netdev: {error.Describe(DeviceKind.Network)}");
    return 1;
}

ref VirtioNetQueue sender = ref first.Queue(0);
ref VirtioNetQueue receiver = ref second.Queue(0);
Span<Netbuf> burst = new Netbuf[Largest];
for (int size = 1; size <= Largest; size *= 2)
{
    ulong transmitting = 0, receiving = 0, forwarding = 0;
    int forwarded = 0;
    for (int sent = 0; sent < Packets; sent += size)
    {
        for (int i = 0; i < size; i++)
            Make(ref sender, burst, i);
        ulong start = Processor.Cycles;
        int taken = sender.Transmit(burst.Slice(0, size));
        transmitting += Processor.Cycles - start;
        if (taken != size)
        {
            Console.WriteLine("netdev: the ring is full");
            return 1;
        }

        // All have come before they are taken, so that the burst is as long as it says.
        while (receiver.Waiting < size)
            Processor.Relax();
        start = Processor.Cycles;
        int received = receiver.Receive(burst.Slice(0, size));
        receiving += Processor.Cycles - start;

        // And back again: received here and sent there, as a forwarder does.
        start = Processor.Cycles;
        int back = receiver.Transmit(burst.Slice(0, received));
        forwarding += Processor.Cycles - start;
        while (sender.Waiting < back)
            Processor.Relax();
        start = Processor.Cycles;
        int returned = sender.Receive(burst.Slice(0, back));
        forwarding += Processor.Cycles - start;
        forwarded += returned;
        for (int i = 0; i < returned; i++)
            burst[i].Free();
    }

    Console.WriteLine($"netdev {size} {transmitting / Packets} {receiving / Packets} {forwarding / (ulong)forwarded}");
}

return 0;

static void Make(ref VirtioNetQueue queue, Span<Netbuf> burst, int place)
{
    // Sent netbufs come back when the next burst is sent.
    while (!queue.TryAllocate(out burst[place]))
        queue.Reclaim();
    burst[place].TrySetLength(64);
    burst[place].Data.Slice(0, 6).Fill(0xff);
}
