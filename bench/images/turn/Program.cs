using System;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Net;
using Lithe.Virtio;

DeviceError error = VirtioNet.TryOpen(0, new VirtioNetOptions { QueueSize = 64, Netbufs = 128 }, out VirtioNet? card);
if (card is null)
{
    Console.WriteLine($"turn: {error.Describe(DeviceKind.Network)}");
    return 1;
}

Console.WriteLine("turn: ready");
ref VirtioNetQueue queue = ref card.Queue(0);
Span<Netbuf> burst = stackalloc Netbuf[32];
Span<byte> address = stackalloc byte[6];
while (true)
{
    int count = queue.Receive(burst);
    if (count == 0)
    {
        Processor.Relax();
        continue;
    }

    for (int i = 0; i < count; i++)
    {
        Span<byte> frame = burst[i].Data;
        frame.Slice(0, 6).CopyTo(address);
        frame.Slice(6, 6).CopyTo(frame);
        address.CopyTo(frame.Slice(6));
    }

    for (int sent = queue.Transmit(burst.Slice(0, count)); sent < count; sent++)
        burst[sent].Free();
}
