namespace System;

/// <summary>How strings are compared. The culture is the invariant one, and as in .NET's invariant mode its comparisons are ordinal.</summary>
public enum StringComparison
{
    /// <summary>As <see cref="Ordinal"/>.</summary>
    CurrentCulture = 0,
    /// <summary>As <see cref="OrdinalIgnoreCase"/>.</summary>
    CurrentCultureIgnoreCase = 1,
    /// <summary>As <see cref="Ordinal"/>.</summary>
    InvariantCulture = 2,
    /// <summary>As <see cref="OrdinalIgnoreCase"/>.</summary>
    InvariantCultureIgnoreCase = 3,
    /// <summary>By code units.</summary>
    Ordinal = 4,
    /// <summary>By the code units of the capital letters.</summary>
    OrdinalIgnoreCase = 5,
}

/// <summary>What <c>Split</c> does with the parts.</summary>
[Flags]
public enum StringSplitOptions
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Leaves out the empty ones.</summary>
    RemoveEmptyEntries = 1,
    /// <summary>Takes white space off their ends.</summary>
    TrimEntries = 2,
}
