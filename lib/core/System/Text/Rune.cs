using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace System.Text;

/// <summary>A Unicode scalar value: a code point that is no surrogate.</summary>
public readonly struct Rune : IComparable, IComparable<Rune>, IEquatable<Rune>, ISpanFormattable, IUtf8SpanFormattable
{
    private readonly uint _value;

    /// <summary>The scalar value of a character that is no surrogate.</summary>
    public Rune(char ch) : this((uint)ch)
    {
    }

    /// <summary>The scalar value of a surrogate pair.</summary>
    public Rune(char highSurrogate, char lowSurrogate) => _value = (uint)char.ConvertToUtf32(highSurrogate, lowSurrogate);

    /// <summary>A scalar value; another number fails.</summary>
    public Rune(int value) : this((uint)value)
    {
    }

    /// <summary>A scalar value; another number fails.</summary>
    public Rune(uint value)
    {
        if (!IsValid(value))
            ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
        _value = value;
    }

    private Rune(uint value, bool _) => _value = value;

    /// <summary>U+FFFD, which stands for what is malformed.</summary>
    public static Rune ReplacementChar => new(Utf8Transcoding.Replacement, true);

    /// <summary>The number.</summary>
    public int Value => (int)_value;

    /// <summary>Whether it is below U+0080.</summary>
    public bool IsAscii => _value < 0x80;

    /// <summary>Whether it is below U+10000.</summary>
    public bool IsBmp => _value < 0x10000;

    /// <summary>The plane, 0 to 16.</summary>
    public int Plane => (int)(_value >> 16);

    /// <summary>How many UTF-16 code units it takes.</summary>
    public int Utf16SequenceLength => _value < 0x10000 ? 1 : 2;

    /// <summary>How many UTF-8 bytes it takes.</summary>
    public int Utf8SequenceLength => _value < 0x80 ? 1 : _value < 0x800 ? 2 : _value < 0x10000 ? 3 : 4;

    /// <summary>Whether a number is a scalar value.</summary>
    public static bool IsValid(int value) => IsValid((uint)value);

    /// <summary>Whether a number is a scalar value.</summary>
    public static bool IsValid(uint value) => value <= 0x10FFFF && value - 0xD800 > 0x7FF;

    /// <summary>A scalar value of a character, if it is no surrogate.</summary>
    public static bool TryCreate(char ch, out Rune result) => TryCreate((uint)ch, out result);

    /// <summary>A scalar value of a surrogate pair, if it is one.</summary>
    public static bool TryCreate(char highSurrogate, char lowSurrogate, out Rune result)
    {
        bool pair = char.IsSurrogatePair(highSurrogate, lowSurrogate);
        result = pair ? new Rune(highSurrogate, lowSurrogate) : default;
        return pair;
    }

    /// <summary>A scalar value of a number, if it is one.</summary>
    public static bool TryCreate(int value, out Rune result) => TryCreate((uint)value, out result);

    /// <summary>A scalar value of a number, if it is one.</summary>
    public static bool TryCreate(uint value, out Rune result)
    {
        bool valid = IsValid(value);
        result = valid ? new Rune(value, true) : default;
        return valid;
    }

    /// <summary>The scalar value at the start of UTF-16 text.</summary>
    public static OperationStatus DecodeFromUtf16(ReadOnlySpan<char> source, out Rune result, out int charsConsumed)
    {
        OperationStatus status = Utf8Transcoding.Decode(source, out uint scalar, out charsConsumed);
        result = new Rune(scalar, true);
        return status;
    }

    /// <summary>The scalar value at the start of UTF-8 text.</summary>
    public static OperationStatus DecodeFromUtf8(ReadOnlySpan<byte> source, out Rune result, out int bytesConsumed)
    {
        OperationStatus status = Utf8Transcoding.Decode(source, out uint scalar, out bytesConsumed);
        result = new Rune(scalar, true);
        return status;
    }

    /// <summary>Writes UTF-16; too short a span fails.</summary>
    public int EncodeToUtf16(Span<char> destination)
    {
        if (!TryEncodeToUtf16(destination, out int written))
            ThrowHelper.ThrowArgument("Destination is too short.");
        return written;
    }

    /// <summary>Writes UTF-8; too short a span fails.</summary>
    public int EncodeToUtf8(Span<byte> destination)
    {
        if (!TryEncodeToUtf8(destination, out int written))
            ThrowHelper.ThrowArgument("Destination is too short.");
        return written;
    }

    /// <summary>Writes UTF-16, if it fits.</summary>
    public bool TryEncodeToUtf16(Span<char> destination, out int charsWritten)
    {
        int length = Utf16SequenceLength;
        if (destination.Length < length)
        {
            charsWritten = 0;
            return false;
        }
        if (length == 1)
        {
            destination[0] = (char)_value;
        }
        else
        {
            destination[0] = (char)(0xD7C0 + (_value >> 10));
            destination[1] = (char)(0xDC00 + (_value & 0x3FF));
        }
        charsWritten = length;
        return true;
    }

    /// <summary>Writes UTF-8, if it fits.</summary>
    public bool TryEncodeToUtf8(Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = Utf8Transcoding.Encode(_value, destination);
        return bytesWritten > 0;
    }

    /// <summary>The order of the numbers.</summary>
    public int CompareTo(Rune other) => (int)_value - (int)other._value;

    int IComparable.CompareTo(object? obj)
    {
        if (obj is null)
            return 1;
        if (obj is not Rune other)
        {
            ThrowHelper.ThrowArgument("Object must be of type Rune.");
            return 0;
        }
        return CompareTo(other);
    }

    /// <inheritdoc/>
    public bool Equals(Rune other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Rune other && _value == other._value;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_value;

    /// <summary>A string of it.</summary>
    public override string ToString() => char.ConvertFromUtf32((int)_value);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryEncodeToUtf16(destination, out charsWritten);

    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        TryEncodeToUtf8(utf8Destination, out bytesWritten);

    /// <summary>Whether they are equal.</summary>
    public static bool operator ==(Rune left, Rune right) => left._value == right._value;

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Rune left, Rune right) => left._value != right._value;

    /// <summary>Whether the first is below.</summary>
    public static bool operator <(Rune left, Rune right) => left._value < right._value;

    /// <summary>Whether the first is not above.</summary>
    public static bool operator <=(Rune left, Rune right) => left._value <= right._value;

    /// <summary>Whether the first is above.</summary>
    public static bool operator >(Rune left, Rune right) => left._value > right._value;

    /// <summary>Whether the first is not below.</summary>
    public static bool operator >=(Rune left, Rune right) => left._value >= right._value;

    /// <summary>The scalar value of a character that is no surrogate.</summary>
    public static explicit operator Rune(char ch) => new(ch);

    /// <summary>A scalar value; another number fails.</summary>
    public static explicit operator Rune(int value) => new(value);
}
