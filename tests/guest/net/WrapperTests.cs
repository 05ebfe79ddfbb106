using System;
using Lithe.Device;
using Lithe.Net;
using Lithe.Testing;

public static class WrapperTests
{
    [GuestTest]
    public static void WrappersNest()
    {
        Check.Equal(0, (int)LoopbackQueue.TryCreate(32, out LoopbackQueue loopback));
        NetbufPool pool = loopback.Pool;
        int all = pool.FreeCount;
        var faulty = new FaultyQueue<LoopbackQueue>(loopback, new NetFaults { Loss = 500_000 }, seed: 3);
        var queue = new CaptureQueue<FaultyQueue<LoopbackQueue>, CountingSink>(faulty, default);
        Span<Netbuf> burst = stackalloc Netbuf[8];
        int received = 0;
        for (int i = 0; i < 1000; i++)
        {
            Check.True(queue.TryAllocate(out burst[0]) && burst[0].TrySetLength(100));
            Check.Equal(1, queue.Transmit(burst.Slice(0, 1)));
            int count = queue.Receive(burst);
            for (int k = 0; k < count; k++)
                burst[k].Free();
            received += count;
        }

        Check.True(received is > 400 and < 600);
        Check.Equal(all, pool.FreeCount);
        Check.Equal(24 + (1000 + received) * 116, CountingSink.Bytes);
    }

    private readonly struct CountingSink : ICaptureSink
    {
        internal static int Bytes { get; private set; }

        public ulong Nanoseconds => 0;

        public void Write(ReadOnlySpan<byte> bytes) => Bytes += bytes.Length;
    }
}
