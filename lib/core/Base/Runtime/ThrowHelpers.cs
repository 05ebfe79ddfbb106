using System;
using System.Diagnostics.CodeAnalysis;
using Lithe;

namespace Internal.Runtime.CompilerHelpers;

// Called by compiled code; the compiler finds these by name and signature. Each ends in the arch's trap.
internal static class ThrowHelpers
{
    [DoesNotReturn]
    internal static void ThrowOverflowException() => Fail.Stop(FailReason.Overflow);

    [DoesNotReturn]
    internal static void ThrowIndexOutOfRangeException() => Fail.Stop(FailReason.IndexOutOfRange);

    [DoesNotReturn]
    internal static void ThrowNullReferenceException() => Fail.Stop(FailReason.NullReference);

    [DoesNotReturn]
    internal static void ThrowDivideByZeroException() => Fail.Stop(FailReason.DivideByZero);

    [DoesNotReturn]
    internal static void ThrowArrayTypeMismatchException() => Fail.Stop(FailReason.ArrayTypeMismatch);

    [DoesNotReturn]
    internal static void ThrowArgumentException() => Fail.Stop(FailReason.Argument);

    [DoesNotReturn]
    internal static void ThrowArgumentOutOfRangeException() => Fail.Stop(FailReason.ArgumentOutOfRange);

    [DoesNotReturn]
    internal static void ThrowPlatformNotSupportedException() => Fail.Stop(FailReason.PlatformNotSupported);

    [DoesNotReturn]
    internal static void ThrowNotImplementedException() => Fail.Stop(FailReason.NotImplemented);

    [DoesNotReturn]
    internal static void ThrowNotSupportedException() => Fail.Stop(FailReason.NotSupported);

    // What .NET does: an inline array is compared and hashed by nobody.
    [DoesNotReturn]
    internal static void ThrowNotSupportedInlineArrayEqualsGetHashCode() => Fail.Stop(FailReason.NotSupported);

    [DoesNotReturn]
    internal static void ThrowFeatureBodyRemoved() => Fail.Stop(FailReason.FeatureRemoved);

    [DoesNotReturn]
    internal static void ThrowUnavailableType() => Fail.Stop(FailReason.FeatureRemoved);

    // The compiler puts one of these where code could not be compiled; `id` names a message of its own resource table.
    [DoesNotReturn]
    internal static void ThrowBodyRemoved() => Fail.Stop(FailReason.FeatureRemoved);

    [DoesNotReturn]
    internal static void ThrowInvalidProgramException(int id) => Fail.Stop(FailReason.InvalidProgram);

    [DoesNotReturn]
    internal static void ThrowInvalidProgramExceptionWithArgument(int id, string methodName) =>
        Fail.Stop(FailReason.InvalidProgram, methodName);

    [DoesNotReturn]
    internal static void ThrowTypeLoadException(int id, string className, string typeName) => Fail.Stop(FailReason.TypeLoad, className);

    [DoesNotReturn]
    internal static void ThrowTypeLoadExceptionWithArgument(int id, string className, string assemblyName, string messageArg) =>
        Fail.Stop(FailReason.TypeLoad, className);

    [DoesNotReturn]
    internal static void ThrowMissingMethodException(int id, string methodName) => Fail.Stop(FailReason.TypeLoad, methodName);

    [DoesNotReturn]
    internal static void ThrowMissingFieldException(int id, string fieldName) => Fail.Stop(FailReason.TypeLoad, fieldName);

    [DoesNotReturn]
    internal static void ThrowFileNotFoundException(int id, string fileName) => Fail.Stop(FailReason.TypeLoad, fileName);

    [DoesNotReturn]
    internal static void ThrowBadImageFormatException(int id) => Fail.Stop(FailReason.InvalidProgram);

    [DoesNotReturn]
    internal static void ThrowMarshalDirectiveException(int id) => Fail.Stop(FailReason.InvalidProgram);

    [DoesNotReturn]
    internal static void ThrowAmbiguousMatchException(int id) => Fail.Stop(FailReason.AmbiguousImplementation);

    [DoesNotReturn]
    internal static void ThrowInstanceBodyRemoved() => Fail.Stop(FailReason.FeatureRemoved);
}
