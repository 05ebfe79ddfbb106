using System.Diagnostics.CodeAnalysis;
using Internal.Runtime;
using Lithe;

namespace System.Runtime;

// Casts and type tests; the compiler calls these by name.
internal static unsafe partial class TypeCast
{
    internal static object? IsInstanceOfAny(MethodTable* type, object? o) => o is null || IsAssignable(o.m_pEEType, type) ? o : null;

    internal static object? IsInstanceOfInterface(MethodTable* type, object? o) => IsInstanceOfAny(type, o);

    internal static object? IsInstanceOfClass(MethodTable* type, object? o) => IsInstanceOfAny(type, o);

    internal static bool IsInstanceOfException(MethodTable* type, object? o) => IsInstanceOfAny(type, o) is not null;

    internal static object? CheckCastAny(MethodTable* type, object? o)
    {
        if (o is not null && !IsAssignable(o.m_pEEType, type))
            ThrowHelper.ThrowInvalidCast();
        return o;
    }

    internal static object? CheckCastInterface(MethodTable* type, object? o) => CheckCastAny(type, o);

    internal static object? CheckCastClass(MethodTable* type, object? o) => CheckCastAny(type, o);

    internal static object? CheckCastClassSpecial(MethodTable* type, object? o) => CheckCastAny(type, o);

    private static bool IsAssignable(MethodTable* source, MethodTable* target) => source == target;
}
