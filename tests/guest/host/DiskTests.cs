using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Host;
using Lithe.Testing;

public static class DiskTests
{
    private static HostDisk? s_disk, s_readOnly;

    [GuestTest]
    public static void DisksSayWhatTheyAre()
    {
        Check.Equal(0, (int)HostDisk.TryOpen(0, 2, 64, out s_disk));
        Check.Equal(0, (int)HostDisk.TryOpen(1, 1, 64, out s_readOnly));
        Check.Equal((int)DeviceError.Missing, (int)HostDisk.TryOpen(1, 1, 64, out _));
        Check.Equal((int)DeviceError.Missing, (int)HostDisk.TryOpen(2, 1, 64, out _));
        Check.Equal(32UL << 20, s_disk!.Geometry.SectorCount * (uint)s_disk.Geometry.SectorSize);
        Check.True(s_readOnly!.Geometry.IsReadOnly);
    }

    [GuestTest]
    public static void QueuesCarryData()
    {
        QueueChecks.CarriesData(ref s_disk!.Queue(0), 32 << 20);
        QueueChecks.CarriesData(ref s_disk.Queue(1), 8 << 20);
    }

    [GuestTest]
    public static void WhatIsNotThereIsRefused() => QueueChecks.RefusesWhatIsNotThere(ref s_disk!.Queue(0));

    [GuestTest]
    public static void SectorsAreZeroedAndDiscarded() => QueueChecks.ZeroesAndDiscards(ref s_disk!.Queue(1));

    [GuestTest]
    public static void AReadOnlyDiskIsNotWritten()
    {
        DmaMemory memory = DmaMemory.Allocate(4096);
        Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref s_readOnly!.Queue(0), BlockRequest.Read(0, memory, 1)));
        Check.Equal((int)BlockStatus.Unsupported, (int)BlockQueues.Run(ref s_readOnly.Queue(0), BlockRequest.Write(0, memory, 1)));
        Check.Equal((int)BlockStatus.Unsupported, (int)BlockQueues.Run(ref s_readOnly.Queue(0), BlockRequest.WriteZeroes(0, 1, 1)));
        memory.Free();
    }

    [GuestTest]
    public static void DiskThatWasClosedOpensAgain()
    {
        Check.True(s_disk!.Close());
        Check.Equal(0, (int)HostDisk.TryOpen(0, 1, 8, out s_disk));
        QueueChecks.CarriesData(ref s_disk!.Queue(0), 1 << 20);
    }
}
