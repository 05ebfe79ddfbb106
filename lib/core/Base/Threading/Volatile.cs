using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System.Threading;

/// <summary>Reads that come before, and writes that come after, what the program says.</summary>
public static class Volatile
{
    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static bool Read(ref readonly bool location) => Unsafe.As<bool, VolatileBoolean>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref bool location, bool value) => Unsafe.As<bool, VolatileBoolean>(ref location).Value = value;

    private struct VolatileBoolean
    {
        public volatile bool Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static sbyte Read(ref readonly sbyte location) => Unsafe.As<sbyte, VolatileSByte>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref sbyte location, sbyte value) => Unsafe.As<sbyte, VolatileSByte>(ref location).Value = value;

    private struct VolatileSByte
    {
        public volatile sbyte Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static byte Read(ref readonly byte location) => Unsafe.As<byte, VolatileByte>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref byte location, byte value) => Unsafe.As<byte, VolatileByte>(ref location).Value = value;

    private struct VolatileByte
    {
        public volatile byte Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static short Read(ref readonly short location) => Unsafe.As<short, VolatileInt16>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref short location, short value) => Unsafe.As<short, VolatileInt16>(ref location).Value = value;

    private struct VolatileInt16
    {
        public volatile short Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static ushort Read(ref readonly ushort location) => Unsafe.As<ushort, VolatileUInt16>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref ushort location, ushort value) => Unsafe.As<ushort, VolatileUInt16>(ref location).Value = value;

    private struct VolatileUInt16
    {
        public volatile ushort Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static int Read(ref readonly int location) => Unsafe.As<int, VolatileInt32>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref int location, int value) => Unsafe.As<int, VolatileInt32>(ref location).Value = value;

    private struct VolatileInt32
    {
        public volatile int Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static uint Read(ref readonly uint location) => Unsafe.As<uint, VolatileUInt32>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref uint location, uint value) => Unsafe.As<uint, VolatileUInt32>(ref location).Value = value;

    private struct VolatileUInt32
    {
        public volatile uint Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static nint Read(ref readonly nint location) => Unsafe.As<nint, VolatileIntPtr>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref nint location, nint value) => Unsafe.As<nint, VolatileIntPtr>(ref location).Value = value;

    private struct VolatileIntPtr
    {
        public volatile nint Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static nuint Read(ref readonly nuint location) => Unsafe.As<nuint, VolatileUIntPtr>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref nuint location, nuint value) => Unsafe.As<nuint, VolatileUIntPtr>(ref location).Value = value;

    private struct VolatileUIntPtr
    {
        public volatile nuint Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static float Read(ref readonly float location) => Unsafe.As<float, VolatileSingle>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref float location, float value) => Unsafe.As<float, VolatileSingle>(ref location).Value = value;

    private struct VolatileSingle
    {
        public volatile float Value;
    }

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static long Read(ref readonly long location) => (long)Unsafe.As<long, VolatileIntPtr>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref long location, long value) => Unsafe.As<long, VolatileIntPtr>(ref location).Value = (nint)value;

    /// <summary>Reads; nothing that follows is done before.</summary>
    [Intrinsic]
    public static ulong Read(ref readonly ulong location) => (ulong)Unsafe.As<ulong, VolatileUIntPtr>(ref Unsafe.AsRef(in location)).Value;

    /// <summary>Writes; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write(ref ulong location, ulong value) => Unsafe.As<ulong, VolatileUIntPtr>(ref location).Value = (nuint)value;

    /// <summary>Reads a reference; nothing that follows is done before.</summary>
    [Intrinsic]
    [return: NotNullIfNotNull(nameof(location))]
    public static T Read<T>([NotNullIfNotNull(nameof(location))] ref readonly T location) where T : class? =>
        Unsafe.As<T>(Unsafe.As<T, VolatileObject>(ref Unsafe.AsRef(in location)).Value)!;

    /// <summary>Writes a reference; nothing that precedes is done after.</summary>
    [Intrinsic]
    public static void Write<T>([NotNullIfNotNull(nameof(value))] ref T location, T value) where T : class? =>
        Unsafe.As<T, VolatileObject>(ref location).Value = value;

    private struct VolatileObject
    {
        public volatile object? Value;
    }
}
