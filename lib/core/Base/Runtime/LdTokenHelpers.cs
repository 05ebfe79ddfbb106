using System;
using Internal.Runtime;

namespace Internal.Runtime.CompilerHelpers;

// `typeof` in compiled code, where it is not settled while compiling.
internal static unsafe class LdTokenHelpers
{
    internal static RuntimeTypeHandle GetRuntimeTypeHandle(nint type) => new((MethodTable*)type);

    internal static Type GetRuntimeType(nint type) => RuntimeType.FromMethodTable((MethodTable*)type);

    internal static RuntimeMethodHandle GetRuntimeMethodHandle(nint method) => default;

    internal static RuntimeFieldHandle GetRuntimeFieldHandle(nint field) => default;
}
