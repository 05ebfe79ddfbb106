namespace System.Runtime.InteropServices;

// Objects that take on interfaces while running are not supported; the compiler wants the type to exist.
internal interface IDynamicInterfaceCastable
{
    static nint GetDynamicInterfaceImplementation(IDynamicInterfaceCastable instance, nint interfaceType, ushort slot) => 0;
}
