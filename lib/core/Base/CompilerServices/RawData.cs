namespace System.Runtime.CompilerServices;

// Any object, as what follows its method table pointer; the compiler knows it by name.
internal sealed class RawData
{
    internal byte Data;
}
