namespace Lithe.Traps;

/// <summary>What an interrupt leaves on the interrupted stack.</summary>
public static class InterruptFrame
{
    /// <summary>Number of bytes: what traps.s saves. The handler's own come on top.</summary>
    public const int Size = 576;
}
