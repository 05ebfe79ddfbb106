namespace System.Runtime;

// Named by the compiler, in the accessors of arrays of several dimensions.
internal static unsafe class RuntimeImports
{
    internal static void RhCheckArrayStore(object array, object? o)
    {
        if (o is null)
            return;
        Internal.Runtime.MethodTable* element = array.m_pEEType->RelatedType;
        if (o.m_pEEType != element && !TypeCast.IsAssignable(o.m_pEEType, element))
            ThrowHelper.ThrowArrayTypeMismatch();
    }
}
