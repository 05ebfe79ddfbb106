using Lithe.Mem;
using Lithe.Testing;

public static class FrameTests
{
    [GuestTest(Panic = "Memory was freed that is not in use.")]
    public static void AFrameThatIsFreedTwiceIsNoticed()
    {
        ulong frame = Frames.Allocate(0), other = Frames.Allocate(0);
        Check.True(frame != 0 && other != 0 && frame != other);
        Frames.Free(frame, 0);
        Frames.Free(other, 0);
        // It waits with the processor's own, and would be given to two.
        Frames.Free(frame, 0);
    }

    [GuestTest]
    public static void AFrameThatIsHandedOutIsNotTakenForAFreeOne()
    {
        for (int round = 0; round < 1000; round++)
        {
            ulong frame = Frames.Allocate(0);
            unsafe
            {
                Check.True(((ulong*)frame)[2] == 0);
                ((ulong*)frame)[2] = ulong.MaxValue;
            }

            Frames.Free(frame, 0);
        }
    }
}
