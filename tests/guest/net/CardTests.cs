using System;
using System.Buffers.Binary;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Interrupts;
using Lithe.Net;
using Lithe.Testing;
using Lithe.Virtio;

public static class CardTests
{
    private const int Burst = 32;

    // As many as a receive ring holds for certain: what is under way is never lost.
    private const int Window = 96;

    // More by "net.rounds=N" on the command line: 25 make a million packets.
    private static readonly uint s_packets = 20_000 * (uint)TestSetting.Number("net.rounds"u8, 1);

    private static VirtioNet? s_split, s_packed;
    private static int s_interrupts;

    [GuestTest]
    public static void CardsSayWhatTheyAre()
    {
        Check.Equal(0, (int)VirtioNet.TryOpen(0, new VirtioNetOptions(), out s_split));
        Check.Equal(0, (int)VirtioNet.TryOpen(1, new VirtioNetOptions(), out s_packed));
        Check.Equal((int)DeviceError.Missing, (int)VirtioNet.TryOpen(2, new VirtioNetOptions(), out _));
        Check.True(s_split!.IsLinkUp);
        Check.False(s_split.Address.Equals(s_packed!.Address));
        Check.False(s_split.Transport.Has(VirtioFeatures.PackedRing));
        Check.True(s_packed.Transport.Has(VirtioFeatures.PackedRing));
        Check.Equal(1500, s_split.Mtu);
    }

    [GuestTest]
    public static void PacketsArriveWholeAndInOrder()
    {
        Exchange(ref s_split!.Queue(0), s_split.Address, ref s_packed!.Queue(0), s_packed.Address, s_packets);
        Exchange(ref s_packed.Queue(0), s_packed.Address, ref s_split.Queue(0), s_split.Address, s_packets);
    }

    [GuestTest]
    public static void NothingWasDroppedAndEveryNetbufIsBack()
    {
        foreach (VirtioNet card in new[] { s_split!, s_packed! })
        {
            ref VirtioNetQueue queue = ref card.Queue(0);
            queue.Reclaim();
            Check.Equal(0UL, queue.Statistics.Dropped);
            Check.Equal((ulong)s_packets, queue.Statistics.Transmitted);
            Check.Equal((ulong)s_packets, queue.Statistics.Received);
            Check.Equal(queue.Pool.Count, queue.Pool.FreeCount + queue.ReceiveInFlight);
            Check.Equal(0, (int)queue.Error);
        }
    }

    [GuestTest]
    public static void SplitQueueInterrupts() => ReceivesByInterrupt(ref s_packed!.Queue(0), s_packed.Address, s_split!);

    [GuestTest]
    public static void PackedQueueInterrupts() => ReceivesByInterrupt(ref s_split!.Queue(0), s_split.Address, s_packed!);

    [GuestTest]
    public static void PartsAreSentAsOneFrame()
    {
        ref VirtioNetQueue sender = ref s_split!.Queue(0);
        ref VirtioNetQueue receiver = ref s_packed!.Queue(0);
        Check.True(sender.TryAllocate(out Netbuf first) && sender.TryAllocate(out Netbuf second));
        Fill(first, s_split.Address, s_packed.Address, 7, 200);
        Check.True(second.TrySetLength(100));
        second.Data.Fill(0x5a);
        first.Next = second;
        Span<Netbuf> one = [first];
        Check.Equal(1, sender.Transmit(one));
        Check.Equal(1, Wait(ref receiver, one));
        Check.Equal(300, one[0].Length);
        Check.True(IsFilled(one[0], 7, 200));
        Check.Equal((byte)0x5a, one[0].Data[299]);
        one[0].Free();
    }

    [GuestTest]
    public static void CardThatWasClosedOpensAgain()
    {
        Check.True(s_split!.Close());
        Check.Equal(0, (int)VirtioNet.TryOpen(0, new VirtioNetOptions { QueueSize = 64, Netbufs = 300, Offloads = true }, out s_split));
        Exchange(ref s_split!.Queue(0), s_split.Address, ref s_packed!.Queue(0), s_packed.Address, 2000);
        Check.True(s_split.Control is not null);
        Check.True(s_split.Control!.SetPromiscuous(true));
        Check.True(s_split.Control.SetPromiscuous(false));
    }

