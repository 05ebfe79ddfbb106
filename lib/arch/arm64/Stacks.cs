namespace Lithe.Arch;

/// <summary>The stacks of link.ld, each with a guard page below, and those that a scheduler knows.</summary>
public static unsafe class Stacks
{
    // Set once, by the scheduler's start-up code.
    private static delegate*<ulong, StackBounds> s_finder;

    public static void UseFinder<TFinder>() where TFinder : struct, IStackFinder => s_finder = &TFinder.Find;

    public static bool IsGuard(ulong address)
    {
        StackBounds stack = Find(address);
        return address >= stack.Guard && address < stack.Bottom;
    }

    public static ulong EndOf(ulong address) => Find(address).Top;

    private static StackBounds Find(ulong address)
    {
        ulong* layout = Instructions.Layout();
        for (int i = 0; i < Layout.StackCount; i++)
        {
            ulong* stack = layout + Layout.FirstStack + i * 3;
            if (address >= stack[0] && address < stack[2])
                return new StackBounds(stack[0], stack[1], stack[2]);
        }

        return s_finder == null ? default : s_finder(address);
    }
}
