using System;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Net;

const int Burst = 32;

uint address = 10u << 24 | 2 << 8 | 15, port = 7777, least = 1;
if (args.Length > 3 || (args.Length > 0 && !Text.TryParseAddress(args[0], out address)) || (args.Length > 1 && !Text.TryParsePort(args[1], out port)) || (args.Length > 2 && !Text.TryParsePort(args[2], out least)))
{
    Console.WriteLine("kv-udp: the arguments are at most three: an IPv4 address, a port, and how many packets to wait for, for instance 10.0.2.15 7777 1");
    return 2;
}

// 128 netbufs of 2 KiB: small enough for a machine of 2 MiB.
DeviceError error = Card.TryOpen(0, new CardOptions { QueueSize = 64, Netbufs = 128 }, out Card? card);
if (card is null)
{
    Text.WriteError(error);
    return 1;
}

var responder = new Responder(card.Address, address, (ushort)port, new Store(1024));
Console.WriteLine("kv-udp: ready");
ref CardQueue queue = ref card.Queue(0);
Span<Netbuf> burst = stackalloc Netbuf[Burst];
while (true)
{
    ulong start = Processor.Cycles;
    // Waiting for more than one is for measurements: it makes bursts of the same length.
    int received = least > 1 && queue.Waiting < least ? 0 : queue.Receive(burst);
    if (received == 0)
    {
        if ((responder.IdlePolls++ & 0xffff) == 0 && queue.Error != DeviceError.None)
        {
            Text.WriteError(queue.Error);
            return 1;
        }

        Processor.Relax();
        continue;
    }

    int answers = 0;
    for (int i = 0; i < received; i++)
    {
        // What is no question for us is freed; the answer lies where the question did.
        Netbuf packet = burst[i];
        if (responder.TryAnswer(packet))
            burst[answers++] = packet;
        else
            packet.Free();
    }

    int sent = queue.Transmit(burst.Slice(0, answers));
    for (; sent < answers; sent++)
        burst[sent].Free();
    responder.Bursts++;
    responder.BusyCycles += Processor.Cycles - start;
}
