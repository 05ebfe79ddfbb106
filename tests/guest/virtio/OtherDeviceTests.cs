using System;
using System.Buffers.Binary;
using Lithe.Device;
using Lithe.Mem;
using Lithe.Testing;
using Lithe.Virtio;

public static class OtherDeviceTests
{
    [GuestTest]
    public static void ConsoleTakesBytes()
    {
        Check.Equal(0, (int)VirtioConsole.TryOpen(0, out VirtioConsole? console));
        // The device tells of its port, and is answered.
        int messages = 0;
        for (int i = 0; i < 1_000_000 && messages == 0; i++)
            messages += console!.HandleControl();
        Check.True(messages > 0);
        Span<byte> text = new byte[3000];
        text.Fill((byte)'x');
        Check.Equal(0, (int)console!.Port(0).Write(text));
        Check.Equal(0, console.Port(0).Read(text));
        // The ports behind the first are there once the device has told of them.
        for (int i = 0; i < 1_000_000 && !(console.Port(1).IsThere && console.Port(2).IsThere); i++)
            console.HandleControl();
        Check.True(console.Port(1).IsThere && console.Port(2).IsThere);
        Check.Equal(0, (int)console.Port(1).Write(text));
        Check.Equal(0, (int)console.Port(2).Write(text));
        // Reset while it runs: an error for who writes, at once.
        Check.True(console.Transport.Reset());
        Check.Equal((int)DeviceError.NeedsReset, (int)console.Port(0).Write(text));
        Check.True(console.Close());
    }

    [GuestTest]
    public static void SharesAreFoundByName()
    {
        Check.Equal((int)DeviceError.Missing, (int)VirtioNineP.TryOpen("elsewhere"u8, 2, 4096, out _));
        Check.Equal(0, (int)VirtioNineP.TryOpen("here"u8, 2, 8192, out VirtioNineP? split));
        Check.Equal(0, (int)VirtioNineP.TryOpen("packed"u8, 2, 8192, out VirtioNineP? packed));
        Check.True(packed!.Transport.Has(VirtioFeatures.PackedRing));
        Negotiate(split!);
        Negotiate(packed);
        Check.True(split!.Close());
        Check.Equal(0, (int)VirtioNineP.TryOpen("here"u8, 1, 4096, out split));
        Negotiate(split!);
    }

    [GuestTest]
    public static void BalloonGivesPagesAndTakesThemBack()
    {
        Check.Equal(0, (int)VirtioBalloon.TryOpen(0, out VirtioBalloon? balloon));
        // The records of what is given stay.
        Check.Equal(0, (int)balloon!.Resize(4096));
        Check.Equal(4096, balloon.Given);
        Check.Equal(0, (int)balloon.Resize(0));
        ulong before = Frames.Statistics.Used;
        Check.Equal(0, (int)balloon.Resize(4096));
        Check.True(Frames.Statistics.Used >= before + 4096 * 4096UL);
        Check.Equal(0, (int)balloon.Adjust());
        Check.Equal(0, balloon.Given);
        Check.Equal(before, Frames.Statistics.Used);
        // More than there is: as much as there is.
        Check.Equal(0, (int)balloon.Resize(1 << 20));
        Check.True(balloon.Given is > 4096 and < 65536);
        Check.True(balloon.Close());
    }

    // Tversion and Rversion (9P2000.L): size, type, tag, size of messages, version.
    private static void Negotiate(VirtioNineP share)
    {
        Span<byte> request = share.Request(0);
        BinaryPrimitives.WriteInt32LittleEndian(request, 21);
        request[4] = 100;
        BinaryPrimitives.WriteUInt16LittleEndian(request.Slice(5), 0xffff);
        BinaryPrimitives.WriteInt32LittleEndian(request.Slice(7), share.MessageSize);
        BinaryPrimitives.WriteUInt16LittleEndian(request.Slice(11), 8);
        "9P2000.L"u8.CopyTo(request.Slice(13));
        Check.Equal(21, share.Exchange(0, 21));
        ReadOnlySpan<byte> reply = share.Reply(0);
        Check.Equal((byte)101, reply[4]);
        Check.True(reply.Slice(13, 8).SequenceEqual("9P2000.L"u8));
    }
}
