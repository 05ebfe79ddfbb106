using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

/// <summary>Makes objects of a type argument: what <c>new T()</c> compiles to.</summary>
public static unsafe class Activator
{
    // The code of the type's constructor without parameters; one of the types below has it when there is none.
    [Intrinsic]
    private static extern nint DefaultConstructorOf<T>();

    /// <summary>A new object, or a struct made by its constructor without parameters.</summary>
    [Intrinsic]
    public static T CreateInstance<T>()
    {
        nint constructor = DefaultConstructorOf<T>();
        if (typeof(T).IsValueType)
        {
            T value = default!;
            ((delegate*<ref byte, void>)constructor)(ref Unsafe.As<T, byte>(ref value));
            return value;
        }
        object o = RuntimeHelpers.NewObject(MethodTable.Of<T>());
        ((delegate*<object, void>)constructor)(o);
        return Unsafe.As<object, T>(ref o);
    }

    // Named by the compiler.
    private sealed class ClassWithMissingConstructor
    {
        private ClassWithMissingConstructor() => ThrowHelper.ThrowNotSupported("No parameterless constructor defined.");

        internal static void MissingDefaultConstructorStaticEntryPoint() =>
            ThrowHelper.ThrowNotSupported("No parameterless constructor defined.");
    }

    private struct StructWithNoConstructor
    {
        public StructWithNoConstructor()
        {
        }
    }
}
