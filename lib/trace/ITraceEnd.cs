namespace Lithe.Diagnostics;

/// <summary>Who wants to know that the image ends.</summary>
public interface ITraceEnd
{
    /// <summary>Called once, on whatever stack the end came on: it neither waits nor allocates.</summary>
    static abstract void OnEnd();
}
