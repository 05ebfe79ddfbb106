using System.Diagnostics.CodeAnalysis;

namespace System;

/// <summary>A length of time in ticks of 100 nanoseconds.</summary>
public readonly struct TimeSpan : IComparable, IComparable<TimeSpan>, IEquatable<TimeSpan>
{
    /// <summary>Ticks in a microsecond.</summary>
    public const long TicksPerMicrosecond = 10;
    /// <summary>Ticks in a millisecond.</summary>
    public const long TicksPerMillisecond = 10_000;
    /// <summary>Ticks in a second.</summary>
    public const long TicksPerSecond = 10_000_000;
    /// <summary>Ticks in a minute.</summary>
    public const long TicksPerMinute = 600_000_000;
    /// <summary>Ticks in an hour.</summary>
    public const long TicksPerHour = 36_000_000_000;
    /// <summary>Ticks in a day.</summary>
    public const long TicksPerDay = 864_000_000_000;
    /// <summary>Nanoseconds in a tick.</summary>
    public const long NanosecondsPerTick = 100;

    private readonly long _ticks;

    /// <summary>A number of ticks.</summary>
    public TimeSpan(long ticks) => _ticks = ticks;

    /// <summary>Hours, minutes and seconds.</summary>
    public TimeSpan(int hours, int minutes, int seconds) : this(0, hours, minutes, seconds)
    {
    }

    /// <summary>Days, hours, minutes and seconds.</summary>
    public TimeSpan(int days, int hours, int minutes, int seconds)
    {
        // 32-bit counts of these units stay within 64-bit ticks, but for days.
        long whole = days * 86_400L + hours * 3600L + minutes * 60L + seconds;
        if (whole > long.MaxValue / TicksPerSecond || whole < long.MinValue / TicksPerSecond)
            ThrowHelper.ThrowArgumentOutOfRange();
        _ticks = whole * TicksPerSecond;
    }

    /// <summary>No time.</summary>
    public static readonly TimeSpan Zero;

    /// <summary>The longest time.</summary>
    public static readonly TimeSpan MaxValue = new(long.MaxValue);

    /// <summary>The longest time back.</summary>
    public static readonly TimeSpan MinValue = new(long.MinValue);

    /// <summary>All of it in ticks.</summary>
    public long Ticks => _ticks;

    /// <summary>Whole days.</summary>
    public int Days => (int)(_ticks / TicksPerDay);

    /// <summary>Hours past the whole days.</summary>
    public int Hours => (int)(_ticks / TicksPerHour % 24);

    /// <summary>Minutes past the whole hours.</summary>
    public int Minutes => (int)(_ticks / TicksPerMinute % 60);

    /// <summary>Seconds past the whole minutes.</summary>
    public int Seconds => (int)(_ticks / TicksPerSecond % 60);

    /// <summary>Milliseconds past the whole seconds.</summary>
    public int Milliseconds => (int)(_ticks / TicksPerMillisecond % 1000);

    /// <summary>Microseconds past the whole milliseconds.</summary>
    public int Microseconds => (int)(_ticks / TicksPerMicrosecond % 1000);

    /// <summary>Nanoseconds past the whole microseconds.</summary>
    public int Nanoseconds => (int)(_ticks % TicksPerMicrosecond * 100);

    /// <summary>All of it in days.</summary>
    public double TotalDays => (double)_ticks / TicksPerDay;

    /// <summary>All of it in hours.</summary>
    public double TotalHours => (double)_ticks / TicksPerHour;

    /// <summary>All of it in minutes.</summary>
    public double TotalMinutes => (double)_ticks / TicksPerMinute;

    /// <summary>All of it in seconds.</summary>
    public double TotalSeconds => (double)_ticks / TicksPerSecond;

    /// <summary>All of it in milliseconds.</summary>
    public double TotalMilliseconds
    {
        get
        {
            double total = (double)_ticks / TicksPerMillisecond;
            const double Most = long.MaxValue / TicksPerMillisecond;
            const double Least = long.MinValue / TicksPerMillisecond;
            return total > Most ? Most : total < Least ? Least : total;
        }
    }

    /// <summary>All of it in microseconds.</summary>
    public double TotalMicroseconds => (double)_ticks / TicksPerMicrosecond;

    /// <summary>All of it in nanoseconds.</summary>
    public double TotalNanoseconds => (double)_ticks * NanosecondsPerTick;

    /// <summary>A number of ticks.</summary>
    public static TimeSpan FromTicks(long value) => new(value);

    /// <summary>A number of microseconds.</summary>
    public static TimeSpan FromMicroseconds(double value) => From(value, TicksPerMicrosecond);

    /// <summary>A number of microseconds.</summary>
    public static TimeSpan FromMicroseconds(long microseconds) => From(microseconds, TicksPerMicrosecond);

    /// <summary>A number of milliseconds.</summary>
    public static TimeSpan FromMilliseconds(double value) => From(value, TicksPerMillisecond);

    /// <summary>A number of seconds.</summary>
    public static TimeSpan FromSeconds(double value) => From(value, TicksPerSecond);

    /// <summary>A number of seconds.</summary>
    public static TimeSpan FromSeconds(long seconds) => From(seconds, TicksPerSecond);

    /// <summary>A number of minutes.</summary>
    public static TimeSpan FromMinutes(double value) => From(value, TicksPerMinute);

    /// <summary>A number of minutes.</summary>
    public static TimeSpan FromMinutes(long minutes) => From(minutes, TicksPerMinute);

    /// <summary>A number of hours.</summary>
    public static TimeSpan FromHours(double value) => From(value, TicksPerHour);

    /// <summary>A number of hours.</summary>
    public static TimeSpan FromHours(int hours) => From((long)hours, TicksPerHour);

    /// <summary>A number of days.</summary>
    public static TimeSpan FromDays(double value) => From(value, TicksPerDay);

    /// <summary>A number of days.</summary>
    public static TimeSpan FromDays(int days) => From((long)days, TicksPerDay);

    /// <summary>The sum.</summary>
    public TimeSpan Add(TimeSpan ts) => this + ts;

    /// <summary>The difference.</summary>
    public TimeSpan Subtract(TimeSpan ts) => this - ts;

    /// <summary>The time the other way.</summary>
    public TimeSpan Negate() => -this;

    /// <summary>The length without its sign.</summary>
    public TimeSpan Duration() => _ticks < 0 ? -this : this;

    /// <summary>Below, at or above 0 as the first is shorter, as long or longer.</summary>
    public static int Compare(TimeSpan t1, TimeSpan t2) => t1._ticks.CompareTo(t2._ticks);

    /// <summary>Below, at or above 0 as this is shorter, as long or longer.</summary>
    public int CompareTo(TimeSpan value) => _ticks.CompareTo(value._ticks);

    /// <summary>As <see cref="CompareTo(TimeSpan)"/>; anything is above null.</summary>
    public int CompareTo(object? value)
    {
        if (value is null)
            return 1;
        if (value is not TimeSpan other)
        {
            ThrowHelper.ThrowArgument("Object must be of type TimeSpan.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(TimeSpan obj) => _ticks == obj._ticks;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? value) => value is TimeSpan other && _ticks == other._ticks;

    /// <inheritdoc/>
    public override int GetHashCode() => _ticks.GetHashCode();

    /// <summary>[-][d.]hh:mm:ss[.fffffff]</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[32];
        ulong ticks = _ticks < 0 ? 0 - (ulong)_ticks : (ulong)_ticks;
        ulong days = ticks / TicksPerDay;
        NumberWriter<char> writer = new(text);
        if (_ticks < 0)
            writer.Append('-');
        if (days > 0)
        {
            Number.AppendDecimal(ref writer, days, 1);
            writer.Append('.');
        }
        Number.AppendDecimal(ref writer, ticks / TicksPerHour % 24, 2);
        writer.Append(':');
        Number.AppendDecimal(ref writer, ticks / TicksPerMinute % 60, 2);
        writer.Append(':');
        Number.AppendDecimal(ref writer, ticks / TicksPerSecond % 60, 2);
        if (ticks % TicksPerSecond != 0)
        {
            writer.Append('.');
            Number.AppendDecimal(ref writer, ticks % TicksPerSecond, 7);
        }
        return new string(text.Slice(0, writer.Length));
    }

    /// <summary>The time the other way.</summary>
    public static TimeSpan operator -(TimeSpan t)
    {
        if (t._ticks == long.MinValue)
            ThrowHelper.ThrowOverflow();
        return new(-t._ticks);
    }

    /// <summary>The same.</summary>
    public static TimeSpan operator +(TimeSpan t) => t;

    /// <summary>The sum.</summary>
    public static TimeSpan operator +(TimeSpan t1, TimeSpan t2) => new(checked(t1._ticks + t2._ticks));

    /// <summary>The difference.</summary>
    public static TimeSpan operator -(TimeSpan t1, TimeSpan t2) => new(checked(t1._ticks - t2._ticks));

    /// <summary>A multiple.</summary>
    public static TimeSpan operator *(TimeSpan timeSpan, double factor) => FromRounded(Math.Round(timeSpan._ticks * factor));

    /// <summary>A multiple.</summary>
    public static TimeSpan operator *(double factor, TimeSpan timeSpan) => timeSpan * factor;

    /// <summary>A part.</summary>
    public static TimeSpan operator /(TimeSpan timeSpan, double divisor) => FromRounded(Math.Round(timeSpan._ticks / divisor));

    /// <summary>How often the second goes into the first.</summary>
    public static double operator /(TimeSpan t1, TimeSpan t2) => t1._ticks / (double)t2._ticks;

    /// <summary>Whether they are as long.</summary>
    public static bool operator ==(TimeSpan t1, TimeSpan t2) => t1._ticks == t2._ticks;

    /// <summary>Whether they are not as long.</summary>
    public static bool operator !=(TimeSpan t1, TimeSpan t2) => t1._ticks != t2._ticks;

    /// <summary>Whether the first is shorter.</summary>
    public static bool operator <(TimeSpan t1, TimeSpan t2) => t1._ticks < t2._ticks;

    /// <summary>Whether the first is not longer.</summary>
    public static bool operator <=(TimeSpan t1, TimeSpan t2) => t1._ticks <= t2._ticks;

    /// <summary>Whether the first is longer.</summary>
    public static bool operator >(TimeSpan t1, TimeSpan t2) => t1._ticks > t2._ticks;

    /// <summary>Whether the first is not shorter.</summary>
    public static bool operator >=(TimeSpan t1, TimeSpan t2) => t1._ticks >= t2._ticks;

    private static TimeSpan From(long value, long ticksPerUnit)
    {
        if (value > long.MaxValue / ticksPerUnit || value < long.MinValue / ticksPerUnit)
            ThrowHelper.ThrowArgumentOutOfRange();
        return new(value * ticksPerUnit);
    }

    // .NET cuts what is below a tick off.
    private static TimeSpan From(double value, double ticksPerUnit)
    {
        if (double.IsNaN(value))
            ThrowHelper.ThrowArgument("TimeSpan does not accept floating point Not-a-Number values.");
        return FromTruncated(value * ticksPerUnit);
    }

    private static TimeSpan FromRounded(double ticks)
    {
        if (double.IsNaN(ticks))
            ThrowHelper.ThrowArgument("TimeSpan does not accept floating point Not-a-Number values.");
        return FromTruncated(ticks);
    }

    private static TimeSpan FromTruncated(double ticks)
    {
        if (ticks > long.MaxValue || ticks < long.MinValue || double.IsNaN(ticks))
            ThrowHelper.ThrowOverflow();
        return ticks == long.MaxValue ? MaxValue : new((long)ticks);
    }
}
