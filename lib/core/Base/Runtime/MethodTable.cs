using System.Runtime.CompilerServices;

namespace Internal.Runtime;

// The compiler's private description of a type (ilc 10.0). Objects start with a pointer to it.
internal unsafe partial struct MethodTable
{
    internal uint Flags;
    internal uint BaseSize;
    private MethodTable* _relatedType;
    internal ushort VtableSlotCount;
    internal ushort InterfaceCount;
    internal uint HashCode;

    internal readonly bool IsValueType => ((Flags >> 26) & 0x1F) < 0x14;

    internal ref System.Type? TypeObject => throw null!;

    [Intrinsic]
    internal static extern MethodTable* Of<T>();
}
