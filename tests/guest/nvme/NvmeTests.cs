using System;
using Lithe.Block;
using Lithe.Device;
using Lithe.Interrupts;
using Lithe.Nvme;
using Lithe.Plat;
using Lithe.Testing;

public static class NvmeTests
{
    private static NvmeController? s_disk;
    private static int s_interrupts;

    [GuestTest]
    public static void ControllerSaysWhatItIs()
    {
        Check.Equal(0, (int)NvmeController.TryOpen(0, 2, 63, out s_disk));
        Check.Equal((int)DeviceError.Missing, (int)NvmeController.TryOpen(1, 2, 63, out _));
        Check.Equal((int)DeviceError.Missing, (int)NvmeController.TryOpen(0, 2, 63, out _));
        Check.Equal(32UL << 20, s_disk!.Geometry.SectorCount * (uint)s_disk.Geometry.SectorSize);
        Check.Equal(2, s_disk.QueueCount);
    }

    [GuestTest]
    public static void QueuesCarryData()
    {
        QueueChecks.CarriesData(ref s_disk!.Queue(0), 32 << 20);
        QueueChecks.CarriesData(ref s_disk!.Queue(1), 8 << 20);
    }

    [GuestTest]
    public static void WhatIsNotThereIsRefused() => QueueChecks.RefusesWhatIsNotThere(ref s_disk!.Queue(0));

    [GuestTest]
    public static void SectorsAreZeroedAndDiscarded() => QueueChecks.ZeroesAndDiscards(ref s_disk!.Queue(1));

    [GuestTest]
    public static void QueueInterrupts()
    {
        Check.True(InterruptHandling.RegisterMessage<Handler>(1, 0, out MessageInterrupt message));
        Check.True(s_disk!.SetMessage(0, message));
        QueueChecks.CompletesByInterrupt(ref s_disk.Queue(0), ref s_interrupts);
        Check.Equal(0u, s_disk.Queue(0).DeviceErrors);
    }

    [GuestTest]
    public static void ControllerThatIsStoppedWhileItRunsIsAnError()
    {
        Check.Equal(0, (int)s_disk!.Queue(1).Error);
        Check.True(s_disk.Close());
        Check.Equal((int)DeviceError.NeedsReset, (int)s_disk.Queue(1).Error);
        // Who waits for the disk does not wait for ever.
        Check.Equal((int)BlockStatus.IoError, (int)BlockQueues.Run(ref s_disk.Queue(1), BlockRequest.Flush(1)));
    }

    private readonly struct Handler : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => s_interrupts += argument;
    }
}
