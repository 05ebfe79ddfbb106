namespace Lithe.Mem;

/// <summary>Whoever can make frames free: asked before an allocation fails.</summary>
public abstract class FrameReclaimer
{
    /// <summary>The image's; null for none. Set once, at start-up.</summary>
    public static FrameReclaimer? Current { get; set; }

    /// <summary>
    /// Gives back about so many frames; false when there are none, or when the caller holds what that would need. Called by whoever allocates, with the locks that he holds, the frames' own
    /// excepted.
    /// </summary>
    public abstract bool TryReclaim(ulong frames);
}
