namespace Lithe.Arch;

/// <summary>A process has one processor so far: none is ever started.</summary>
public static class SecondaryProcessor
{
    public const int MemorySize = 8 * Processor.PageSize;

    public static nint Prepare(int index, nint memory, nint stackTop) => 0;

    public static bool HasStarted(nint block) => false;

    public static nint Entry => 0;

    public static void CopyStartCode(nint page, nint block)
    {
    }
}
