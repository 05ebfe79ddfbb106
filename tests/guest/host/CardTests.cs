using System;
using System.Buffers.Binary;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Host;
using Lithe.Interrupts;
using Lithe.Net;
using Lithe.Nvme;
using Lithe.Testing;
using Lithe.Virtio;

public static class CardTests
{
    private const int Burst = 32;

    // What the host's sockets hold at the least before they say that they are full.
    private const int Window = 8;

    // More by "net.rounds=N" on the command line: 25 make a million packets.
    private static readonly uint s_packets = 20_000 * (uint)TestSetting.Number("net.rounds"u8, 1);

    private static HostNet? s_left, s_right;
    private static int s_interrupts;

    [GuestTest]
    public static void CardsOfThePairAreThereAndNoOther()
    {
        Check.Equal(0, (int)HostNet.TryOpen(0, new HostNetOptions(), out s_left));
        Check.Equal((int)DeviceError.Missing, (int)HostNet.TryOpen(0, new HostNetOptions(), out _));
        Check.Equal(0, (int)HostNet.TryOpen(1, new HostNetOptions(), out s_right));
        Check.Equal((int)DeviceError.Missing, (int)HostNet.TryOpen(2, new HostNetOptions(), out _));
        Check.False(s_left!.Address.Equals(s_right!.Address));
        Check.True(s_left.IsLinkUp);
    }

    [GuestTest]
    public static void DevicesOfMachinesAreMissing()
    {
        Check.Equal((int)DeviceError.Missing, (int)VirtioNet.TryOpen(0, new VirtioNetOptions(), out _));
        Check.Equal((int)DeviceError.Missing, (int)NvmeController.TryOpen(0, 1, 8, out _));
    }

    [GuestTest]
    public static void PacketsArriveWholeAndInOrder()
    {
        Exchange(ref s_left!.Queue(0), ref s_right!.Queue(0), s_packets);
        Exchange(ref s_right.Queue(0), ref s_left.Queue(0), s_packets);
        foreach (HostNet card in new[] { s_left, s_right })
        {
            ref HostNetQueue queue = ref card.Queue(0);
            Check.Equal((ulong)s_packets, queue.Statistics.Transmitted);
            Check.Equal((ulong)s_packets, queue.Statistics.Received);
            Check.Equal(0, (int)queue.Error);
        }
    }

    [GuestTest]
    public static void AChainIsOneFrame()
    {
        ref HostNetQueue from = ref s_left!.Queue(0);
        ref HostNetQueue to = ref s_right!.Queue(0);
        Check.True(from.TryAllocate(out Netbuf first) && from.TryAllocate(out Netbuf second) && first.TrySetLength(100) && second.TrySetLength(900));
        first.Data.Fill(1);
        second.Data.Fill(2);
        first.Next = second;
        Span<Netbuf> burst = stackalloc Netbuf[4];
        burst[0] = first;
        Check.Equal(1, from.Transmit(burst.Slice(0, 1)));
        Check.Equal(1, to.Receive(burst));
        Check.Equal(1000, burst[0].Length);
        Check.True(burst[0].Data.Slice(0, 100).IndexOfAnyExcept((byte)1) < 0 && burst[0].Data.Slice(100).IndexOfAnyExcept((byte)2) < 0);
        burst[0].Free();
    }

    [GuestTest]
    public static void AFullSocketRefusesAndLosesNothing()
    {
        ref HostNetQueue from = ref s_left!.Queue(0);
        ref HostNetQueue to = ref s_right!.Queue(0);
        Span<Netbuf> burst = stackalloc Netbuf[Burst];
        int sent = 0, received = 0;
        while (from.TryAllocate(out burst[0]) && burst[0].TrySetLength(600))
        {
            if (from.Transmit(burst.Slice(0, 1)) == 0)
            {
                burst[0].Free();
                break;
            }

            sent++;
        }

        Check.True(sent > 0 && from.Statistics.Refused > 0);
        for (int count = to.Receive(burst); count > 0; count = to.Receive(burst))
        {
            for (int i = 0; i < count; i++)
                burst[i].Free();
            received += count;
        }

        Check.Equal(sent, received);
    }

