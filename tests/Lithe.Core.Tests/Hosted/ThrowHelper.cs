using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace System;

// In the guest these stop the image; here they throw what .NET throws, so that a test can tell.
internal static class ThrowHelper
{
    [DoesNotReturn]
    internal static void ThrowArgument(string message) => throw new ArgumentException(message);

    [DoesNotReturn]
    internal static void ThrowArgumentNull(string parameter) => throw new ArgumentNullException(parameter);

    [DoesNotReturn]
    internal static void ThrowArgumentOutOfRange() => throw new ArgumentOutOfRangeException();

    [DoesNotReturn]
    internal static void ThrowArgumentOutOfRange(string parameter) => throw new ArgumentOutOfRangeException(parameter);

    [DoesNotReturn]
    internal static void ThrowIndexOutOfRange() => throw new IndexOutOfRangeException();

    [DoesNotReturn]
    internal static void ThrowInvalidOperation(string message) => throw new InvalidOperationException(message);

    [DoesNotReturn]
    internal static void ThrowNotSupported(string message) => throw new NotSupportedException(message);

    [DoesNotReturn]
    internal static void ThrowKeyNotFound() => throw new KeyNotFoundException();

    [DoesNotReturn]
    internal static void ThrowFormat(string message) => throw new FormatException(message);

    [DoesNotReturn]
    internal static void ThrowOverflow() => throw new OverflowException();
}
