using System;
using Lithe.Arch;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Interrupts;
using Lithe.Testing;
using Lithe.Virtio;

public static class DiskTests
{
    private static RamDisk s_ram;
    private static VirtioBlk? s_split, s_packed;
    private static int s_interrupts;

    [GuestTest]
    public static void RamDiskCarriesData()
    {
        Check.Equal(0, (int)RamDisk.TryCreate(2 << 20, 512, out s_ram));
        QueueChecks.CarriesData(ref s_ram, 2 << 20);
        QueueChecks.RefusesWhatIsNotThere(ref s_ram);
        QueueChecks.ZeroesAndDiscards(ref s_ram);
    }

    [GuestTest]
    public static void FaultyDiskFailsAsOftenAsItSays()
    {
        var disk = new FaultyDisk<RamDisk>(s_ram, new BlockFaults { Errors = 250_000 }, seed: 1);
        int failed = 0;
        for (uint i = 0; i < 1000; i++)
            failed += BlockQueues.Run(ref disk, BlockRequest.WriteZeroes(i, 1, i)) == BlockStatus.Done ? 0 : 1;
        Check.True(failed is > 150 and < 350);
        Check.Equal((ulong)failed, disk.Injected);
    }

    [GuestTest]
    public static void DisksSayWhatTheyAre()
    {
        Check.Equal(0, (int)VirtioBlk.TryOpen(0, 1, 64, out s_split));
        Check.Equal(0, (int)VirtioBlk.TryOpen(1, 2, 64, out s_packed));
        Check.Equal((int)DeviceError.Missing, (int)VirtioBlk.TryOpen(3, 1, 64, out _));
        Check.Equal(32UL << 20, s_split!.Geometry.SectorCount * (uint)s_split.Geometry.SectorSize);
        Check.Equal(16UL << 20, s_packed!.Geometry.SectorCount * (uint)s_packed.Geometry.SectorSize);
        Check.True(s_split.Geometry.HasCache);
        Check.Equal(1, s_split.QueueCount);
        Check.Equal(2, s_packed.QueueCount);
        Check.False(s_split.Transport.Has(VirtioFeatures.PackedRing));
        Check.True(s_packed.Transport.Has(VirtioFeatures.PackedRing));
    }

    [GuestTest]
    public static void SplitQueueCarriesData() => QueueChecks.CarriesData(ref s_split!.Queue(0), 32 << 20);

    [GuestTest]
    public static void PackedQueuesCarryData()
    {
        QueueChecks.CarriesData(ref s_packed!.Queue(0), 8 << 20);
        QueueChecks.CarriesData(ref s_packed!.Queue(1), 8 << 20);
    }

    [GuestTest]
    public static void WhatIsNotThereIsRefused()
    {
        QueueChecks.RefusesWhatIsNotThere(ref s_split!.Queue(0));
        QueueChecks.RefusesWhatIsNotThere(ref s_packed!.Queue(1));
    }

    [GuestTest]
    public static void SectorsAreZeroedAndDiscarded()
    {
        QueueChecks.ZeroesAndDiscards(ref s_split!.Queue(0));
        QueueChecks.ZeroesAndDiscards(ref s_packed!.Queue(0));
    }

    [GuestTest]
    public static void SplitQueueInterrupts()
    {
        Check.Equal(0, (int)VirtioInterrupts.TryConnect<Handler>(s_split!.Transport, 0, 1));
        s_interrupts = 0;
        QueueChecks.CompletesByInterrupt(ref s_split.Queue(0), ref s_interrupts);
    }

    [GuestTest]
    public static void PackedQueueInterrupts()
    {
        Check.Equal(0, (int)VirtioInterrupts.TryConnect<Handler>(s_packed!.Transport, 0, 1));
        s_interrupts = 0;
        QueueChecks.CompletesByInterrupt(ref s_packed.Queue(0), ref s_interrupts);
    }

    [GuestTest]
    public static void DiskThatWasClosedOpensAgain()
    {
        Check.True(s_split!.Close());
        Check.Equal(0, (int)VirtioBlk.TryOpen(0, 1, 8, out VirtioBlk? again));
        QueueChecks.CarriesData(ref again!.Queue(0), 1 << 20);
        Check.Equal(0u, again.Queue(0).DeviceErrors);
    }

    [GuestTest]
    public static void DiskThatIsResetWhileItRunsIsAnErrorAndOpensAgain()
    {
        Check.Equal(0, (int)s_packed!.Queue(0).Error);
        Check.True(s_packed.Transport.Reset());
        Check.Equal((int)DeviceError.NeedsReset, (int)s_packed.Queue(0).Error);
        // Who waits for the disk does not wait for ever.
        Check.Equal((int)BlockStatus.IoError, (int)BlockQueues.Run(ref s_packed.Queue(0), BlockRequest.Flush(1)));
        Check.True(s_packed.Close());
        Check.Equal(0, (int)VirtioBlk.TryOpen(1, 1, 64, out s_packed));
        QueueChecks.CarriesData(ref s_packed!.Queue(0), 1 << 20);
    }

    // A buffer of no bytes is what QEMU's devices do not put up with: they stop and ask for a reset.
    [GuestTest]
    public static void DeviceThatAsksForAResetSaysSoAndIsMended()
    {
        Check.Equal(0, (int)VirtioDevices.TryTake(VirtioDeviceType.Block, 2, out VirtioTransport? device));
        Check.Equal(0, (int)device!.TryNegotiate(0, 0));
        Check.Equal(0, (int)device.TryAddQueue(0, 8, 1, out Virtqueue queue));
        device.Start();
        Check.False(device.NeedsReset);
        DmaMemory memory = DmaMemory.Allocate(512);
        Check.True(queue.TryAdd(memory.Slice(0, 0), deviceWrites: false, out _));
        queue.Publish();
        device.DoorbellOf(0).Ring();
        for (int i = 0; i < 1_000_000 && !device.NeedsReset; i++)
            Processor.Relax();
        Check.True(device.NeedsReset);
        Check.True(device.Reset());
        device.IsTaken = false;
        queue.Free();
        memory.Free();
        Check.Equal(0, (int)VirtioBlk.TryOpen(2, 1, 8, out VirtioBlk? disk));
        QueueChecks.CarriesData(ref disk!.Queue(0), 1 << 20);
    }

    private readonly struct Handler : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => s_interrupts += argument;
    }
}
