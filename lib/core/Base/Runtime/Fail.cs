using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe;

/// <summary>Why an image cannot go on.</summary>
/// <remarks>
/// The numbers go through a software trap (<c>int 0x80+reason</c>, <c>brk #reason</c>), so they stay below 64 and never change
/// meaning. A trap carries one argument: the exception for <see cref="UnhandledException"/>; for every other reason a string
/// that says more, or null.
/// </remarks>
public enum FailReason
{
    /// <summary>No reason known.</summary>
    Unknown = 0,
    /// <summary>A null reference was used.</summary>
    NullReference = 1,
    /// <summary>An integer was divided by zero.</summary>
    DivideByZero = 2,
    /// <summary>An index was outside its array or span.</summary>
    IndexOutOfRange = 3,
    /// <summary>An object was cast to a type that it is not.</summary>
    InvalidCast = 4,
    /// <summary>An element of a wrong type was stored in an array.</summary>
    ArrayTypeMismatch = 5,
    /// <summary>A checked computation overflowed.</summary>
    Overflow = 6,
    /// <summary>The heap is exhausted.</summary>
    OutOfMemory = 7,
    /// <summary>An exception was thrown: there is no catching.</summary>
    UnhandledException = 8,
    /// <summary>The code needs a part that this image was built without.</summary>
    FeatureRemoved = 9,
    /// <summary>A stack buffer was overrun.</summary>
    StackBufferOverrun = 10,
    /// <summary>An assertion did not hold.</summary>
    Assertion = 11,
    /// <summary>An argument was wrong.</summary>
    Argument = 12,
    /// <summary>An argument was null.</summary>
    ArgumentNull = 13,
    /// <summary>An argument was out of range.</summary>
    ArgumentOutOfRange = 14,
    /// <summary>The object's state does not allow the operation.</summary>
    InvalidOperation = 15,
    /// <summary>The operation is not supported.</summary>
    NotSupported = 16,
    /// <summary>The operation is not implemented.</summary>
    NotImplemented = 17,
    /// <summary>The processor or platform cannot do it.</summary>
    PlatformNotSupported = 18,
    /// <summary>A key is not in the dictionary.</summary>
    KeyNotFound = 19,
    /// <summary>Text has a wrong format.</summary>
    Format = 20,
    /// <summary>A static constructor waits for itself.</summary>
    TypeInitialization = 21,
    /// <summary>A compiled method is invalid.</summary>
    InvalidProgram = 22,
    /// <summary>A type needs itself or a part that could not be loaded.</summary>
    TypeLoad = 23,
    /// <summary>More than one implementation of an interface method fits.</summary>
    AmbiguousImplementation = 24,
    /// <summary>No implementation of an interface method was found.</summary>
    EntryPointNotFound = 25,
    /// <summary>The program asked to stop at once.</summary>
    FailFast = 26,
    /// <summary>The compiler's object layout is not the one that the runtime was written for.</summary>
    LayoutMismatch = 27,
    /// <summary>A thread or a lock was used in a way that can never succeed.</summary>
    Synchronization = 28,
}

/// <summary>The one place where everything that cannot go on ends.</summary>
public static unsafe partial class Fail
{
    // Implemented by the arch role. A software trap keeps the caller's registers for the report. Never returns.
    [RuntimeImport("*", "lithe_fail"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Raise(nint reason, nint argument);

    /// <summary>Stops the image.</summary>
    [DoesNotReturn]
    public static void Stop(FailReason reason)
    {
        Raise((nint)reason, 0);
        while (true)
        {
        }
    }

    /// <summary>Stops the image, with a string literal that says more.</summary>
    [DoesNotReturn]
    public static void Stop(FailReason reason, string? message)
    {
        Raise((nint)reason, Unsafe.As<string?, nint>(ref message));
        while (true)
        {
        }
    }

    /// <summary>Stops the image because of an exception.</summary>
    [DoesNotReturn]
    public static void Stop(Exception? exception)
    {
        Raise((nint)FailReason.UnhandledException, Unsafe.As<Exception?, nint>(ref exception));
        while (true)
        {
        }
    }

    /// <summary>The name of an exception's class, for a report; a class of the program has the name of its nearest base in this library.</summary>
    public static string TypeNameOf(Exception exception) => exception.TypeName;

    /// <summary>
    /// 0 when <see cref="TypeNameOf"/> is the name of the exception's own class; for a class of the program, whose name an image does not carry, the
    /// address of its method table: the symbol there says which it is.
    /// </summary>
    public static nint UnnamedClassOf(Exception exception)
    {
        Internal.Runtime.MethodTable* type = exception.m_pEEType, parent = type->BaseType;
        if (parent == Internal.Runtime.MethodTable.Of<object>())
            return 0;
        // Every class of this library has a name of its own: a class that answers as its base does is none of them. The base is asked through
        // an object that is its method table alone; the property looks at no field.
        nint header = (nint)parent;
        nint likeBase = (nint)(&header);
        return ReferenceEquals(Unsafe.As<nint, Exception>(ref likeBase).TypeName, exception.TypeName) ? (nint)type : 0;
    }
}
