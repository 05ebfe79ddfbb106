namespace System.Globalization;

/// <summary>A culture. There is one, the invariant culture; formatting does not ask it.</summary>
public class CultureInfo : IFormatProvider
{
    private CultureInfo()
    {
    }

    /// <summary>The invariant culture.</summary>
    public static CultureInfo InvariantCulture { get; } = new();

    /// <summary>The invariant culture.</summary>
    public static CultureInfo CurrentCulture => InvariantCulture;

    /// <summary>Nothing: the core library has no objects that govern formatting.</summary>
    public virtual object? GetFormat(Type? formatType) => null;
}
