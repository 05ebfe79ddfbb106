using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Lithe;

namespace System;

// How the core library itself fails: without making an exception object, so that a program which never allocates needs no
// heap for its argument checks. The text is a string literal and reaches the panic as it is.
internal static class ThrowHelper
{
    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowArgument(string message) => Fail.Stop(FailReason.Argument, message);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowArgumentNull(string parameter) => Fail.Stop(FailReason.ArgumentNull, parameter);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowArgumentOutOfRange() => Fail.Stop(FailReason.ArgumentOutOfRange);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowArgumentOutOfRange(string parameter) => Fail.Stop(FailReason.ArgumentOutOfRange, parameter);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowIndexOutOfRange() => Fail.Stop(FailReason.IndexOutOfRange);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowTaskCanceled() => Fail.Stop(FailReason.InvalidOperation, "A task was canceled.");

    [DoesNotReturn]
    internal static void ThrowInvalidOperation(string message) => Fail.Stop(FailReason.InvalidOperation, message);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowNotSupported(string message) => Fail.Stop(FailReason.NotSupported, message);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowKeyNotFound() => Fail.Stop(FailReason.KeyNotFound);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowFormat(string message) => Fail.Stop(FailReason.Format, message);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowOverflow() => Fail.Stop(FailReason.Overflow);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowDivideByZero() => Fail.Stop(FailReason.DivideByZero);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowInvalidCast() => Fail.Stop(FailReason.InvalidCast);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowOutOfMemory() => Fail.Stop(FailReason.OutOfMemory);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowArrayTypeMismatch() => Fail.Stop(FailReason.ArrayTypeMismatch);

    [DoesNotReturn, MethodImpl(MethodImplOptions.NoInlining)]
    internal static void ThrowNullReference() => Fail.Stop(FailReason.NullReference);
}
