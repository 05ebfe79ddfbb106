using System.Buffers.Binary;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Net;

namespace Lithe.Devices.Tests;

/// <summary>Queues around queues: faults by seed, captures, loopback, the disk in memory.</summary>
public sealed class WrapperTests
{
    private static readonly NetFaults EveryFault = new() { Loss = 100_000, Duplication = 100_000, Corruption = 100_000, Delay = 200_000, LongestDelay = 5 };

    [Fact]
    public void What_a_loopback_transmits_it_receives_and_every_netbuf_comes_back()
    {
        Assert.Equal(DeviceError.None, LoopbackQueue.TryCreate(64, out LoopbackQueue queue));
        NetbufPool pool = queue.Pool;
        int all = pool.FreeCount;
        Assert.Equal(Packets(2000), Run(ref queue, 2000, polls: 0));
        Assert.Equal(all, pool.FreeCount);
        Assert.Equal(2000UL, queue.Statistics.Received);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        byte[][] first = Faulty(7, EveryFault, out ulong injected), again = Faulty(7, EveryFault, out _), other = Faulty(8, EveryFault, out _);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(injected, 700UL, 1400UL);
    }

    [Fact]
    public void Without_rates_nothing_goes_wrong() => Assert.Equal(Packets(2000), Faulty(7, default, out _));

    [Fact]
    public void Each_fault_does_what_it_says()
    {
        Assert.InRange(Faulty(1, new NetFaults { Loss = 100_000 }, out _).Length, 1700, 1900);
        Assert.InRange(Faulty(1, new NetFaults { Duplication = 100_000 }, out _).Length, 2100, 2300);
        byte[][] delayed = Faulty(1, new NetFaults { Delay = 100_000, LongestDelay = 4 }, out _), packets = Packets(2000);
        Assert.NotEqual(packets, delayed);
        Assert.Equal(packets.OrderBy(p => BinaryPrimitives.ReadInt32BigEndian(p)), delayed.OrderBy(p => BinaryPrimitives.ReadInt32BigEndian(p)));
        byte[][] corrupted = Faulty(1, new NetFaults { Corruption = 100_000 }, out _);
        Assert.Equal(2000, corrupted.Length);
        Assert.InRange(packets.Zip(corrupted).Count(p => !p.First.AsSpan().SequenceEqual(p.Second)), 100, 300);
    }

