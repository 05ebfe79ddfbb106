using System.Runtime.CompilerServices;

namespace Lithe.Arch;

/// <summary>The stacks of link.ld, each above a guard page, and those that a scheduler knows.</summary>
public static unsafe class Stacks
{
    private const int MaxAdded = 128;

    // The trap stacks of further processors: added by the boot processor, each before its processor starts.
    private static AddedStacks s_added;
    private static int s_addedCount;

    // Set once, by the scheduler's start-up code.
    private static delegate*<ulong, StackBounds> s_finder;

    public static void UseFinder<TFinder>() where TFinder : struct, IStackFinder => s_finder = &TFinder.Find;

    public static bool IsGuard(ulong address)
    {
        StackBounds stack = Find(address);
        return address >= stack.Guard && address < stack.Bottom;
    }

    public static ulong EndOf(ulong address) => Find(address).Top;

    internal static void Add(StackBounds stack)
    {
        if (s_addedCount < MaxAdded)
            s_added[s_addedCount++] = stack;
    }

    private static StackBounds Find(ulong address)
    {
        ulong* layout = Instructions.Layout();
        for (int i = 0; i < Layout.StackCount; i++)
        {
            ulong* stack = layout + Layout.FirstStack + i * 3;
            if (address >= stack[0] && address < stack[2])
                return new StackBounds(stack[0], stack[1], stack[2]);
        }

        for (int i = 0; Config.SMP && i < s_addedCount; i++)
        {
            if (address >= s_added[i].Guard && address < s_added[i].Top)
                return s_added[i];
        }

        return s_finder == null ? default : s_finder(address);
    }

    [InlineArray(MaxAdded)]
    private struct AddedStacks
    {
        private StackBounds _first;
    }
}
