using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Nvme;
using Lithe.Pci;

namespace Lithe.Devices.Tests;

/// <summary>The NVMe driver from start to end on controllers that are of the wrong kind, do not start, lie, or are pulled out: an error to the owner each time, and all memory back.</summary>
[Collection("devices")]
public sealed class NvmeControllerTests : IDisposable
{
    [Theory]
    [InlineData(NvmeFlaw.Gone, DeviceError.Failed)]
    [InlineData(NvmeFlaw.NeverReady, DeviceError.Failed)]
    [InlineData(NvmeFlaw.NeverStops, DeviceError.Failed)]
    [InlineData(NvmeFlaw.Fatal, DeviceError.Failed)]
    [InlineData(NvmeFlaw.NoCommandSet, DeviceError.WrongKind)]
    [InlineData(NvmeFlaw.LargePages, DeviceError.Unsupported)]
    [InlineData(NvmeFlaw.FarDoorbells, DeviceError.Unsupported)]
    [InlineData(NvmeFlaw.TinyQueues, DeviceError.Unsupported)]
    [InlineData(NvmeFlaw.Silent, DeviceError.Failed)]
    [InlineData(NvmeFlaw.Refuses, DeviceError.Failed)]
    [InlineData(NvmeFlaw.GoneLater, DeviceError.Failed)]
    [InlineData(NvmeFlaw.NoNamespace, DeviceError.Unsupported)]
    [InlineData(NvmeFlaw.Zoned, DeviceError.WrongKind)]
    [InlineData(NvmeFlaw.KeyValue, DeviceError.WrongKind)]
    [InlineData(NvmeFlaw.Metadata, DeviceError.Unsupported)]
    [InlineData(NvmeFlaw.HugeSectors, DeviceError.Unsupported)]
    [InlineData(NvmeFlaw.NoSectors, DeviceError.Unsupported)]
    [InlineData(NvmeFlaw.EndlessSectors, DeviceError.Unsupported)]
    [InlineData(NvmeFlaw.NoQueues, DeviceError.Failed)]
    public void AControllerThatCannotBeUsedIsAnError(NvmeFlaw flaw, DeviceError expected)
    {
        int before = Lithe.Mem.Frames.InUse;
        Assert.Equal(expected, Open(new NvmeModel(flaw), out NvmeController? controller));
        Assert.Null(controller);
        // What does not stop keeps its memory: it may still write there.
        if (flaw != NvmeFlaw.NeverStops)
            Assert.Equal(before, Lithe.Mem.Frames.InUse);
        Assert.Contains(expected == DeviceError.WrongKind ? "command set" : expected == DeviceError.Failed ? "did not start" : "cannot use it", expected.Describe(DeviceKind.Nvme), StringComparison.Ordinal);
        // The next one is none the worse for it.
        Assert.Equal(DeviceError.None, Open(new NvmeModel(NvmeFlaw.None), out controller));
        Assert.True(controller!.Close());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(64u)]
    [InlineData(0x1000u)]
    public void RegistersThatAreTooFewAreAnError(uint length)
    {
        PciBus.Functions.Clear();
        PciBus.Functions.Add(new PciFunction(new NvmeModel(NvmeFlaw.None), NvmeModel.ClassCode, length));
        Assert.Equal(DeviceError.Unsupported, NvmeController.TryOpen(0, 1, 8, out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneThatKeepsToTheSpecificationCarriesData(bool knowsCommandSets)
    {
        Assert.Equal(DeviceError.None, Open(new NvmeModel(NvmeFlaw.None, knowsCommandSets: knowsCommandSets), out NvmeController? controller));
        Assert.Equal((NvmeModel.SectorSize, (ulong)NvmeModel.Sectors), (controller!.Geometry.SectorSize, controller.Geometry.SectorCount));
        DmaMemory memory = DmaMemory.Allocate(64 << 10);
        foreach (int length in (int[])[512, 4096, 8192, 12288, 64 << 10])
        {
            DmaMemory part = memory.Slice(0, length);
            new Random(length).NextBytes(part.Bytes);
            byte[] written = part.Bytes.ToArray();
            Assert.Equal(BlockStatus.Done, BlockQueues.Run(ref controller.Queue(0), BlockRequest.Write(5, part, 1)));
            part.Bytes.Clear();
            Assert.Equal(BlockStatus.Done, BlockQueues.Run(ref controller.Queue(0), BlockRequest.Read(5, part, 2)));
            Assert.True(part.Bytes.SequenceEqual(written));
        }

        memory.Free();
        Assert.True(controller.Close());
        Assert.Equal(DeviceError.NeedsReset, controller.Queue(0).Error);
    }

    [Fact]
    public void AWriteProtectedNamespaceIsNotWritten()
    {
        Assert.Equal(DeviceError.None, Open(new NvmeModel(NvmeFlaw.None, isWriteProtected: true), out NvmeController? controller));
        Assert.True(controller!.Geometry.IsReadOnly);
        DmaMemory memory = DmaMemory.Allocate(4096);
        Assert.False(controller.Queue(0).TrySubmit(BlockRequest.Write(0, memory, 1)));
        Assert.Equal(BlockStatus.Done, BlockQueues.Run(ref controller.Queue(0), BlockRequest.Read(0, memory, 1)));
        memory.Free();
        Assert.True(controller.Close());
    }

    [Fact]
    public void OneThatIsPulledOutIsAnErrorToWhoWaits()
    {
        Assert.Equal(DeviceError.None, Open(new NvmeModel(NvmeFlaw.GoneWithRequest), out NvmeController? controller));
        DmaMemory memory = DmaMemory.Allocate(4096);
        Assert.Equal(DeviceError.None, controller!.Queue(0).Error);
        Assert.Equal(BlockStatus.IoError, BlockQueues.Run(ref controller.Queue(0), BlockRequest.Read(0, memory, 1)));
        Assert.Equal(DeviceError.NeedsReset, controller.Queue(0).Error);
        memory.Free();
        // It has stopped for good, and another can come in its place.
        Assert.True(controller.Close());
        Assert.Equal(DeviceError.None, Open(new NvmeModel(NvmeFlaw.None), out NvmeController? next));
        Assert.Equal(DeviceError.Missing, Open(new NvmeModel(NvmeFlaw.None), out _));
        Assert.True(next!.Close());
    }

    [Fact]
    public void NonsenseIsAnErrorOrADiskAndNeverAnythingElse()
    {
        int opened = 0;
        Span<BlockCompletion> done = stackalloc BlockCompletion[8];
        for (int seed = 0; seed < Soak.Steps / 100; seed++)
        {
            if (Open(new NvmeModel(NvmeFlaw.Nonsense, seed), out NvmeController? controller) != DeviceError.None)
                continue;
            opened++;
            DmaMemory memory = DmaMemory.Allocate(controller!.Geometry.MaxTransfer);
            for (uint i = 0; i < 16; i++)
            {
                controller.Queue(0).TrySubmit(BlockRequest.Read(i, memory.Slice(0, Math.Min(controller.Geometry.SectorSize, memory.Length)), i));
                controller.Queue(0).Kick();
                controller.Queue(0).Complete(done);
            }

            Assert.True(controller.Close());
            memory.Free();
        }

        Assert.True(opened > 0);
    }

    public void Dispose() => PciBus.Functions.Clear();

    private static DeviceError Open(NvmeModel model, out NvmeController? controller)
    {
        PciBus.Functions.Clear();
        PciBus.Functions.Add(new PciFunction(model, NvmeModel.ClassCode, NvmeModel.BarLength));
        return NvmeController.TryOpen(0, queues: 1, depth: 31, out controller);
    }
}
