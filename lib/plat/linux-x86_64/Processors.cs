namespace Lithe.Plat;

/// <summary>One so far: the thread that the process begins with.</summary>
public static class Processors
{
    public static int Count => 1;

    public static bool Start(int index, nint memory, nint stackTop) => false;
}
