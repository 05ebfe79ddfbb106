using System;
using System.Runtime.CompilerServices;

namespace Internal.Runtime.CompilerHelpers;

// Arrays of several dimensions.
internal static unsafe class ArrayHelpers
{
    private static Array NewObjArray(nint type, int dimensionCount, int* dimensions)
    {
        MethodTable* arrayType = (MethodTable*)type;
        ulong total = 1;
        for (int i = 0; i < dimensionCount; i++)
        {
            if (dimensions[i] < 0)
                ThrowHelper.ThrowOverflow();
            total *= (uint)dimensions[i];
            if (total > 0x7FFFFFFF)
                ThrowHelper.ThrowOutOfMemory();
        }
        Array array = Unsafe.As<Array>(RuntimeHelpers.NewVariableSizeObject(arrayType, (nint)total));
        int* lengths = (int*)Unsafe.AsPointer(ref Unsafe.As<RawArrayData>(array).Data);
        for (int i = 0; i < dimensionCount; i++)
            lengths[i] = dimensions[i];
        return array;
    }

    // With lower bounds between the lengths, which C# never asks for.
    private static Array NewObjArrayRare(nint type, int dimensionCount, int* dimensions)
    {
        ThrowHelper.ThrowNotSupported("Arrays with lower bounds are not available in an image.");
        return null!;
    }
}
