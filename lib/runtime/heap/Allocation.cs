using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;
using Lithe.Alloc;

namespace Lithe.Runtime.Heap;

// `new` in compiled code. Memory comes from the image's default heap and is zeroed here; when there is none left, the image stops.
internal static unsafe class Allocation
{
    // The compiler counts a header before each object, for a collector and for locks. There is neither: objects have none.
    private const uint HeaderSize = 8;

    [RuntimeImport("*", "memzero"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Zero(nint block, nuint size);

    [RuntimeExport("RhpNewFast")]
    private static nint NewFast(MethodTable* type) => Object(type, type->BaseSize - HeaderSize);

    [RuntimeExport("RhNewObject")]
    private static nint NewObject(MethodTable* type) => Object(type, type->BaseSize - HeaderSize);

    // Finalizers never run.
    [RuntimeExport("RhpNewFinalizable")]
    private static nint NewFinalizable(MethodTable* type) => Object(type, type->BaseSize - HeaderSize);

    [RuntimeExport("RhpNewArrayFast")]
    private static nint NewArrayFast(MethodTable* type, nint length) => Array(type, length);

    [RuntimeExport("RhpNewPtrArrayFast")]
    private static nint NewPointerArrayFast(MethodTable* type, nint length) => Array(type, length);

    [RuntimeExport("RhNewArray")]
    private static nint NewArray(MethodTable* type, nint length) => Array(type, length);

    [RuntimeExport("RhNewVariableSizeObject")]
    private static nint NewVariableSizeObject(MethodTable* type, nint length) => Array(type, length);

    // The base size of a string covers the length and the closing zero: 22 bytes with the header.
    [RuntimeExport("RhNewString")]
    private static nint NewString(MethodTable* type, nint length) => Array(type, length);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Object(MethodTable* type, nuint size)
    {
        size = (size + 7) & ~(nuint)7;
        nint block = Alloc.Heap.Allocate(size, 8);
        if (block == 0)
            OutOfMemory.Stop(size);
        Zero(block, size);
        *(MethodTable**)block = type;
        return block;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Array(MethodTable* type, nint length)
    {
        if ((nuint)length > 0x7FFFFFFF)
            Fail.Stop(FailReason.Overflow);
        nint block = Object(type, type->BaseSize - HeaderSize + (nuint)length * type->ElementSize);
        *(int*)(block + 8) = (int)length;
        return block;
    }
}
