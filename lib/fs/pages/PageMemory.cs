namespace Lithe.Fs;

/// <summary>Where pages of files come from.</summary>
public abstract class PageMemory
{
    /// <summary>The image's; set once, at start-up.</summary>
    public static PageMemory? Current { get; set; }

    /// <summary>4 KiB at a multiple of 4 KiB; what they hold is not defined. 0 when there are no more.</summary>
    public abstract ulong Take();

    /// <summary>Gives them back.</summary>
    public abstract void Give(ulong page);

    /// <summary>Bytes that could be taken in all, and now.</summary>
    public abstract ulong Capacity { get; }

    /// <inheritdoc cref="Capacity"/>
    public abstract ulong Free { get; }

    /// <summary>Whether a file in memory may grow: what is left is for programs, which run on pages too.</summary>
    public virtual bool HasRoom => true;
}
