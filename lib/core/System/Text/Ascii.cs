using System.Buffers;

namespace System.Text;

/// <summary>Text of ASCII, as bytes or characters.</summary>
public static class Ascii
{
    /// <summary>Whether all is ASCII.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value) => value.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) < 0;

    /// <summary>Whether all is ASCII.</summary>
    public static bool IsValid(ReadOnlySpan<char> value) => value.IndexOfAnyExceptInRange('\0', '\x7F') < 0;

    /// <summary>Whether it is ASCII.</summary>
    public static bool IsValid(byte value) => value <= 0x7F;

    /// <summary>Whether it is ASCII.</summary>
    public static bool IsValid(char value) => value <= 0x7F;

    /// <summary>Whether two texts are equal and ASCII.</summary>
    public static bool Equals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => IsValid(left) && left.SequenceEqual(right);

    /// <summary>Whether two texts are equal and ASCII.</summary>
    public static bool Equals(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => IsValid(left) && left.SequenceEqual(right);

    /// <summary>Whether two texts are equal and ASCII.</summary>
    public static bool Equals(ReadOnlySpan<byte> left, ReadOnlySpan<char> right) => Equals(left, right, ignoreCase: false);

    /// <summary>Whether two texts are equal and ASCII.</summary>
    public static bool Equals(ReadOnlySpan<char> left, ReadOnlySpan<byte> right) => Equals(right, left, ignoreCase: false);

    /// <summary>Whether two texts are equal but for case, and ASCII.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Equals(left, right, ignoreCase: true);

    /// <summary>Whether two texts are equal but for case, and ASCII.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => Equals(left, right, ignoreCase: true);

    /// <summary>Whether two texts are equal but for case, and ASCII.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> left, ReadOnlySpan<char> right) => Equals(left, right, ignoreCase: true);

    /// <summary>Whether two texts are equal but for case, and ASCII.</summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<char> left, ReadOnlySpan<byte> right) => Equals(left, right, ignoreCase: true);

    /// <summary>Copies bytes as characters up to the first that is not ASCII.</summary>
    public static OperationStatus ToUtf16(ReadOnlySpan<byte> source, Span<char> destination, out int charsWritten) =>
        Convert(source, destination, Change.None, out charsWritten);

    /// <summary>Copies characters as bytes up to the first that is not ASCII.</summary>
    public static OperationStatus FromUtf16(ReadOnlySpan<char> source, Span<byte> destination, out int bytesWritten) =>
        Convert(source, destination, Change.None, out bytesWritten);

    /// <summary>Copies in capital letters up to the first that is not ASCII.</summary>
    public static OperationStatus ToUpper(ReadOnlySpan<byte> source, Span<byte> destination, out int bytesWritten) =>
        Convert(source, destination, Change.Upper, out bytesWritten);

    /// <summary>Copies in capital letters up to the first that is not ASCII.</summary>
    public static OperationStatus ToUpper(ReadOnlySpan<char> source, Span<char> destination, out int charsWritten) =>
        Convert(source, destination, Change.Upper, out charsWritten);

    /// <summary>Copies in small letters up to the first that is not ASCII.</summary>
    public static OperationStatus ToLower(ReadOnlySpan<byte> source, Span<byte> destination, out int bytesWritten) =>
        Convert(source, destination, Change.Lower, out bytesWritten);

    /// <summary>Copies in small letters up to the first that is not ASCII.</summary>
    public static OperationStatus ToLower(ReadOnlySpan<char> source, Span<char> destination, out int charsWritten) =>
        Convert(source, destination, Change.Lower, out charsWritten);

    /// <summary>Turns to capital letters up to the first that is not ASCII.</summary>
    public static OperationStatus ToUpperInPlace(Span<byte> value, out int bytesWritten) =>
        Convert((ReadOnlySpan<byte>)value, value, Change.Upper, out bytesWritten);

    /// <summary>Turns to capital letters up to the first that is not ASCII.</summary>
    public static OperationStatus ToUpperInPlace(Span<char> value, out int charsWritten) =>
        Convert((ReadOnlySpan<char>)value, value, Change.Upper, out charsWritten);

    /// <summary>Turns to small letters up to the first that is not ASCII.</summary>
    public static OperationStatus ToLowerInPlace(Span<byte> value, out int bytesWritten) =>
        Convert((ReadOnlySpan<byte>)value, value, Change.Lower, out bytesWritten);

    /// <summary>Turns to small letters up to the first that is not ASCII.</summary>
    public static OperationStatus ToLowerInPlace(Span<char> value, out int charsWritten) =>
        Convert((ReadOnlySpan<char>)value, value, Change.Lower, out charsWritten);

    /// <summary>The range without ASCII white space at the ends.</summary>
    public static Range Trim(ReadOnlySpan<byte> value) => Trim<byte>(value, true, true);

    /// <summary>The range without ASCII white space at the ends.</summary>
    public static Range Trim(ReadOnlySpan<char> value) => Trim<char>(value, true, true);

    /// <summary>The range without ASCII white space at the start.</summary>
    public static Range TrimStart(ReadOnlySpan<byte> value) => Trim<byte>(value, true, false);

    /// <summary>The range without ASCII white space at the start.</summary>
    public static Range TrimStart(ReadOnlySpan<char> value) => Trim<char>(value, true, false);

    /// <summary>The range without ASCII white space at the end.</summary>
    public static Range TrimEnd(ReadOnlySpan<byte> value) => Trim<byte>(value, false, true);

    /// <summary>The range without ASCII white space at the end.</summary>
    public static Range TrimEnd(ReadOnlySpan<char> value) => Trim<char>(value, false, true);

    private enum Change
    {
        None,
        Upper,
        Lower,
    }

    private static uint Fold(uint c) => c - 'A' <= 25 ? c | 0x20 : c;

    private static bool Equals<TLeft, TRight>(ReadOnlySpan<TLeft> left, ReadOnlySpan<TRight> right, bool ignoreCase)
        where TLeft : unmanaged where TRight : unmanaged
    {
        if (left.Length != right.Length)
            return false;
        for (int i = 0; i < left.Length; i++)
        {
            uint a = Unit.Load(left[i]);
            uint b = Unit.Load(right[i]);
            if (a > 0x7F || b > 0x7F || (a != b && (!ignoreCase || Fold(a) != Fold(b))))
                return false;
        }
        return true;
    }

    private static OperationStatus Convert<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> destination, Change change, out int written)
        where TFrom : unmanaged where TTo : unmanaged
    {
        for (int i = 0; i < source.Length; i++)
        {
            written = i;
            if (i >= destination.Length)
                return OperationStatus.DestinationTooSmall;
            uint c = Unit.Load(source[i]);
            if (c > 0x7F)
                return OperationStatus.InvalidData;
            if (change == Change.Upper && c - 'a' <= 25)
                c -= 32;
            else if (change == Change.Lower && c - 'A' <= 25)
                c += 32;
            destination[i] = Unit.Of<TTo>(c);
        }
        written = source.Length;
        return OperationStatus.Done;
    }

    private static Range Trim<TUnit>(ReadOnlySpan<TUnit> value, bool atStart, bool atEnd) where TUnit : unmanaged
    {
        int start = 0;
        int end = value.Length;
        while (atStart && start < end && Unit.IsNumberWhite(Unit.Load(value[start])))
            start++;
        while (atEnd && end > start && Unit.IsNumberWhite(Unit.Load(value[end - 1])))
            end--;
        return start..end;
    }
}
