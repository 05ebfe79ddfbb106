using System;
using System.Runtime.CompilerServices;
using Lithe.Testing;

namespace Lithe.PanicTests;

/// <summary>
/// One test a cause. The line that causes the panic carries the comment that the runner looks for in the trace. The tests are not
/// inlined: the compiler keeps no lines of a method that it inlines, so a trace would show the line of the call.
/// </summary>
public static class PanicTests
{
    private static int s_sink;
    private static Node? s_node;
    private static byte[]? s_bytes;
    private static object s_text = "text";

    private sealed class Node
    {
        public int First, Second;
        public Node? Other;
    }

    private class Animal;

    private sealed class Cat : Animal;

    [GuestTest(Panic = "null reference: read of address"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void NullReference()
    {
        s_sink = s_node!.Second; // panics here
    }

    [GuestTest(Panic = "null reference: write to address"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void NullReferenceWrite()
    {
        s_node!.First = 1; // panics here
    }

    [GuestTest(Panic = "null reference"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void NullReferenceInLeaf()
    {
        s_sink += Leaf(s_node); // panics here
    }

    // Small enough to have no frame of its own: the trace must still show its caller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Leaf(Node? node) => node!.Second;

    [GuestTest(Panic = "division by zero"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void DivisionByZero()
    {
        int zero = s_sink - s_sink;
        s_sink = 7 / zero; // panics here
    }

    [GuestTest(Panic = "index out of range"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void ArrayBounds()
    {
        int[] array = new int[3];
        s_sink = array[s_sink + 3]; // panics here
    }

    [GuestTest(Panic = "index out of range"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void SpanBounds()
    {
        Span<byte> span = stackalloc byte[4];
        span.Clear();
        s_sink = span[s_sink + 4]; // panics here
    }

    [GuestTest(Panic = "invalid cast"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void BadCast()
    {
        if (s_sink > 0)
            s_text = new Node();
        s_node = (Node)s_text; // panics here
    }

    [GuestTest(Panic = "invalid cast"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void BadUnboxing()
    {
        object boxed = 5L;
        s_sink = (int)boxed; // panics here
    }

    [GuestTest(Panic = "array type mismatch"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void BadArrayElement()
    {
        Animal[] animals = new Cat[1];
        animals[0] = new Animal(); // panics here
    }

    // The object's header, length and elements, to the next multiple of 8.
    [GuestTest(Panic = "out of memory: 2000000016 bytes were asked for, "), MethodImpl(MethodImplOptions.NoInlining)]
    public static void OutOfMemory()
    {
        s_bytes = new byte[s_sink + 2_000_000_000]; // panics here
    }

    [GuestTest(Panic = "are in use, and no memory is left for more of it"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void OutOfMemoryLittleByLittle()
    {
        while (true)
            s_node = new Node { Other = s_node }; // panics here
    }

    [GuestTest(Panic = "arithmetic overflow"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void CheckedOverflow()
    {
        int large = int.MaxValue - s_sink;
        s_sink = checked(large + 1); // panics here
    }

    [GuestTest(Panic = "unhandled exception: System.InvalidOperationException: out of luck"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void UnhandledException()
    {
        throw new InvalidOperationException("out of luck"); // panics here
    }

    [GuestTest(Panic = "stack overflow"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void StackOverflow()
    {
        s_sink = Recurse(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Recurse(int depth)
    {
        Span<int> local = stackalloc int[64];
        local[depth & 63] = depth;
        return Recurse(depth + 1) + local[depth & 31]; // panics here
    }

    [GuestTest(Panic = "write to code, which is never writable"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void WriteToCode()
    {
        Faults.WriteToCode(); // panics here
        s_sink = 1;
    }

    [GuestTest(Panic = "write to read-only data"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void WriteToConstant()
    {
        Faults.WriteToConstant(); // panics here
        s_sink = 1;
    }

    [GuestTest(Panic = "execution of data, which is never executable"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void RunData()
    {
        Faults.RunData(); // panics here
        s_sink = 1;
    }

    [GuestTest(Panic = "read of unmapped address 0x3000000000"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void ReadUnmapped()
    {
        s_sink = Faults.ReadUnmapped(); // panics here
    }

    [GuestTest(Panic = "unhandled interrupt"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void UnhandledInterrupt()
    {
        Faults.UnhandledInterrupt(); // panics here
        s_sink = 1;
    }

    [GuestTest(Panic = "invalid instruction"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void InvalidInstruction()
    {
        Faults.InvalidInstruction(); // panics here
        s_sink = 1;
    }
}
