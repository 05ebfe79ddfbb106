using Internal.Runtime;

namespace System.Runtime;

// Assignability between any two types: interfaces, variance, arrays.
internal static unsafe partial class TypeCast
{
    private enum Variance : byte
    {
        None = 0,
        Covariant = 1,
        Contravariant = 2,
        ArrayCovariant = 0x20,
    }

    // Whether an object (a box, for a struct) of type source may be used as target.
    internal static bool IsAssignable(MethodTable* source, MethodTable* target)
    {
        if (source == target)
            return true;
        if (target->IsInterface)
        {
            return source->IsInterface && IsVariantOf(source, target, false) || Implements(source, target);
        }
        if (source->IsInterface)
            return target == MethodTable.Of<object>();
        if (target->IsParameterized)
            return IsArrayAssignable(source, target);
        if (target->IsNullable)
            return source == target->NullableType;
        if (target->HasVariance && source->HasVariance)
            return IsVariantOf(source, target, false);
        return IsClass(source, target);
    }

    // Arrays of the same rank whose elements are references that can be assigned, or structs of the same size and kind.
    private static bool IsArrayAssignable(MethodTable* source, MethodTable* target)
    {
        if (!source->IsParameterized || source->BaseSize != target->BaseSize || source->Element != target->Element)
            return false;
        return IsElementAssignable(source->RelatedType, target->RelatedType);
    }

    private static bool IsElementAssignable(MethodTable* source, MethodTable* target)
    {
        if (source == target)
            return true;
        if (source->IsValueType)
        {
            // int[] and uint[], enums and their underlying type; not bool, char or floating point.
            return target->IsPrimitive && source->IsPrimitive && Integral(source->Element) == Integral(target->Element);
        }
        return IsReferenceAssignable(source, target);
    }

    // Types that share a number are the same as array elements.
    private static int Integral(TypeElement element) => element switch
    {
        TypeElement.SByte or TypeElement.Byte => 1,
        TypeElement.Int16 or TypeElement.UInt16 => 2,
        TypeElement.Int32 or TypeElement.UInt32 => 3,
        TypeElement.Int64 or TypeElement.UInt64 or TypeElement.IntPtr or TypeElement.UIntPtr => 4,
        _ => 100 + (int)element,
    };

    // Without boxing: a struct is no object here.
    private static bool IsReferenceAssignable(MethodTable* source, MethodTable* target) =>
        source == target || (!source->IsValueType && !target->IsValueType && IsAssignable(source, target));

    // Whether two types are of one generic definition and their arguments fit by its variance.
    internal static bool IsVariantOf(MethodTable* source, MethodTable* target, bool fromArray)
    {
        if (source == target)
            return true;
        if (!source->IsGeneric || !target->IsGeneric || source->GenericDefinition != target->GenericDefinition)
            return false;
        MethodTable* definition = target->GenericDefinition;
        bool varies = target->HasVariance;
        int arity = definition->Arity;
        Variance* variance = varies ? (Variance*)definition->VarianceOfParameters : null;
        TypeArguments from = source->Arguments, to = target->Arguments;
        for (int i = 0; i < arity; i++)
        {
            MethodTable* a = from[i], b = to[i];
            if (a == b)
                continue;
            Variance rule = fromArray && arity == 1 && (variance == null || variance[i] == Variance.None)
                ? Variance.ArrayCovariant
                : variance == null ? Variance.None : variance[i];
            bool fits = rule switch
            {
                Variance.Covariant => fromArray ? IsElementAssignable(a, b) : IsReferenceAssignable(a, b),
                Variance.Contravariant => IsReferenceAssignable(b, a),
                Variance.ArrayCovariant => IsElementAssignable(a, b),
                _ => false,
            };
            if (!fits)
                return false;
        }
        return true;
    }
}
