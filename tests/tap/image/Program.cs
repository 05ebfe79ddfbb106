using System;
using System.Buffers.Binary;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Net;
using Lithe.Virtio;

const int Burst = 32, Headers = 42, EndPort = 9, LargestFrame = 1514;

DeviceError error = VirtioNet.TryOpen(0, new VirtioNetOptions { Queues = 4, Offloads = true }, out VirtioNet? card);
if (card is null)
{
    Console.WriteLine($"tap: {error.Describe(DeviceKind.Network)}");
    return 1;
}

bool merges = card.Transport.Has(1 << 15);
Console.WriteLine($"tap: {card.QueueCount} queues, checksums {card.ComputesChecksums}, segments {card.SegmentsV4} {card.SegmentsV6}, merges {merges}, link {card.IsLinkUp}");
Span<Netbuf> burst = stackalloc Netbuf[Burst];
int partial = 0, inParts = 0, large = 0;
bool ends = false;
while (!ends)
{
    for (int q = 0; q < card.QueueCount; q++)
    {
        ref VirtioNetQueue queue = ref card.Queue(q);
        int count = queue.Receive(burst), answers = 0;
        for (int i = 0; i < count; i++)
        {
            Netbuf packet = burst[i];
            // A checksum that the host left to its card is left to ours on the way back: what it covers has only changed places.
            partial += packet.Offload.Checksum == ChecksumState.Partial ? 1 : 0;
            inParts += packet.Next.Exists ? 1 : 0;
            // Longer than a frame: the card has put segments together, and cuts what goes back.
            large += packet.TotalLength > LargestFrame && packet.Offload.Segments == SegmentKind.TcpV4 ? 1 : 0;
            if (!TurnRound(packet.Data, out int port))
            {
                packet.Free();
                continue;
            }

            ends |= port == EndPort;
            burst[answers++] = packet;
        }

        for (int sent = queue.Transmit(burst.Slice(0, answers)); sent < answers; sent++)
            burst[sent].Free();
    }

    Processor.Relax();
}

for (int q = 0; q < card.QueueCount; q++)
    Console.WriteLine($"tap: queue {q}: {card.Queue(q).Statistics.Received} received, {card.Queue(q).Statistics.Transmitted} sent, {card.Queue(q).Statistics.Dropped} dropped, {(card.Queue(q).Error == DeviceError.None ? "well" : "broken")}");
Console.WriteLine($"tap: {partial} with a checksum left to us, {inParts} in several buffers, {large} longer than a frame");
return 0;

// Addresses and ports of UDP and TCP change places, which leaves all sums as they are.
static bool TurnRound(Span<byte> frame, out int port)
{
    port = 0;
    if (frame.Length < Headers || BinaryPrimitives.ReadUInt16BigEndian(frame.Slice(12)) != 0x0800 || frame[14] != 0x45 || frame[23] is not (17 or 6))
        return false;
    port = BinaryPrimitives.ReadUInt16BigEndian(frame.Slice(36));
    Swap(frame.Slice(0, 12), 6);
    Swap(frame.Slice(26, 8), 4);
    Swap(frame.Slice(34, 4), 2);
    return true;
}

static void Swap(Span<byte> bytes, int half)
{
    for (int i = 0; i < half; i++)
        (bytes[i], bytes[half + i]) = (bytes[half + i], bytes[i]);
}
