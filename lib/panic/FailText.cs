using System;
using System.Runtime.CompilerServices;

namespace Lithe.Panic;

/// <summary>The words for the reasons that code gives to <c>Fail.Stop</c>.</summary>
internal static class FailText
{
    internal static void Write(FailReason reason, nint argument)
    {
        if (reason == FailReason.UnhandledException && argument != 0)
        {
            Exception exception = Unsafe.As<nint, Exception>(ref argument);
            PanicWriter.Text("unhandled exception: "u8);
            string name = Fail.TypeNameOf(exception), message = exception.Message;
            PanicWriter.Text(name);
            if (Fail.UnnamedClassOf(exception) is not 0 and nint type)
            {
                PanicWriter.Text(" (class 0x"u8);
                PanicWriter.Hex((ulong)type);
                PanicWriter.Text(")"u8);
            }

            if ((object)message != name)
            {
                PanicWriter.Text(": "u8);
                PanicWriter.Text(message);
            }

            return;
        }

        PanicWriter.Text(Words(reason));
        if (argument != 0)
        {
            PanicWriter.Text(": "u8);
            PanicWriter.Text(Unsafe.As<nint, string>(ref argument));
        }
    }

    private static ReadOnlySpan<byte> Words(FailReason reason) => reason switch
    {
        FailReason.NullReference => "null reference"u8,
        FailReason.DivideByZero => "division by zero"u8,
        FailReason.IndexOutOfRange => "index out of range"u8,
        FailReason.InvalidCast => "invalid cast: the object is not of that type"u8,
        FailReason.ArrayTypeMismatch => "array type mismatch: the element is not of the array's type"u8,
        FailReason.Overflow => "arithmetic overflow"u8,
        FailReason.OutOfMemory => "out of memory"u8,
        FailReason.UnhandledException => "unhandled exception"u8,
        FailReason.FeatureRemoved => "this image was built without a part that the code needs"u8,
        FailReason.StackBufferOverrun => "a buffer on the stack was overrun"u8,
        FailReason.Assertion => "assertion failed"u8,
        FailReason.Argument => "wrong argument"u8,
        FailReason.ArgumentNull => "argument is null"u8,
        FailReason.ArgumentOutOfRange => "argument out of range"u8,
        FailReason.InvalidOperation => "invalid operation"u8,
        FailReason.NotSupported => "not supported"u8,
        FailReason.NotImplemented => "not implemented"u8,
        FailReason.PlatformNotSupported => "not supported by this processor or platform"u8,
        FailReason.KeyNotFound => "key not found"u8,
        FailReason.Format => "text in a wrong format"u8,
        FailReason.TypeInitialization => "a static constructor waits for itself"u8,
        FailReason.InvalidProgram => "invalid code"u8,
        FailReason.TypeLoad => "a type could not be loaded"u8,
        FailReason.AmbiguousImplementation => "more than one implementation of an interface method fits"u8,
        FailReason.EntryPointNotFound => "an interface method without an implementation"u8,
        FailReason.FailFast => "stopped by the program"u8,
        FailReason.LayoutMismatch => "the compiler's object layout is not the one this runtime was written for"u8,
        FailReason.Synchronization => "threads or locks used wrongly"u8,
        _ => "unknown reason"u8,
    };
}
