namespace System;

/// <summary>A day of the week.</summary>
public enum DayOfWeek
{
    /// <summary>The first day.</summary>
    Sunday = 0,
    /// <summary>The second day.</summary>
    Monday = 1,
    /// <summary>The third day.</summary>
    Tuesday = 2,
    /// <summary>The fourth day.</summary>
    Wednesday = 3,
    /// <summary>The fifth day.</summary>
    Thursday = 4,
    /// <summary>The sixth day.</summary>
    Friday = 5,
    /// <summary>The seventh day.</summary>
    Saturday = 6,
}
