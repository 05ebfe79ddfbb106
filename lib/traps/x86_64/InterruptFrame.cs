namespace Lithe.Traps;

/// <summary>What an interrupt leaves on the interrupted stack.</summary>
public static class InterruptFrame
{
    /// <summary>Number of bytes at the most: the red zone of the System V calling convention, alignment, what traps.s saves. The handler's own come on top.</summary>
    public const int Size = 128 + 15 + 400;
}
