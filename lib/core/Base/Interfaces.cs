namespace System;

/// <summary>Something to let go of.</summary>
public interface IDisposable
{
    /// <summary>Lets go.</summary>
    void Dispose();
}

/// <summary>Can be compared for equality.</summary>
public interface IEquatable<T> where T : allows ref struct
{
    /// <summary>Whether this equals <paramref name="other"/>.</summary>
    bool Equals(T? other);
}

/// <summary>Can be ordered.</summary>
public interface IComparable
{
    /// <summary>Negative when before, zero when the same, positive when after.</summary>
    int CompareTo(object? obj);
}

/// <summary>Can be ordered.</summary>
public interface IComparable<in T> where T : allows ref struct
{
    /// <summary>Negative when before, zero when the same, positive when after.</summary>
    int CompareTo(T? other);
}
