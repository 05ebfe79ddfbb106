using System.Buffers.Binary;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Net;
using Lithe.Virtio;

namespace Lithe.Devices.Tests;

/// <summary>virtio drivers from start to end on devices that do not start, are too old, ask for a reset, or are pulled out: an error to the owner each time.</summary>
[Collection("devices")]
public sealed class VirtioDriverTests : IDisposable
{
    private const ulong BlockSize = 1 << 6, Flush = 1 << 9, Multiqueue = 1 << 12;
    private const ulong NetworkFeatures = 1 << 0 | 1 << 1 | 1 << 3 | 1 << 5 | 1 << 7 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 17 | 1 << 22;

    [Theory]
    [InlineData(TransportFlaw.Gone, DeviceError.Failed)]
    [InlineData(TransportFlaw.Silent, DeviceError.Failed)]
    [InlineData(TransportFlaw.NeverResets, DeviceError.Failed)]
    [InlineData(TransportFlaw.RefusesFeatures, DeviceError.Failed)]
    [InlineData(TransportFlaw.Old, DeviceError.Unsupported)]
    [InlineData(TransportFlaw.NoQueues, DeviceError.Unsupported)]
    public void ADeviceThatDoesNotStartIsAnError(TransportFlaw flaw, DeviceError expected)
    {
        VirtioDevices.Device = Disk(flaw);
        Assert.Equal(expected, VirtioBlk.TryOpen(0, 1, 8, out VirtioBlk? disk));
        Assert.Null(disk);
        VirtioDevices.Device = new TransportModel(VirtioDeviceType.Network, 1 << 16, flaw);
        Assert.Equal(expected, VirtioNet.TryOpen(0, new VirtioNetOptions(), out VirtioNet? card));
        Assert.Null(card);
        Assert.Contains(expected == DeviceError.Failed ? "did not start" : "older than virtio 1.0", expected.Describe(DeviceKind.Network), StringComparison.Ordinal);
        // Not taken for ever: who mends it can open it.
        Assert.False(VirtioDevices.Device.IsTaken);
    }

    [Theory]
    [InlineData(TransportFlaw.AsksForReset)]
    [InlineData(TransportFlaw.GoneWithRequest)]
    public void ADiskThatFailsWhileItRunsIsAnErrorToWhoWaits(TransportFlaw flaw)
    {
        VirtioDevices.Device = Disk(flaw);
        Assert.Equal(DeviceError.None, VirtioBlk.TryOpen(0, 1, 8, out VirtioBlk? disk));
        Assert.Equal(2048UL, disk!.Geometry.SectorCount);
        DmaMemory memory = DmaMemory.Allocate(4096);
        Assert.Equal(BlockStatus.IoError, BlockQueues.Run(ref disk.Queue(0), BlockRequest.Read(0, memory, 1)));
        Assert.Equal(DeviceError.NeedsReset, disk.Queue(0).Error);
        memory.Free();
    }

    [Theory]
    [InlineData(TransportFlaw.AsksForReset)]
    [InlineData(TransportFlaw.GoneWithRequest)]
    public void ACardThatFailsWhileItRunsIsAnErrorToItsOwner(TransportFlaw flaw)
    {
        VirtioDevices.Device = new TransportModel(VirtioDeviceType.Network, 1 << 16 | 1 << 17, flaw);
        Assert.Equal(DeviceError.None, VirtioNet.TryOpen(0, new VirtioNetOptions { Offloads = true }, out VirtioNet? card));
        ref VirtioNetQueue queue = ref card!.Queue(0);
        Span<Netbuf> burst = stackalloc Netbuf[4];
        Assert.Equal(0, queue.Receive(burst));
        Assert.True(queue.TryAllocate(out burst[0]) && burst[0].TrySetLength(60));
        Assert.Equal(1, queue.Transmit(burst[..1]));
        Assert.Equal(DeviceError.NeedsReset, queue.Error);
        Assert.False(card.Control!.SetPromiscuous(true));
    }

    [Fact]
    public void NonsenseInTheConfigurationIsAnErrorOrADevice()
    {
        int disks = 0, cards = 0;
        for (int seed = 0; seed < Soak.Steps / 200; seed++)
        {
            var random = new Random(seed);
            VirtioDevices.Device = new TransportModel(VirtioDeviceType.Block, (ulong)random.NextInt64() & 0xffffff, TransportFlaw.Nonsense, seed);
            int before = Lithe.Mem.Frames.InUse;
            if (VirtioBlk.TryOpen(0, random.Next(1, 4), 8, out VirtioBlk? disk) == DeviceError.None)
            {
                disks++;
                Assert.InRange(disk!.Geometry.SectorSize, 512, 65536);
                Assert.True(disk.Geometry.MaxTransfer >= disk.Geometry.SectorSize);
                Assert.True(disk.Close());
            }

            Assert.Equal(before, Lithe.Mem.Frames.InUse);

            if (seed % 20 != 0)
                continue;
            // A pool of netbufs is never given back: fewer of these, and small ones.
            VirtioDevices.Device = new TransportModel(VirtioDeviceType.Network, (NetworkFeatures & (ulong)random.NextInt64()) & ~(1UL << 22), TransportFlaw.Nonsense, seed);
            if (VirtioNet.TryOpen(0, new VirtioNetOptions { Netbufs = 8, QueueSize = 8, Offloads = true }, out VirtioNet? card) != DeviceError.None)
                continue;
            cards++;
            Assert.InRange(card!.Mtu, 68, 1500);
            Assert.True(card.Close());
        }

        Assert.True(disks > 0 && cards > 0);
    }

    public void Dispose() => VirtioDevices.Device = null;

    private static TransportModel Disk(TransportFlaw flaw)
    {
        var model = new TransportModel(VirtioDeviceType.Block, BlockSize | Flush | Multiqueue, flaw);
        BinaryPrimitives.WriteUInt64LittleEndian(model.Configuration, 2048);
        BinaryPrimitives.WriteUInt32LittleEndian(model.Configuration[20..], 512);
        BinaryPrimitives.WriteUInt16LittleEndian(model.Configuration[34..], 1);
        return model;
    }
}