    [GuestTest]
    public static void AFrameWakesAProcessorThatWaits()
    {
        Check.Equal(0, (int)HostNetInterrupts.TryConnect<Handler>(s_right!, 1));
        Check.Equal((int)DeviceError.Unsupported, (int)HostNetInterrupts.TryConnect<Handler>(s_right!, 1));
        ref HostNetQueue from = ref s_left!.Queue(0);
        ref HostNetQueue to = ref s_right!.Queue(0);
        Span<Netbuf> one = stackalloc Netbuf[1];
        for (int i = 1; i <= 50; i++)
        {
            Check.False(to.EnableInterrupts());
            Check.True(from.TryAllocate(out one[0]) && one[0].TrySetLength(60 + i));
            Check.Equal(1, from.Transmit(one));
            Processor.WaitForInterrupt();
            Check.Equal(i, s_interrupts);
            Check.Equal(1, to.Receive(one));
            Check.Equal(60 + i, one[0].Length);
            one[0].Free();
        }

        // What is there already is said at once; and a queue that does not ask is left alone.
        Check.True(from.TryAllocate(out one[0]) && one[0].TrySetLength(60));
        Check.Equal(1, from.Transmit(one));
        Check.True(to.EnableInterrupts());
        to.DisableInterrupts();
        Processor.TakeInterrupts();
        Check.Equal(50, s_interrupts);
        to.EnableInterrupts();
        Processor.TakeInterrupts();
        Check.Equal(51, s_interrupts);
        Check.Equal(1, to.Receive(one));
        one[0].Free();
        Check.Equal(0, to.Receive(one));
    }

    [GuestTest]
    public static void EveryNetbufIsBack()
    {
        // Each card keeps one that the next frame goes to.
        Check.Equal(s_left!.Queue(0).Pool.Count - 1, s_left.Queue(0).Pool.FreeCount);
        Check.Equal(s_right!.Queue(0).Pool.Count - 1, s_right.Queue(0).Pool.FreeCount);
    }

    [GuestTest]
    public static void AClosedCardOpensNoMoreFramesAndIsFreeAgain()
    {
        Check.True(s_left!.Close());
        Check.Equal((int)DeviceError.NeedsReset, (int)s_left.Queue(0).Error);
        Span<Netbuf> burst = stackalloc Netbuf[1];
        Check.Equal(0, s_left.Queue(0).Receive(burst));
        Check.Equal(0, (int)HostNet.TryOpen(0, new HostNetOptions(), out s_left));
    }

    private readonly struct Handler : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => s_interrupts += argument;
    }

    private static void Exchange(ref HostNetQueue from, ref HostNetQueue to, uint packets)
    {
        Span<Netbuf> burst = stackalloc Netbuf[Burst];
        uint sent = 0, received = 0;
        for (int idle = 0; received < packets && idle < 10_000_000; idle++)
        {
            while (sent < packets && sent - received < Window && from.TryAllocate(out Netbuf packet))
            {
                packet.TrySetLength(60 + (int)(sent % 1400));
                packet.Data.Fill((byte)sent);
                BinaryPrimitives.WriteUInt32LittleEndian(packet.Data, sent);
                burst[0] = packet;
                if (from.Transmit(burst.Slice(0, 1)) == 0)
                {
                    packet.Free();
                    break;
                }

                sent++;
            }

            int count = to.Receive(burst);
            for (int i = 0; i < count; i++)
            {
                Span<byte> data = burst[i].Data;
                if (data.Length != 60 + (int)(received % 1400) || BinaryPrimitives.ReadUInt32LittleEndian(data) != received || data.Slice(4).IndexOfAnyExcept((byte)received) >= 0)
                    Check.Equal(received, uint.MaxValue);
                received++;
                burst[i].Free();
                idle = 0;
            }
        }

        Check.Equal(packets, received);
    }
}
