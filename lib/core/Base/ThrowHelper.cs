using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Lithe;

namespace System;

// How the core library itself fails: without making an exception object, so that a program which never allocates needs no
// heap for its argument checks. The text is a string literal and reaches the panic as it is.
//
// The methods have no end that the compiler can see and may be inlined, for all that it never does: so it knows that a call does not return, and keeps
// nothing for afterwards. A check costs its comparison then, and no registers.
internal static class ThrowHelper
{
    [DoesNotReturn]
    internal static void ThrowArgument(string message)
    {
        Fail.Stop(FailReason.Argument, message);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowArgumentNull(string parameter)
    {
        Fail.Stop(FailReason.ArgumentNull, parameter);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowArgumentOutOfRange()
    {
        Fail.Stop(FailReason.ArgumentOutOfRange);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowArgumentOutOfRange(string parameter)
    {
        Fail.Stop(FailReason.ArgumentOutOfRange, parameter);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowIndexOutOfRange()
    {
        Fail.Stop(FailReason.IndexOutOfRange);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowTaskCanceled()
    {
        Fail.Stop(FailReason.InvalidOperation, "A task was canceled.");
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowInvalidOperation(string message)
    {
        Fail.Stop(FailReason.InvalidOperation, message);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowNotSupported(string message)
    {
        Fail.Stop(FailReason.NotSupported, message);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowKeyNotFound()
    {
        Fail.Stop(FailReason.KeyNotFound);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowFormat(string message)
    {
        Fail.Stop(FailReason.Format, message);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowOverflow()
    {
        Fail.Stop(FailReason.Overflow);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowDivideByZero()
    {
        Fail.Stop(FailReason.DivideByZero);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowInvalidCast()
    {
        Fail.Stop(FailReason.InvalidCast);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowOutOfMemory()
    {
        Fail.Stop(FailReason.OutOfMemory);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowArrayTypeMismatch()
    {
        Fail.Stop(FailReason.ArrayTypeMismatch);
        while (true)
        {
        }
    }

    [DoesNotReturn]
    internal static void ThrowNullReference()
    {
        Fail.Stop(FailReason.NullReference);
        while (true)
        {
        }
    }
}
