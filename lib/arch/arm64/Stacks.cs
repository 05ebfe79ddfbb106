namespace Lithe.Arch;

/// <summary>The stacks of link.ld, each with a guard page below.</summary>
public static unsafe class Stacks
{
    public static bool IsGuard(ulong address)
    {
        ulong* layout = Instructions.Layout();
        for (int i = 0; i < Layout.StackCount; i++)
        {
            ulong* stack = layout + Layout.FirstStack + i * 3;
            if (address >= stack[0] && address < stack[1])
                return true;
        }

        return false;
    }

    public static ulong EndOf(ulong address)
    {
        ulong* layout = Instructions.Layout();
        for (int i = 0; i < Layout.StackCount; i++)
        {
            ulong* stack = layout + Layout.FirstStack + i * 3;
            if (address >= stack[0] && address < stack[2])
                return stack[2];
        }

        return 0;
    }
}
