using System;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Net;
using Lithe.Nvme;
using Lithe.Pci;
using Lithe.Testing;
using Lithe.Virtio;
using Lithe.X86;

public static class UnplugTests
{
    // QEMU's docs/specs/acpi_pci_hotplug: which bus, and a bit for each slot whose devices go.
    private const ushort BusSelect = 0xae10, Eject = 0xae08;

    private const ushort Virtio = 0x1af4;
    private const uint NvmeClass = 0x01_08_02;

    private static readonly DmaMemory s_memory = DmaMemory.Allocate(4096);
    private static VirtioNet? s_card;
    private static VirtioBlk? s_disk;
    private static NvmeController? s_nvme;
    private static VirtioRng? s_random;

    [GuestTest]
    public static void AllRun()
    {
        Check.Equal(0, (int)VirtioNet.TryOpen(0, new VirtioNetOptions { Offloads = true }, out s_card));
        Check.Equal(0, (int)VirtioBlk.TryOpen(0, 1, 8, out s_disk));
        Check.Equal(0, (int)VirtioRng.TryOpen(0, out s_random));
        Check.Equal(0, (int)NvmeController.TryOpen(0, 1, 8, out s_nvme));
        Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref s_disk!.Queue(0), BlockRequest.Read(0, s_memory, 1)));
        Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref s_nvme!.Queue(0), BlockRequest.Read(0, s_memory, 1)));
    }

    [GuestTest]
    public static void AZonedNamespaceIsOfTheWrongKindAndSaysSo()
    {
        DeviceError error = NvmeController.TryOpen(1, 1, 8, out _);
        Check.Equal((int)DeviceError.WrongKind, (int)error);
        Check.True(error.Describe(DeviceKind.Nvme).Contains("zoned"));
        // It harms nobody.
        Check.Equal((int)BlockStatus.Done, (int)BlockQueues.Run(ref s_nvme!.Queue(0), BlockRequest.Read(0, s_memory, 1)));
    }

    [GuestTest]
    public static void ACardThatIsPulledOutIsAnErrorToItsOwner()
    {
        Pull(0x1041, 0);
        ref VirtioNetQueue queue = ref s_card!.Queue(0);
        Span<Netbuf> burst = stackalloc Netbuf[4];
        Check.Equal((int)DeviceError.NeedsReset, (int)queue.Error);
        Check.Equal(0, queue.Receive(burst));
        Check.True(queue.TryAllocate(out burst[0]) && burst[0].TrySetLength(60));
        // It goes nowhere, and nobody waits for it.
        queue.Transmit(burst.Slice(0, 1));
        Check.False(s_card.Control!.SetPromiscuous(true));
        // Its netbufs are free again.
        Check.True(s_card.Close());
        Check.Equal(queue.Pool.Count, queue.Pool.FreeCount);
        Check.Equal((int)DeviceError.Missing, (int)VirtioNet.TryOpen(1, new VirtioNetOptions(), out _));
    }

    [GuestTest]
    public static void ADiskThatIsPulledOutIsAnErrorToWhoWaits()
    {
        Pull(0x1042, 0);
        Check.Equal((int)BlockStatus.IoError, (int)BlockQueues.Run(ref s_disk!.Queue(0), BlockRequest.Read(0, s_memory, 1)));
        Check.Equal((int)DeviceError.NeedsReset, (int)s_disk.Queue(0).Error);
    }

    [GuestTest]
    public static void AnNvmeDiskThatIsPulledOutIsAnErrorToWhoWaits()
    {
        PullNvme();
        Check.Equal((int)BlockStatus.IoError, (int)BlockQueues.Run(ref s_nvme!.Queue(0), BlockRequest.Read(0, s_memory, 1)));
        Check.Equal((int)DeviceError.NeedsReset, (int)s_nvme.Queue(0).Error);
        Check.True(s_nvme.Close());
    }

    [GuestTest]
    public static void RandomNumbersThatArePulledOutAreAnError()
    {
        Pull(0x1044, 0);
        Span<byte> bytes = stackalloc byte[16];
        Check.Equal((int)DeviceError.NeedsReset, (int)s_random!.Fill(bytes));
    }

    [GuestTest]
    public static void ADeviceThatWentBeforeItWasOpenedDoesNotStart()
    {
        // The second disk, which nobody has opened, is the first that is left.
        Pull(0x1042, 0);
        DeviceError error = VirtioBlk.TryOpen(1, 1, 8, out VirtioBlk? disk);
        Check.True(disk is null);
        Check.Equal((int)DeviceError.Failed, (int)error);
        Check.True(error.Describe(DeviceKind.Disk).Contains("did not start"));
    }

    private static void Pull(ushort deviceId, int number)
    {
        foreach (PciFunction function in PciBus.Functions)
        {
            if (function.VendorId == Virtio && function.DeviceId == deviceId && number-- == 0)
            {
                Pull(function);
                return;
            }
        }

        Check.True(false);
    }

    private static void PullNvme()
    {
        foreach (PciFunction function in PciBus.Functions)
        {
            if (function.ClassCode == NvmeClass)
            {
                Pull(function);
                return;
            }
        }

        Check.True(false);
    }

    private static void Pull(PciFunction function)
    {
        Ports.Out32(BusSelect, 0);
        Ports.Out32(Eject, 1u << function.Device);
        Check.False(function.Exists);
    }
}
