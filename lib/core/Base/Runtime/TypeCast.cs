using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System.Runtime;

// Casts and type tests in compiled code; the compiler calls these by name.
internal static unsafe partial class TypeCast
{
    internal static object? IsInstanceOfAny(MethodTable* type, object? o) =>
        o is null || o.m_pEEType == type || IsAssignable(o.m_pEEType, type) ? o : null;

    internal static object? IsInstanceOfInterface(MethodTable* type, object? o) =>
        o is null || Implements(o.m_pEEType, type) ? o : null;

    // The type is a class, maybe a delegate with variance, but no interface or array.
    internal static object? IsInstanceOfClass(MethodTable* type, object? o) =>
        o is null || IsClass(o.m_pEEType, type) ? o : null;

    internal static bool IsInstanceOfException(MethodTable* type, object? o) => o is not null && IsClass(o.m_pEEType, type);

    internal static object? CheckCastAny(MethodTable* type, object? o)
    {
        if (o is not null && o.m_pEEType != type && !IsAssignable(o.m_pEEType, type))
            ThrowHelper.ThrowInvalidCast();
        return o;
    }

    internal static object? CheckCastInterface(MethodTable* type, object? o)
    {
        if (o is not null && !Implements(o.m_pEEType, type))
            ThrowHelper.ThrowInvalidCast();
        return o;
    }

    internal static object? CheckCastClass(MethodTable* type, object? o)
    {
        if (o is not null && !IsClass(o.m_pEEType, type))
            ThrowHelper.ThrowInvalidCast();
        return o;
    }

    // As above, when compiled code has compared the exact type already.
    internal static object? CheckCastClassSpecial(MethodTable* type, object? o) => CheckCastClass(type, o);

    private static bool IsClass(MethodTable* source, MethodTable* target)
    {
        while (source != target)
        {
            if (source->IsParameterized)
                return target == MethodTable.Of<Array>() || target == MethodTable.Of<object>();
            MethodTable* next = source->RelatedType;
            if (next == null)
                return false;
            // Delegates are sealed: variance is for the object's own type.
            if (target->HasVariance && source->HasVariance && IsVariantOf(source, target, false))
                return true;
            source = next;
        }
        return true;
    }

    private static bool Implements(MethodTable* source, MethodTable* target)
    {
        MethodTable** interfaces = source->Interfaces;
        int count = source->InterfaceCount;
        for (int i = 0; i < count; i++)
        {
            if (interfaces[i] == target)
                return true;
        }
        if (target->HasVariance || (source->IsArray && target->IsGeneric))
        {
            for (int i = 0; i < count; i++)
            {
                if (IsVariantOf(interfaces[i], target, source->IsArray))
                    return true;
            }
        }
        return false;
    }
}
