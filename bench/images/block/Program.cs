using System;
using Lithe.Arch;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Nvme;
using Lithe.Virtio;

// Each line is a device, how many requests are under way, and the counter's ticks a request of 4 KiB: submitting, telling, taking. Empty polls are not counted.
if (VirtioBlk.TryOpen(0, 1, 64, out VirtioBlk? virtio) != DeviceError.None || NvmeController.TryOpen(0, 1, 63, out NvmeController? nvme) != DeviceError.None)
{
    Console.WriteLine("block: a disk is missing");
    return 1;
}

for (int depth = 1; depth <= 32; depth *= 4)
{
    Reading.Measure("virtio-blk", ref virtio!.Queue(0), depth);
    Reading.Measure("nvme", ref nvme!.Queue(0), depth);
}

Reading.Measure("virtio-blk", ref virtio!.Queue(0), 32);
Reading.Measure("nvme", ref nvme!.Queue(0), 32);
return 0;

internal static class Reading
{
    private const int Requests = 2048, Size = 4096;

    internal static void Measure<TQueue>(string name, ref TQueue queue, int depth) where TQueue : struct, IBlockQueue
    {
        DmaMemory memory = DmaMemory.Allocate(depth * Size);
        Span<BlockCompletion> done = stackalloc BlockCompletion[depth];
        uint sectors = (uint)(Size / queue.Geometry.SectorSize);
        ulong busy = 0;
        int failed = 0;
        for (int sent = 0; sent < Requests; sent += depth)
        {
            ulong start = Processor.Cycles;
            for (int i = 0; i < depth; i++)
                failed += queue.TrySubmit(BlockRequest.Read((uint)(sent + i) * sectors, memory.Slice(i * Size, Size), (ulong)i)) ? 0 : 1;
            queue.Kick();
            busy += Processor.Cycles - start;
            for (int taken = 0; taken < depth && failed == 0;)
            {
                start = Processor.Cycles;
                int count = queue.Complete(done);
                if (count == 0)
                    continue;
                busy += Processor.Cycles - start;
                taken += count;
                for (int i = 0; i < count; i++)
                    failed += done[i].Status == BlockStatus.Done ? 0 : 1;
            }
        }

        Console.WriteLine(failed == 0 ? $"block {name} {depth} {busy / Requests}" : $"block: {failed} requests failed");
        memory.Free();
    }
}
