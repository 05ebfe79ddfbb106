using System;
using System.Runtime.InteropServices;
using Lithe.Arch;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Testing;

/// <summary>What every block queue must do, whatever is behind it.</summary>
public static class QueueChecks
{
    private const int Depth = 16, BlockSize = 64 << 10;

    /// <summary>
    /// Writes a range with many requests under way, each block filled from its number, and reads it back; as often as "block.rounds=N" on the command line says: 32 make 1 GiB of a
    /// range of 32 MiB each way.
    /// </summary>
    public static void CarriesData<TQueue>(ref TQueue queue, int bytes) where TQueue : struct, IBlockQueue
    {
        DmaMemory memory = DmaMemory.Allocate(Depth * BlockSize);
        Check.True(memory.Exists);
        for (int round = TestSetting.Number("block.rounds"u8, 1); round > 0; round--)
        {
            Transfer(ref queue, memory, bytes, isWrite: true, round);
            Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref queue, BlockRequest.Flush(0)));
            memory.Bytes.Clear();
            Transfer(ref queue, memory, bytes, isWrite: false, round);
        }

        memory.Free();
    }

    /// <summary>Requests beyond the end, of no length or of an odd one are refused; the last sector is read.</summary>
    public static void RefusesWhatIsNotThere<TQueue>(ref TQueue queue) where TQueue : struct, IBlockQueue
    {
        BlockGeometry geometry = queue.Geometry;
        DmaMemory memory = DmaMemory.Allocate(8192);
        Check.False(queue.TrySubmit(BlockRequest.Read(geometry.SectorCount, memory.Slice(0, geometry.SectorSize), 1)));
        Check.False(queue.TrySubmit(BlockRequest.Read(geometry.SectorCount - 1, memory.Slice(0, 2 * geometry.SectorSize), 1)));
        Check.False(queue.TrySubmit(BlockRequest.Read(ulong.MaxValue, memory.Slice(0, geometry.SectorSize), 1)));
        Check.False(queue.TrySubmit(BlockRequest.Read(0, memory.Slice(0, geometry.SectorSize - 1), 1)));
        Check.False(queue.TrySubmit(BlockRequest.Read(0, memory.Slice(0, 0), 1)));
        Check.False(queue.TrySubmit(BlockRequest.WriteZeroes(geometry.SectorCount - 1, 2, 1)));
        Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref queue, BlockRequest.Read(geometry.SectorCount - 1, memory.Slice(0, geometry.SectorSize), 1)));
        memory.Free();
    }

    /// <summary>Sectors in the middle of written ones are zeroed, where the device can; discarding is taken.</summary>
    public static void ZeroesAndDiscards<TQueue>(ref TQueue queue) where TQueue : struct, IBlockQueue
    {
        BlockGeometry geometry = queue.Geometry;
        DmaMemory memory = DmaMemory.Allocate(4 * geometry.SectorSize).Slice(0, 4 * geometry.SectorSize);
        memory.Bytes.Fill(0xa5);
        Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref queue, BlockRequest.Write(8, memory, 0)));
        if (geometry.CanWriteZeroes)
            Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref queue, BlockRequest.WriteZeroes(9, 2, 0)));
        Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref queue, BlockRequest.Read(8, memory, 0)));
        byte middle = geometry.CanWriteZeroes ? (byte)0 : (byte)0xa5;
        int wrong = 0;
        for (int i = 0; i < memory.Length; i++)
            wrong += memory.Bytes[i] == (i / geometry.SectorSize is 1 or 2 ? middle : 0xa5) ? 0 : 1;
        Check.Equal(0, wrong);
        if (geometry.CanDiscard)
            Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref queue, BlockRequest.Discard(8, 4, 0)));
    }

    /// <summary>Reads with the processor asleep until the handler has counted.</summary>
    public static void CompletesByInterrupt<TQueue>(ref TQueue queue, ref int interrupts) where TQueue : struct, IBlockQueue
    {
        DmaMemory memory = DmaMemory.Allocate(4096);
        Span<BlockCompletion> done = stackalloc BlockCompletion[1];
        for (uint i = 0; i < 50; i++)
        {
            // The switch first: what completes from here on interrupts.
            queue.EnableInterrupts();
            Check.True(queue.TrySubmit(BlockRequest.Read(i, memory.Slice(0, queue.Geometry.SectorSize), i)));
            queue.Kick();
            while (!queue.EnableInterrupts())
                Processor.WaitForInterrupt();
            Check.Equal(1, queue.Complete(done));
            Check.Equal((ulong)i, done[0].Tag);
        }

        // Pending ones are taken before the count is looked at.
        Processor.TakeInterrupts();
        Check.True(interrupts > 0);
        queue.DisableInterrupts();
        memory.Free();
    }

    private static void Transfer<TQueue>(ref TQueue queue, DmaMemory memory, int bytes, bool isWrite, int round) where TQueue : struct, IBlockQueue
    {
        int blocks = bytes / BlockSize, submitted = 0, completed = 0, wrong = 0, failed = 0;
        uint sectors = (uint)(BlockSize / queue.Geometry.SectorSize);
        Span<int> free = stackalloc int[Depth];
        Span<int> blockOf = stackalloc int[Depth];
        int freeCount = 0;
        for (int i = 0; i < Depth; i++)
            free[freeCount++] = i;
        Span<BlockCompletion> done = stackalloc BlockCompletion[Depth];
        while (completed < blocks)
        {
            bool isSubmitted = false;
            while (submitted < blocks && freeCount > 0)
            {
                int slot = free[freeCount - 1];
                DmaMemory buffer = memory.Slice(slot * BlockSize, BlockSize);
                if (isWrite)
                    Fill(buffer.Bytes, submitted + round);
                BlockRequest request = isWrite ? BlockRequest.Write((uint)submitted * sectors, buffer, (ulong)slot) : BlockRequest.Read((uint)submitted * sectors, buffer, (ulong)slot);
                if (!queue.TrySubmit(request))
                    break;
                blockOf[slot] = submitted++;
                freeCount--;
                isSubmitted = true;
            }

            if (isSubmitted)
                queue.Kick();
            int count = queue.Complete(done);
            for (int i = 0; i < count; i++)
            {
                int slot = (int)done[i].Tag;
                failed += done[i].Status == BlockStatus.Done ? 0 : 1;
                if (!isWrite)
                    wrong += IsFilled(memory.Bytes.Slice(slot * BlockSize, BlockSize), blockOf[slot] + round) ? 0 : 1;
                free[freeCount++] = slot;
            }

            completed += count;
            if (count == 0 && queue.Error != DeviceError.None)
                break;
        }

        Check.Equal(blocks, completed);
        Check.Equal(0, failed);
        Check.Equal(0, wrong);
    }

    private static void Fill(Span<byte> bytes, int block)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong value = (ulong)block * 0x9e37_79b9_7f4a_7c15 + 1;
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = value;
            value = value * 6364136223846793005 + 1442695040888963407;
        }
    }

    private static bool IsFilled(Span<byte> bytes, int block)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong value = (ulong)block * 0x9e37_79b9_7f4a_7c15 + 1, difference = 0;
        for (int i = 0; i < words.Length; i++)
        {
            difference |= words[i] ^ value;
            value = value * 6364136223846793005 + 1442695040888963407;
        }

        return difference == 0;
    }
}
