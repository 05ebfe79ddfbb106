namespace System;

/// <summary>The root of all exceptions. A throw ends the image: nothing catches.</summary>
public class Exception
{
    private readonly string? _message;

    /// <summary>An exception.</summary>
    public Exception()
    {
    }

    /// <summary>An exception with a text.</summary>
    public Exception(string? message) => _message = message;

    /// <summary>An exception with a text and a cause.</summary>
    public Exception(string? message, Exception? innerException)
    {
        _message = message;
        InnerException = innerException;
    }

    /// <summary>What went wrong.</summary>
    public virtual string Message => _message ?? TypeName;

    /// <summary>The cause.</summary>
    public Exception? InnerException { get; }

    // The name for the panic: an image carries no type names, so each class of this library brings its own and a class of the
    // program has that of its base.
    internal virtual string TypeName => "System.Exception";

    /// <inheritdoc/>
    public override string ToString() => Message;
}
