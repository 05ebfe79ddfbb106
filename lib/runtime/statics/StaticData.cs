using System.Runtime;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace Lithe.Runtime.Statics;

/// <summary>Makes the objects that hold the program's static references, and runs what is to run before it.</summary>
/// <remarks>
/// The compiler lists them in the module header, between the link symbols <c>__start___modules</c> and <c>__stop___modules</c>. Code
/// that runs before this stage may use static fields of value types, but not static references.
/// </remarks>
public static unsafe class StaticData
{
    private const int GcStaticRegion = 201;
    private const int EagerConstructors = 205;
    private const int ModuleInitializers = 213;

    // "RTR", and the version of everything that the compiler lays out.
    private const uint HeaderSignature = 0x00525452;
    private const ushort HeaderVersion = 16;
    private const byte RowSize = 24;

    // The low bits of a block that has not been made into an object yet.
    private const int Uninitialized = 1;
    private const int HasData = 2;
    private const int TagMask = 3;

    [RuntimeImport("*", "lithe_module_header"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern byte* ModuleHeader();

    [RuntimeImport("*", "RhNewObject"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern nint NewObject(MethodTable* type);

    [RuntimeImport("*", "memcpy"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* Copy(void* destination, void* source, nuint length);

    /// <summary>Called once by the composition root, when there is a heap.</summary>
    [Init(InitStage.Statics)]
    public static void Initialize()
    {
        byte* header = ModuleHeader();
        if (*(uint*)header != HeaderSignature || *(ushort*)(header + 4) != HeaderVersion || header[14] != RowSize ||
            !MethodTable.IsAsExpected)
            Fail.Stop(FailReason.LayoutMismatch);
        if (Section(header, GcStaticRegion, out int* start, out int* end))
        {
            for (int* block = start; block < end; block++)
                MakeStatics((int*)RelativePointer.Follow(block));
        }
        if (Section(header, EagerConstructors, out start, out end))
            Run(start, end);
        if (Section(header, ModuleInitializers, out start, out end))
            Run(start, end);
    }

    // A block holds a relative pointer to the type of its object, tagged; with data, the next word points to the fields' values.
    private static void MakeStatics(int* block)
    {
        nint tagged = (nint)RelativePointer.Follow(block);
        if ((tagged & Uninitialized) == 0)
            return;
        MethodTable* type = (MethodTable*)(tagged & ~TagMask);
        nint statics = NewObject(type);
        if ((tagged & HasData) != 0)
            Copy((void*)(statics + 8), RelativePointer.Follow(block + 1), type->BaseSize - 16);
        *(nint*)block = statics;
    }

    private static void Run(int* start, int* end)
    {
        for (int* entry = start; entry < end; entry++)
            ((delegate*<void>)RelativePointer.Follow(entry))();
    }

    // The header: a count of rows at 12, the size of a row at 14, then rows {id, flags, start, end}.
    private static bool Section(byte* header, int id, out int* start, out int* end)
    {
        int count = *(ushort*)(header + 12);
        for (byte* row = header + 16; count-- > 0; row += RowSize)
        {
            if (*(int*)row == id)
            {
                start = *(int**)(row + 8);
                end = *(int**)(row + 16);
                return true;
            }
        }
        start = end = null;
        return false;
    }
}
