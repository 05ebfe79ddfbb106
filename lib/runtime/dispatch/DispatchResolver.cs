using System.Runtime;
using Internal.Runtime;

namespace Lithe.Runtime.Dispatch;

// The rules of interface dispatch: the most derived class that implements the method wins, at each class an exact interface
// before a variant one; default implementations come after all classes.
internal static unsafe class DispatchResolver
{
    // Written by the compiler in place of an implementation.
    private const ushort Ambiguous = 0xFFFE;
    private const ushort Abstract = 0xFFFF;

    internal static nint Resolve(MethodTable* type, MethodTable* @interface, int slot)
    {
        nint target = ResolveIn(type, @interface, slot, defaults: false);
        return target != 0 ? target : ResolveIn(type, @interface, slot, defaults: true);
    }

    private static nint ResolveIn(MethodTable* type, MethodTable* @interface, int slot, bool defaults)
    {
        for (MethodTable* current = type; current != null; current = current->BaseType)
        {
            if (!current->HasDispatchMap)
                continue;
            int implementation = Find(current, @interface, slot, defaults, variant: false);
            if (implementation < 0)
                implementation = Find(current, @interface, slot, defaults, variant: true);
            if (implementation < 0)
                continue;
            // A virtual method may be overridden further down; a sealed one is in the implementing type's own table.
            if (implementation < current->VirtualCount)
                return type->Virtuals[implementation];
            if (implementation == Ambiguous)
                Fail.Stop(FailReason.AmbiguousImplementation);
            if (implementation == Abstract)
                return 0;
            return current->SealedVirtual(implementation - current->VirtualCount);
        }
        return 0;
    }

    private static int Find(MethodTable* type, MethodTable* @interface, int slot, bool defaults, bool variant)
    {
        if (variant && !(@interface->HasVariance || (type->IsArray && @interface->IsGeneric)))
            return -1;
        DispatchMap* map = type->DispatchMap;
        int first = defaults ? map->StandardCount : 0;
        int count = defaults ? map->DefaultCount : map->StandardCount;
        DispatchMap.Entry* entry = map->Entries + first;
        for (DispatchMap.Entry* end = entry + count; entry < end; entry++)
        {
            if (entry->Slot != slot)
                continue;
            MethodTable* candidate = type->Interfaces[entry->Interface];
            if (variant ? TypeCast.IsVariantOf(candidate, @interface, type->IsArray) : candidate == @interface)
                return entry->Implementation;
        }
        return -1;
    }
}
