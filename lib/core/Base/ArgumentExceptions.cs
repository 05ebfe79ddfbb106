using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace System
{
    /// <summary>An argument was wrong.</summary>
    public class ArgumentException : SystemException
    {
        /// <summary>With the standard text.</summary>
        public ArgumentException() : base("Value does not fall within the expected range.")
        {
        }

        /// <summary>With a text.</summary>
        public ArgumentException(string? message) : base(message)
        {
        }

        /// <summary>With a text and a cause.</summary>
        public ArgumentException(string? message, Exception? innerException) : base(message, innerException)
        {
        }

        /// <summary>With a text and the parameter's name.</summary>
        public ArgumentException(string? message, string? paramName) : base(message) => ParamName = paramName;

        /// <summary>The parameter's name.</summary>
        public virtual string? ParamName { get; }

        internal override string TypeName => "System.ArgumentException";

        /// <summary>Fails when a string is null or empty.</summary>
        public static void ThrowIfNullOrEmpty([NotNull] string? argument,
            [CallerArgumentExpression(nameof(argument))] string? paramName = null)
        {
            ArgumentNullException.ThrowIfNull(argument, paramName);
            if (argument.Length == 0)
                ThrowHelper.ThrowArgument(paramName ?? "");
        }
    }

    /// <summary>An argument was null.</summary>
    public class ArgumentNullException : ArgumentException
    {
        /// <summary>With the standard text.</summary>
        public ArgumentNullException() : base("Value cannot be null.")
        {
        }

        /// <summary>With the parameter's name.</summary>
        public ArgumentNullException(string? paramName) : base("Value cannot be null.", paramName)
        {
        }

        /// <summary>With the parameter's name and a text.</summary>
        public ArgumentNullException(string? paramName, string? message) : base(message, paramName)
        {
        }

        internal override string TypeName => "System.ArgumentNullException";

        /// <summary>Fails when a reference is null.</summary>
        public static void ThrowIfNull([NotNull] object? argument, [CallerArgumentExpression(nameof(argument))] string? paramName = null)
        {
            if (argument is null)
                ThrowHelper.ThrowArgumentNull(paramName ?? "");
        }
    }

    /// <summary>An argument was out of range.</summary>
    public partial class ArgumentOutOfRangeException : ArgumentException
    {
        private const string Standard = "Specified argument was out of the range of valid values.";

        /// <summary>With the standard text.</summary>
        public ArgumentOutOfRangeException() : base(Standard)
        {
        }

        /// <summary>With the parameter's name.</summary>
        public ArgumentOutOfRangeException(string? paramName) : base(Standard, paramName)
        {
        }

        /// <summary>With the parameter's name and a text.</summary>
        public ArgumentOutOfRangeException(string? paramName, string? message) : base(message, paramName)
        {
        }

        /// <summary>With the parameter's name, the value and a text.</summary>
        public ArgumentOutOfRangeException(string? paramName, object? actualValue, string? message) : base(message, paramName) =>
            ActualValue = actualValue;

        /// <summary>The value.</summary>
        public virtual object? ActualValue { get; }

        internal override string TypeName => "System.ArgumentOutOfRangeException";
    }

    /// <summary>The object was disposed of.</summary>
    public class ObjectDisposedException : InvalidOperationException
    {
        /// <summary>With the object's name.</summary>
        public ObjectDisposedException(string? objectName) : base("Cannot access a disposed object.") => ObjectName = objectName ?? "";

        /// <summary>With the object's name and a text.</summary>
        public ObjectDisposedException(string? objectName, string? message) : base(message) => ObjectName = objectName ?? "";

        /// <summary>The object's name.</summary>
        public string ObjectName { get; }

        internal override string TypeName => "System.ObjectDisposedException";
    }
}

namespace System.Collections.Generic
{
    /// <summary>A key is not in the dictionary.</summary>
    public class KeyNotFoundException : SystemException
    {
        /// <summary>With the standard text.</summary>
        public KeyNotFoundException() : base("The given key was not present in the dictionary.")
        {
        }

        /// <summary>With a text.</summary>
        public KeyNotFoundException(string? message) : base(message)
        {
        }

        internal override string TypeName => "System.Collections.Generic.KeyNotFoundException";
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>A switch expression had no arm for a value.</summary>
    public sealed class SwitchExpressionException : InvalidOperationException
    {
        /// <summary>With the standard text.</summary>
        public SwitchExpressionException() : base("Non-exhaustive switch expression failed to match its input.")
        {
        }

        /// <summary>With the value.</summary>
        public SwitchExpressionException(object? unmatchedValue) : this() => UnmatchedValue = unmatchedValue;

        /// <summary>The value.</summary>
        public object? UnmatchedValue { get; }

        internal override string TypeName => "System.Runtime.CompilerServices.SwitchExpressionException";
    }
}
