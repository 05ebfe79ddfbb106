using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace Lithe.Runtime.Dispatch;

// Finds the method that an interface call means. The assembly part remembers the answers.
internal static unsafe class InterfaceDispatch
{
    // A cell: {code, relative pointer to the interface | 3}. Cells of one slot stand together; {0, slot} ends them.
    [RuntimeExport("RhpResolveInterfaceMethod")]
    private static nint ResolveInterfaceMethod(nint instance, nint cell)
    {
        nint* word = (nint*)cell;
        MethodTable* @interface = InterfaceOf(word);
        while (word[0] != 0)
            word += 2;
        int slot = (int)word[1];
        nint target = DispatchResolver.Resolve(*(MethodTable**)instance, @interface, slot);
        if (target == 0)
            Fail.Stop(FailReason.EntryPointNotFound);
        return target;
    }

    private static MethodTable* InterfaceOf(nint* cell)
    {
        nint target = (nint)RelativePointer.Follow((int*)(cell + 1));
        return (MethodTable*)(target & ~3);
    }
}
