namespace System;

/// <summary>An exception of the system.</summary>
public class SystemException : Exception
{
    /// <summary>With the standard text.</summary>
    public SystemException()
    {
    }

    /// <summary>With a text.</summary>
    public SystemException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public SystemException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.SystemException";
}

/// <summary>Arithmetic went wrong.</summary>
public class ArithmeticException : SystemException
{
    /// <summary>With the standard text.</summary>
    public ArithmeticException() : base("Overflow or underflow in the arithmetic operation.")
    {
    }

    /// <summary>With a text.</summary>
    public ArithmeticException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public ArithmeticException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.ArithmeticException";
}

/// <summary>A division by zero.</summary>
public class DivideByZeroException : ArithmeticException
{
    /// <summary>With the standard text.</summary>
    public DivideByZeroException() : base("Attempted to divide by zero.")
    {
    }

    /// <summary>With a text.</summary>
    public DivideByZeroException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public DivideByZeroException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.DivideByZeroException";
}

/// <summary>A result does not fit.</summary>
public class OverflowException : ArithmeticException
{
    /// <summary>With the standard text.</summary>
    public OverflowException() : base("Arithmetic operation resulted in an overflow.")
    {
    }

    /// <summary>With a text.</summary>
    public OverflowException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public OverflowException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.OverflowException";
}

/// <summary>An element of a wrong type.</summary>
public class ArrayTypeMismatchException : SystemException
{
    /// <summary>With the standard text.</summary>
    public ArrayTypeMismatchException() : base("Attempted to access an element as a type incompatible with the array.")
    {
    }

    /// <summary>With a text.</summary>
    public ArrayTypeMismatchException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public ArrayTypeMismatchException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.ArrayTypeMismatchException";
}

/// <summary>Text of a wrong format.</summary>
public class FormatException : SystemException
{
    /// <summary>With the standard text.</summary>
    public FormatException() : base("One of the identified items was in an invalid format.")
    {
    }

    /// <summary>With a text.</summary>
    public FormatException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public FormatException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.FormatException";
}

/// <summary>An index outside its range.</summary>
public class IndexOutOfRangeException : SystemException
{
    /// <summary>With the standard text.</summary>
    public IndexOutOfRangeException() : base("Index was outside the bounds of the array.")
    {
    }

    /// <summary>With a text.</summary>
    public IndexOutOfRangeException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public IndexOutOfRangeException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.IndexOutOfRangeException";
}

/// <summary>A cast that cannot be.</summary>
public class InvalidCastException : SystemException
{
    /// <summary>With the standard text.</summary>
    public InvalidCastException() : base("Specified cast is not valid.")
    {
    }

    /// <summary>With a text.</summary>
    public InvalidCastException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public InvalidCastException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.InvalidCastException";
}

/// <summary>The object's state does not allow it.</summary>
public class InvalidOperationException : SystemException
{
    /// <summary>With the standard text.</summary>
    public InvalidOperationException() : base("Operation is not valid due to the current state of the object.")
    {
    }

    /// <summary>With a text.</summary>
    public InvalidOperationException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public InvalidOperationException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.InvalidOperationException";
}

/// <summary>Not implemented.</summary>
public class NotImplementedException : SystemException
{
    /// <summary>With the standard text.</summary>
    public NotImplementedException() : base("The method or operation is not implemented.")
    {
    }

    /// <summary>With a text.</summary>
    public NotImplementedException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public NotImplementedException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.NotImplementedException";
}

/// <summary>Not supported.</summary>
public class NotSupportedException : SystemException
{
    /// <summary>With the standard text.</summary>
    public NotSupportedException() : base("Specified method is not supported.")
    {
    }

    /// <summary>With a text.</summary>
    public NotSupportedException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public NotSupportedException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.NotSupportedException";
}

/// <summary>Not supported here.</summary>
public class PlatformNotSupportedException : NotSupportedException
{
    /// <summary>With the standard text.</summary>
    public PlatformNotSupportedException() : base("Operation is not supported on this platform.")
    {
    }

    /// <summary>With a text.</summary>
    public PlatformNotSupportedException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public PlatformNotSupportedException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.PlatformNotSupportedException";
}

/// <summary>A null reference was used.</summary>
public class NullReferenceException : SystemException
{
    /// <summary>With the standard text.</summary>
    public NullReferenceException() : base("Object reference not set to an instance of an object.")
    {
    }

    /// <summary>With a text.</summary>
    public NullReferenceException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public NullReferenceException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.NullReferenceException";
}

/// <summary>Memory is exhausted.</summary>
public class OutOfMemoryException : SystemException
{
    /// <summary>With the standard text.</summary>
    public OutOfMemoryException() : base("Insufficient memory to continue the execution of the program.")
    {
    }

    /// <summary>With a text.</summary>
    public OutOfMemoryException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public OutOfMemoryException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.OutOfMemoryException";
}

/// <summary>It took too long.</summary>
public class TimeoutException : SystemException
{
    /// <summary>With the standard text.</summary>
    public TimeoutException() : base("The operation has timed out.")
    {
    }

    /// <summary>With a text.</summary>
    public TimeoutException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public TimeoutException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.TimeoutException";
}

/// <summary>It was cancelled.</summary>
public class OperationCanceledException : SystemException
{
    /// <summary>With the standard text.</summary>
    public OperationCanceledException() : base("The operation was canceled.")
    {
    }

    /// <summary>With a text.</summary>
    public OperationCanceledException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public OperationCanceledException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.OperationCanceledException";
}

/// <summary>Access was denied.</summary>
public class UnauthorizedAccessException : SystemException
{
    /// <summary>With the standard text.</summary>
    public UnauthorizedAccessException() : base("Attempted to perform an unauthorized operation.")
    {
    }

    /// <summary>With a text.</summary>
    public UnauthorizedAccessException(string? message) : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public UnauthorizedAccessException(string? message, Exception? innerException) : base(message, innerException)
    {
    }

    internal override string TypeName => "System.UnauthorizedAccessException";
}
