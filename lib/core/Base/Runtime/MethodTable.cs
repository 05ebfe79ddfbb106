using System.Runtime.CompilerServices;

namespace Internal.Runtime;

// The compiler's private description of a type, as ilc 10.0 lays it out; objects start with a pointer to it.
//
//   header (24 bytes) | virtual methods (8 each) | interfaces (8 each) | 32-bit relative pointers:
//   type manager, writable word, [dispatch map], [finalizer], [sealed methods], [generic definition, generic arguments]
internal unsafe struct MethodTable
{
    private const uint KindMask = 0x00030000;
    private const uint KindParameterized = 0x00020000;
    private const uint DispatchMapFlag = 0x00040000;
    private const uint FinalizerFlag = 0x00100000;
    private const uint SealedSlotsFlag = 0x00400000;
    private const uint VarianceFlag = 0x00800000;
    private const uint PointersFlag = 0x01000000;
    private const uint GenericFlag = 0x02000000;
    private const int ElementTypeShift = 26;
    private const uint ElementTypeMask = 0x1F;

    // The size of an object's header, its method table pointer, an array's length and padding: a plain array without elements.
    internal const uint ArrayBaseSize = 24;

    private readonly uint _flags;
    private readonly uint _baseSize;
    private readonly MethodTable* _relatedType;
    private readonly ushort _virtualCount;
    private readonly ushort _interfaceCount;
    private readonly uint _hashCode;

    [Intrinsic]
    internal static extern MethodTable* Of<T>();

    // Bytes of an object with the compiler's header before it; for pointers and references, their kind.
    internal readonly uint BaseSize => _baseSize;

    // Whether objects have a length and elements: arrays and strings.
    internal readonly bool HasElements => (int)_flags < 0;

    internal readonly uint ElementSize => _flags & 0xFFFF;

    internal readonly uint HashCode => _hashCode;

    internal readonly TypeElement Element => (TypeElement)((_flags >> ElementTypeShift) & ElementTypeMask);

    internal readonly bool IsValueType => Element < TypeElement.Class;

    internal readonly bool IsPrimitive => Element < TypeElement.ValueType;

    internal readonly bool IsNullable => Element == TypeElement.Nullable;

    internal readonly bool IsInterface => Element == TypeElement.Interface;

    internal readonly bool IsArray => Element is TypeElement.Array or TypeElement.SzArray;

    internal readonly bool IsParameterized => (_flags & KindMask) == KindParameterized;

    internal readonly bool IsGeneric => (_flags & GenericFlag) != 0;

    internal readonly bool HasVariance => (_flags & VarianceFlag) != 0;

    internal readonly bool HasReferences => (_flags & PointersFlag) != 0;

    internal readonly bool HasDispatchMap => (_flags & DispatchMapFlag) != 0;

    // The base of a class; of an array, a pointer or a reference the type of what it holds or names.
    internal readonly MethodTable* RelatedType => _relatedType;

    internal readonly MethodTable* BaseType => IsParameterized ? (IsArray ? Of<System.Array>() : null) : _relatedType;

    internal readonly int InterfaceCount => _interfaceCount;

    internal readonly int VirtualCount => _virtualCount;

    // The size of a struct's fields, without the padding that rounds its box up.
    internal readonly uint ValueSize => _baseSize - 16 - ((_flags & 0xE0) >> 5);

    // Where the value of a Nullable lies: 1, 2, 4, 8 ... bytes in.
    internal readonly uint NullableValueOffset => 1u << (int)((_flags >> 8) & 7);

    internal MethodTable* NullableType => (MethodTable*)RelativePointer.Follow(GenericPointers + 1);

    internal nint* Virtuals
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nint*)((byte*)Unsafe.AsPointer(ref this) + sizeof(MethodTable));
    }

    internal MethodTable** Interfaces
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (MethodTable**)(Virtuals + _virtualCount);
    }

    // A glance at two types whose layout is known: a compiler that lays out otherwise is found out at start-up.
    internal static bool IsAsExpected
    {
        get
        {
            MethodTable* array = Of<int[]>(), text = Of<string>();
            return array->_baseSize == ArrayBaseSize && array->ElementSize == 4 && array->Element == TypeElement.SzArray &&
                array->RelatedType->Element == TypeElement.Int32 && text->_baseSize == 22 && text->ElementSize == 2;
        }
    }

    private int* RelativePointers => (int*)(Interfaces + _interfaceCount);

    // A word in writable memory that is the type's own: holds the object that `typeof` gives.
    internal ref System.Type? TypeObject => ref Unsafe.AsRef<System.Type?>(RelativePointer.Follow(RelativePointers + 1));

    // There only when HasDispatchMap.
    internal DispatchMap* DispatchMap => (DispatchMap*)RelativePointer.Follow(RelativePointers + 2);

    internal nint SealedVirtual(int slot)
    {
        int* table = (int*)RelativePointer.Follow(RelativePointers + 2 + Flag(DispatchMapFlag) + Flag(FinalizerFlag));
        return (nint)RelativePointer.Follow(table + slot);
    }

    internal MethodTable* GenericDefinition => (MethodTable*)RelativePointer.Follow(GenericPointers);

    internal TypeArguments Arguments => new(RelativePointer.Follow(GenericPointers + 1), GenericDefinition->Arity);

    // Of a generic definition.
    internal int Arity => (int)_baseSize;

    // Of a generic definition: one byte a parameter.
    internal byte* VarianceOfParameters => (byte*)RelativePointer.Follow(GenericPointers);

    private int* GenericPointers => RelativePointers + 2 + Flag(DispatchMapFlag) + Flag(FinalizerFlag) + Flag(SealedSlotsFlag);

    private readonly int Flag(uint flag) => (_flags & flag) != 0 ? 1 : 0;
}

// What kind of type a method table describes; an enum has the kind of its underlying type.
internal enum TypeElement
{
    Void = 0x01,
    Boolean = 0x02,
    Char = 0x03,
    SByte = 0x04,
    Byte = 0x05,
    Int16 = 0x06,
    UInt16 = 0x07,
    Int32 = 0x08,
    UInt32 = 0x09,
    Int64 = 0x0A,
    UInt64 = 0x0B,
    IntPtr = 0x0C,
    UIntPtr = 0x0D,
    Single = 0x0E,
    Double = 0x0F,
    ValueType = 0x10,
    Nullable = 0x12,
    Class = 0x14,
    Interface = 0x15,
    SystemArray = 0x16,
    Array = 0x17,
    SzArray = 0x18,
    ByRef = 0x19,
    Pointer = 0x1A,
    FunctionPointer = 0x1B,
}

// A pointer as a distance from where it lies.
internal static unsafe class RelativePointer
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void* Follow(int* pointer) => (byte*)pointer + *pointer;
}

// The arguments of a generic type: one is pointed to as it is, several by relative pointers.
internal readonly unsafe struct TypeArguments(void* pointer, int count)
{
    internal MethodTable* this[int index] => count == 1
        ? (MethodTable*)pointer
        : (MethodTable*)RelativePointer.Follow((int*)pointer + index);
}

// Which method of a type implements which method of an interface.
internal unsafe struct DispatchMap
{
    internal ushort StandardCount;
    internal ushort DefaultCount;
    internal ushort StandardStaticCount;
    internal ushort DefaultStaticCount;

    internal struct Entry
    {
        internal ushort Interface;
        internal ushort Slot;
        internal ushort Implementation;
    }

    internal Entry* Entries
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Entry*)((byte*)Unsafe.AsPointer(ref this) + 8);
    }
}
