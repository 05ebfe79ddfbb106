namespace Lithe.Plat;

/// <summary>The one processor that booted.</summary>
public static class Processors
{
    public static int Count => 1;

    public static bool Start(int index, nint stackTop) => false;
}
