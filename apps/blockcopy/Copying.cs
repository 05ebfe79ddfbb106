using System;
using System.Runtime.InteropServices;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;

/// <summary>Keeps buffers going round: read from one disk, written to the other, read again.</summary>
internal static class Copying
{
    /// <summary>Buffers, and so requests, under way.</summary>
    internal const int Depth = 32;

    // The smallest sector there is: whatever is read at a time is whole ones of these.
    private const int BufferSize = 64 << 10, SumUnit = 512;

    internal static int Run<TFrom, TTo>(ref TFrom from, ref TTo to) where TFrom : struct, IBlockQueue where TTo : struct, IBlockQueue
    {
        ulong bytes = from.Geometry.SectorCount * (uint)from.Geometry.SectorSize;
        if (to.Geometry.SectorCount * (ulong)to.Geometry.SectorSize < bytes || to.Geometry.IsReadOnly)
            return Fail("the disk to copy to is smaller, or cannot be written");
        int size = BufferSize;
        if (size > from.Geometry.MaxTransfer)
            size = from.Geometry.MaxTransfer;
        if (size > to.Geometry.MaxTransfer)
            size = to.Geometry.MaxTransfer;
        DmaMemory memory = DmaMemory.Allocate(Depth * size);
        if (!memory.Exists)
            return Fail("there is no memory for buffers");
        if (bytes % (uint)to.Geometry.SectorSize != 0)
            return Fail("the disk to copy from does not end at a sector of the other one");

        // Where each buffer's bytes belong, how many there are, and their sums, which are put together in order at the end.
        Span<ulong> places = stackalloc ulong[Depth];
        Span<BlockCompletion> done = stackalloc BlockCompletion[Depth];
        ulong next = 0, written = 0, sum = 0;
        int reading = 0;
        for (int i = 0; i < Depth; i++)
            reading += Read(ref from, memory, i, size, places, ref next, bytes) ? 1 : 0;
        from.Kick();
        while (written < bytes)
        {
            int count = from.Complete(done);
            for (int i = 0; i < count; i++)
            {
                int buffer = (int)done[i].Tag;
                DmaMemory part = memory.Slice(buffer * size, LengthAt(places[buffer], size, bytes));
                if (done[i].Status != BlockStatus.Done || !to.TrySubmit(BlockRequest.Write(places[buffer] / (uint)to.Geometry.SectorSize, part, done[i].Tag)))
                    return Fail("a sector could not be read");
                sum += Sum(part.Bytes, places[buffer]);
            }

            if (count > 0)
                to.Kick();
            count = to.Complete(done);
            for (int i = 0; i < count; i++)
            {
                int buffer = (int)done[i].Tag;
                if (done[i].Status != BlockStatus.Done)
                    return Fail("a sector could not be written");
                written += (uint)LengthAt(places[buffer], size, bytes);
                Read(ref from, memory, buffer, size, places, ref next, bytes);
            }

            if (count > 0)
                from.Kick();
            else if (from.Error != DeviceError.None || to.Error != DeviceError.None)
                return Fail("a disk has failed");
        }

        if (to.Geometry.HasCache && BlockQueues.Run(ref to, BlockRequest.Flush(0)) != BlockStatus.Done)
            return Fail("the copy could not be flushed");
        Console.WriteLine($"blockcopy: {bytes} bytes, checksum {sum:x16}");
        return 0;
    }

    private static bool Read<TFrom>(ref TFrom from, DmaMemory memory, int buffer, int size, Span<ulong> places, ref ulong next, ulong bytes) where TFrom : struct, IBlockQueue
    {
        if (next >= bytes)
            return false;
        DmaMemory part = memory.Slice(buffer * size, LengthAt(next, size, bytes));
        if (!from.TrySubmit(BlockRequest.Read(next / (uint)from.Geometry.SectorSize, part, (ulong)buffer)))
            return false;
        places[buffer] = next;
        next += (uint)part.Length;
        return true;
    }

    private static int LengthAt(ulong place, int size, ulong bytes) => bytes - place < (uint)size ? (int)(bytes - place) : size;

    // The sum of each 512 bytes starts from their place, so that neither the order in which pieces come nor their size matters, and the order of bytes on the disk does.
    private static ulong Sum(Span<byte> bytes, ulong place)
    {
        ulong total = 0;
        for (; !bytes.IsEmpty; bytes = bytes.Slice(SumUnit), place += SumUnit)
        {
            ulong sum = 14695981039346656037 ^ place;
            foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes.Slice(0, SumUnit)))
                sum = (sum ^ word) * 1099511628211;
            total += sum;
        }

        return total;
    }

    private static int Fail(string why)
    {
        Console.WriteLine($"blockcopy: {why}");
        return 1;
    }
}