    [GuestTest]
    public static void CardThatIsResetWhileItRunsIsAnErrorAndOpensAgain()
    {
        Check.Equal(0, (int)s_split!.Queue(0).Error);
        Check.True(s_split.Transport.Reset());
        Check.Equal((int)DeviceError.NeedsReset, (int)s_split.Queue(0).Error);
        // Who waits for the card does not wait for ever.
        Check.False(s_split.Control!.SetPromiscuous(true));
        Check.True(s_split.Close());
        Check.Equal(0, (int)VirtioNet.TryOpen(0, new VirtioNetOptions { Netbufs = 300 }, out s_split));
        Exchange(ref s_split!.Queue(0), s_split.Address, ref s_packed!.Queue(0), s_packed.Address, 2000);
        Check.Equal(0, (int)s_split.Queue(0).Error);
    }

    private static void Exchange(ref VirtioNetQueue sender, MacAddress from, ref VirtioNetQueue receiver, MacAddress to, uint packets)
    {
        Span<Netbuf> burst = stackalloc Netbuf[Burst];
        uint sent = 0, received = 0, wrong = 0;
        for (int idle = 0; received < packets && idle < 5_000_000; idle++)
        {
            int count = 0;
            while (count < Burst && sent + (uint)count < packets && sent + (uint)count - received < Window && sender.TryAllocate(out burst[count]))
            {
                uint number = sent + (uint)count;
                Fill(burst[count++], from, to, number, LengthOf(number));
            }

            int taken = sender.Transmit(burst.Slice(0, count));
            for (int i = taken; i < count; i++)
                burst[i].Free();
            sent += (uint)taken;
            count = receiver.Receive(burst);
            for (int i = 0; i < count; i++)
            {
                wrong += burst[i].Length == LengthOf(received) && IsFilled(burst[i], received, burst[i].Length) ? 0u : 1;
                received++;
                burst[i].Free();
            }

            if (count > 0)
                idle = 0;
        }

        Check.Equal(packets, received);
        Check.Equal(0u, wrong);
    }

    private static void ReceivesByInterrupt(ref VirtioNetQueue sender, MacAddress from, VirtioNet card)
    {
        Check.Equal(0, (int)VirtioInterrupts.TryConnect<Handler>(card.Transport, 0, 1));
        s_interrupts = 0;
        ref VirtioNetQueue queue = ref card.Queue(0);
        Span<Netbuf> one = stackalloc Netbuf[1];
        for (uint i = 0; i < 50; i++)
        {
            queue.EnableInterrupts();
            Check.True(sender.TryAllocate(out one[0]));
            Fill(one[0], from, card.Address, i, 100);
            Check.Equal(1, sender.Transmit(one));
            while (!queue.EnableInterrupts())
                Processor.WaitForInterrupt();
            Check.Equal(1, queue.Receive(one));
            Check.True(IsFilled(one[0], i, 100));
            one[0].Free();
        }

        Processor.TakeInterrupts();
        Check.True(s_interrupts > 0);
        queue.DisableInterrupts();
    }

    private static int Wait(ref VirtioNetQueue queue, Span<Netbuf> burst)
    {
        for (int i = 0; i < 5_000_000; i++)
        {
            int count = queue.Receive(burst);
            if (count > 0)
                return count;
        }

        return 0;
    }

    // From the smallest frame to the largest.
    private static int LengthOf(uint number) => 60 + (int)(number * 2654435761 % 1455);

    private static void Fill(Netbuf packet, MacAddress from, MacAddress to, uint number, int length)
    {
        packet.TrySetLength(length);
        Span<byte> data = packet.Data;
        to.Write(data);
        from.Write(data.Slice(6));
        BinaryPrimitives.WriteUInt16BigEndian(data.Slice(12), 0x88b5);
        for (int i = 14; i < length; i++)
            data[i] = (byte)(number + (uint)i * 7);
    }

    private static bool IsFilled(Netbuf packet, uint number, int length)
    {
        ReadOnlySpan<byte> data = packet.Data;
        int wrong = 0;
        for (int i = 14; i < length; i++)
            wrong |= data[i] ^ (byte)(number + (uint)i * 7);
        return wrong == 0;
    }

    private readonly struct Handler : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => s_interrupts += argument;
    }
}
