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
        Check.True(error.Describe().Contains("older than virtio 1.0"));
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
        Check.True(error.Describe().Contains("lithe run"));
        Check.Equal((int)DeviceError.Missing, (int)NvmeController.TryOpen(0, 1, 8, out _));
    }
}
