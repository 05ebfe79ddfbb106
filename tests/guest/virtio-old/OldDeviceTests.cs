using System;
using Lithe.Device;
using Lithe.Nvme;
using Lithe.Testing;
using Lithe.Virtio;

public static class OldDeviceTests
{
    [GuestTest]
    public static void WhatIsOlderThanVirtio1IsUnsupportedAndSaysSo()
    {
        DeviceError error = VirtioRng.TryOpen(0, out _);
        Check.Equal((int)DeviceError.Unsupported, (int)error);
        Check.True(error.Describe(DeviceKind.Other).Contains("older than virtio 1.0"));
    }

    [GuestTest]
    public static void OneThatIsNewEnoughIsFoundBesideIt()
    {
        Check.Equal(0, (int)VirtioBlk.TryOpen(0, 1, 8, out _));
        Check.Equal((int)DeviceError.Unsupported, (int)VirtioBlk.TryOpen(1, 1, 8, out _));
    }

    [GuestTest]
    public static void WhatIsNotThereIsMissingAndSaysWhatMendsIt()
    {
        DeviceError error = VirtioNet.TryOpen(1, new VirtioNetOptions(), out _);
        Check.Equal((int)DeviceError.Missing, (int)error);
        // Of the kind that is named, and of no other.
        Check.True(error.Describe(DeviceKind.Network).Contains("lithe run -p") && !error.Describe(DeviceKind.Network).Contains("--disk"));
        Check.True(error.Describe(DeviceKind.Disk).Contains("lithe run --disk") && !error.Describe(DeviceKind.Disk).Contains("--tap"));
        Check.True(error.Describe(DeviceKind.Nvme).Contains("nvme size=64M") && !error.Describe(DeviceKind.Nvme).Contains("--tap"));
        Check.Equal((int)DeviceError.Missing, (int)NvmeController.TryOpen(0, 1, 8, out _));
    }
}
