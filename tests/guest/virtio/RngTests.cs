using System;
using Lithe.Device;
using Lithe.Testing;
using Lithe.Virtio;

public static class RngTests
{
    private static VirtioRng? s_split, s_packed;

    [GuestTest]
    public static void EveryDeviceIsFound() => Check.Equal(2, VirtioDevices.Count(VirtioDeviceType.Entropy));

    [GuestTest]
    public static void DevicesStartInTheMachinesOrder()
    {
        Check.Equal(0, (int)VirtioRng.TryOpen(0, out s_split));
        Check.Equal(0, (int)VirtioRng.TryOpen(1, out s_packed));
        Check.False(s_split!.Transport.Has(VirtioFeatures.PackedRing));
        Check.True(s_packed!.Transport.Has(VirtioFeatures.PackedRing));
    }

    [GuestTest]
    public static void SplitQueueCarriesRandomBytes() => FillsWithRandomBytes(s_split!);

    [GuestTest]
    public static void PackedQueueCarriesRandomBytes() => FillsWithRandomBytes(s_packed!);

    [GuestTest]
    public static void WhatIsMissingOrTakenIsAnError()
    {
        Check.Equal((int)DeviceError.Missing, (int)VirtioRng.TryOpen(2, out _));
        Check.Equal((int)DeviceError.Missing, (int)VirtioRng.TryOpen(0, out _));
    }

    // Each bit is set half of the time: 64 KiB hold 262,144 set bits, with a standard deviation of 362.
    private static void FillsWithRandomBytes(VirtioRng rng)
    {
        Span<byte> bytes = new byte[65536];
        Check.Equal(0, (int)rng.Fill(bytes));
        int set = 0;
        foreach (byte b in bytes)
            set += System.Numerics.BitOperations.PopCount(b);
        Check.True(set is > 258_500 and < 265_800);
    }
}
