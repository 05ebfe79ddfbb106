namespace Lithe.Fs;

/// <summary>What the file systems ask of the image around them: time, and the lock of the lists of watchers. On its own: no time, and one thread.</summary>
public class VfsHost
{
    /// <summary>The image's; set once, at start-up.</summary>
    public static VfsHost Current { get; set; } = new();

    /// <summary>Nanoseconds since 1970 for time stamps.</summary>
    public virtual ulong Now => 0;

    /// <summary>Takes the lock of the lists of watchers: interrupts are disabled then.</summary>
    public virtual void EnterWatchers()
    {
    }

    /// <summary>Gives it back.</summary>
    public virtual void ExitWatchers()
    {
    }
}