    [Fact]
    public void A_capture_is_a_pcap_file_of_what_passed()
    {
        Assert.Equal(DeviceError.None, LoopbackQueue.TryCreate(64, out LoopbackQueue loopback));
        Sink.Written.SetLength(0);
        var queue = new CaptureQueue<LoopbackQueue, Sink>(loopback, default);
        byte[][] packets = Run(ref queue, 100, polls: 0);
        byte[] file = Sink.Written.ToArray();
        Assert.Equal(0xa1b23c4du, BinaryPrimitives.ReadUInt32LittleEndian(file));
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(20)));
        var seen = new List<byte[]>();
        for (int at = 24; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 8));
            Assert.Equal(length, BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 12)));
            Assert.Equal((5u, 7u), (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 4))));
            seen.Add(file.AsSpan(at + 16, length).ToArray());
            at += 16 + length;
        }

        // Each once when it was sent and once when it was received.
        Assert.Equal(packets.Concat(packets).OrderBy(p => BinaryPrimitives.ReadInt32BigEndian(p)), seen.OrderBy(p => BinaryPrimitives.ReadInt32BigEndian(p)));
    }

    [Fact]
    public void A_faulty_disk_goes_wrong_in_the_same_way_with_the_same_seed()
    {
        var faults = new BlockFaults { Errors = 50_000, LostWrites = 50_000, TornWrites = 50_000, Delay = 100_000, LongestDelay = 6 };
        (byte[] image, string log) first = Disk(faults, 3), again = Disk(faults, 3), other = Disk(faults, 4), none = Disk(default, 3);
        Assert.Equal(first.image, again.image);
        Assert.Equal(first.log, again.log);
        Assert.NotEqual(first.image, other.image);
        Assert.DoesNotContain("IoError", none.log, StringComparison.Ordinal);
        Assert.NotEqual(first.image, none.image);
    }

    [Fact]
    public void A_disk_in_memory_refuses_what_is_not_there()
    {
        Assert.Equal(DeviceError.Unsupported, RamDisk.TryCreate(65536, 100, out _));
        Assert.Equal(DeviceError.None, RamDisk.TryCreate(65536, 512, out RamDisk disk));
        DmaMemory memory = DmaMemory.Allocate(4096);
        Assert.Equal(128UL, disk.Geometry.SectorCount);
        Assert.True(disk.TrySubmit(BlockRequest.Read(120, memory, 1)));
        Assert.False(disk.TrySubmit(BlockRequest.Read(121, memory, 1)));
        Assert.False(disk.TrySubmit(BlockRequest.WriteZeroes(ulong.MaxValue, 2, 1)));
        Assert.False(disk.TrySubmit(BlockRequest.Write(0, memory.Slice(0, 100), 1)));
    }

    private static byte[][] Faulty(ulong seed, NetFaults faults, out ulong injected)
    {
        Assert.Equal(DeviceError.None, LoopbackQueue.TryCreate(256, out LoopbackQueue loopback));
        NetbufPool pool = loopback.Pool;
        int all = pool.FreeCount;
        var queue = new FaultyQueue<LoopbackQueue>(loopback, faults, seed);
        byte[][] packets = Run(ref queue, 2000, polls: 300);
        injected = queue.Injected;
        Assert.Equal(all, pool.FreeCount);
        return packets;
    }

    private static byte[][] Run<TQueue>(ref TQueue queue, int count, int polls) where TQueue : struct, INetQueue
    {
        var received = new List<byte[]>();
        byte[][] packets = Packets(count);
        Span<Netbuf> burst = new Netbuf[16];
        for (int sent = 0; sent < count;)
        {
            int size = 0;
            while (size < 8 && sent + size < count && queue.TryAllocate(out burst[size]))
            {
                Assert.True(burst[size].TrySetLength(packets[sent + size].Length));
                packets[sent + size].CopyTo(burst[size++].Data);
            }

            int taken = queue.Transmit(burst[..size]);
            Assert.Equal(size, taken);
            sent += taken;
            Take(ref queue, burst, received);
        }

        for (int i = 0; i < polls; i++)
            Take(ref queue, burst, received);
        return [.. received];
    }

    private static void Take<TQueue>(ref TQueue queue, Span<Netbuf> burst, List<byte[]> received) where TQueue : struct, INetQueue
    {
        int count = queue.Receive(burst);
        for (int i = 0; i < count; i++)
        {
            received.Add(burst[i].Data.ToArray());
            burst[i].Free();
        }
    }

    private static byte[][] Packets(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            byte[] packet = new byte[random.Next(60, 1515)];
            random.NextBytes(packet);
            BinaryPrimitives.WriteInt32BigEndian(packet, i);
            return packet;
        })];
    }

    private static (byte[] Image, string Log) Disk(BlockFaults faults, ulong seed)
    {
        Assert.Equal(DeviceError.None, RamDisk.TryCreate(1 << 20, 512, out RamDisk disk));
        var queue = new FaultyDisk<RamDisk>(disk, faults, seed);
        DmaMemory memory = DmaMemory.Allocate(65536);
        var random = new Random(2);
        var log = new System.Text.StringBuilder();
        Span<BlockCompletion> done = new BlockCompletion[16];
        int ended = 0;
        for (int i = 0; i < 1000; i++)
        {
            DmaMemory buffer = memory.Slice(i % 16 * 4096, 4096);
            random.NextBytes(buffer.Bytes);
            if (!queue.TrySubmit(BlockRequest.Write((uint)random.Next(2040), buffer, (ulong)i)))
                log.Append('-');
            ended += Log(ref queue, done, log);
        }

        for (int i = 0; i < 50; i++)
            ended += Log(ref queue, done, log);
        Assert.Equal(1000 - log.ToString().Count(c => c == '-'), ended);
        // What is on the disk in the end, read from the disk itself.
        byte[] image = new byte[1 << 20];
        for (uint sector = 0; sector < 2048; sector += 128)
        {
            Assert.True(disk.TrySubmit(BlockRequest.Read(sector, memory, sector)));
            Assert.Equal(1, disk.Complete(done[..1]));
            memory.Bytes.CopyTo(image.AsSpan((int)sector * 512));
        }

        return (image, log.ToString());
    }

    private static int Log(ref FaultyDisk<RamDisk> queue, Span<BlockCompletion> done, System.Text.StringBuilder log)
    {
        int count = queue.Complete(done);
        for (int i = 0; i < count; i++)
            log.Append(done[i]).Append(';');
        return count;
    }

    private struct Sink : ICaptureSink
    {
        internal static MemoryStream Written { get; } = new();

        public readonly ulong Nanoseconds => 5_000_000_007;

        public readonly void Write(ReadOnlySpan<byte> bytes) => Written.Write(bytes);
    }
}
