namespace System.Text;

/// <summary>Text as bytes. Malformed text is replaced, never an error.</summary>
public abstract class Encoding
{
    /// <summary>UTF-8, U+FFFD for what is malformed.</summary>
    public static Encoding UTF8 { get; } = new UTF8Encoding();

    /// <summary>ASCII, '?' for everything else.</summary>
    public static Encoding ASCII { get; } = new ASCIIEncoding();

    /// <summary>The first 256 code points as bytes, '?' for everything else.</summary>
    public static Encoding Latin1 { get; } = new Latin1Encoding();

    /// <summary>The number of bytes that text takes.</summary>
    public virtual int GetByteCount(ReadOnlySpan<char> chars) => 0;

    /// <summary>Writes text as bytes; too short a span fails.</summary>
    public virtual int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        if (!TryGetBytes(chars, bytes, out int written))
            ThrowHelper.ThrowArgument("The output byte buffer is too small to contain the encoded data.");
        return written;
    }

    /// <summary>Writes text as bytes, if it fits.</summary>
    public virtual bool TryGetBytes(ReadOnlySpan<char> chars, Span<byte> bytes, out int bytesWritten)
    {
        bytesWritten = 0;
        return false;
    }

    /// <summary>The number of characters in bytes.</summary>
    public virtual int GetCharCount(ReadOnlySpan<byte> bytes) => 0;

    /// <summary>Reads bytes as text; too short a span fails.</summary>
    public virtual int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (!TryGetChars(bytes, chars, out int written))
            ThrowHelper.ThrowArgument("The output char buffer is too small to contain the decoded characters.");
        return written;
    }

    /// <summary>Reads bytes as text, if it fits.</summary>
    public virtual bool TryGetChars(ReadOnlySpan<byte> bytes, Span<char> chars, out int charsWritten)
    {
        charsWritten = 0;
        return false;
    }

    /// <summary>Bytes that are enough for so many characters.</summary>
    public abstract int GetMaxByteCount(int charCount);

    /// <summary>Characters that are enough for so many bytes.</summary>
    public abstract int GetMaxCharCount(int byteCount);

    /// <summary>The number of bytes that a string takes.</summary>
    public virtual int GetByteCount(string s)
    {
        if (s is null)
            ThrowHelper.ThrowArgumentNull(nameof(s));
        return GetByteCount((ReadOnlySpan<char>)s);
    }

    /// <summary>A string as bytes.</summary>
    public virtual byte[] GetBytes(string s)
    {
        if (s is null)
            ThrowHelper.ThrowArgumentNull(nameof(s));
        return ToBytes(s);
    }

    /// <summary>Characters as bytes.</summary>
    public virtual byte[] GetBytes(char[] chars)
    {
        if (chars is null)
            ThrowHelper.ThrowArgumentNull(nameof(chars));
        return ToBytes(chars);
    }

    /// <summary>Bytes as characters.</summary>
    public virtual char[] GetChars(byte[] bytes)
    {
        if (bytes is null)
            ThrowHelper.ThrowArgumentNull(nameof(bytes));
        char[] chars = new char[GetCharCount((ReadOnlySpan<byte>)bytes)];
        GetChars((ReadOnlySpan<byte>)bytes, chars);
        return chars;
    }

    /// <summary>Bytes as a string.</summary>
    public virtual string GetString(byte[] bytes)
    {
        if (bytes is null)
            ThrowHelper.ThrowArgumentNull(nameof(bytes));
        return GetString((ReadOnlySpan<byte>)bytes);
    }

    /// <summary>Some bytes as a string.</summary>
    public virtual string GetString(byte[] bytes, int index, int count)
    {
        if (bytes is null)
            ThrowHelper.ThrowArgumentNull(nameof(bytes));
        return GetString(new ReadOnlySpan<byte>(bytes, index, count));
    }

    /// <summary>Bytes as a string.</summary>
    public string GetString(ReadOnlySpan<byte> bytes)
    {
        int count = GetCharCount(bytes);
        if (count == 0)
            return "";
        string text = string.FastAllocateString(count);
        GetChars(bytes, text.Writable());
        return text;
    }

    private byte[] ToBytes(ReadOnlySpan<char> chars)
    {
        byte[] bytes = new byte[GetByteCount(chars)];
        GetBytes(chars, bytes);
        return bytes;
    }
}

/// <summary>UTF-8, U+FFFD for what is malformed.</summary>
public class UTF8Encoding : Encoding
{
    /// <inheritdoc/>
    public override int GetByteCount(ReadOnlySpan<char> chars) => Utf8Transcoding.CountBytes(chars);

    /// <inheritdoc/>
    public override bool TryGetBytes(ReadOnlySpan<char> chars, Span<byte> bytes, out int bytesWritten)
    {
        if (Utf8Transcoding.FromUtf16(chars, bytes, out _, out bytesWritten, replace: true, final: true) == Buffers.OperationStatus.Done)
            return true;
        bytesWritten = 0;
        return false;
    }

    /// <inheritdoc/>
    public override int GetCharCount(ReadOnlySpan<byte> bytes) => Utf8Transcoding.CountChars(bytes);

    /// <inheritdoc/>
    public override bool TryGetChars(ReadOnlySpan<byte> bytes, Span<char> chars, out int charsWritten)
    {
        if (Utf8Transcoding.ToUtf16(bytes, chars, out _, out charsWritten, replace: true, final: true) == Buffers.OperationStatus.Done)
            return true;
        charsWritten = 0;
        return false;
    }

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount)
    {
        if (charCount < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(charCount));
        return checked((charCount + 1) * 3);
    }

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount)
    {
        if (byteCount < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(byteCount));
        return checked(byteCount + 1);
    }
}

/// <summary>ASCII, '?' for everything else.</summary>
public class ASCIIEncoding : Encoding
{
    /// <inheritdoc/>
    public override int GetByteCount(ReadOnlySpan<char> chars) => SingleByte.Count(chars);

    /// <inheritdoc/>
    public override bool TryGetBytes(ReadOnlySpan<char> chars, Span<byte> bytes, out int bytesWritten) =>
        SingleByte.TryEncode(chars, bytes, 0x7F, out bytesWritten);

    /// <inheritdoc/>
    public override int GetCharCount(ReadOnlySpan<byte> bytes) => bytes.Length;

    /// <inheritdoc/>
    public override bool TryGetChars(ReadOnlySpan<byte> bytes, Span<char> chars, out int charsWritten) =>
        SingleByte.TryDecode(bytes, chars, 0x7F, out charsWritten);

    /// <inheritdoc/>
    public override int GetMaxByteCount(int charCount) => checked(charCount + 1);

    /// <inheritdoc/>
    public override int GetMaxCharCount(int byteCount) => byteCount;
}

internal sealed class Latin1Encoding : Encoding
{
    public override int GetByteCount(ReadOnlySpan<char> chars) => SingleByte.Count(chars);

    public override bool TryGetBytes(ReadOnlySpan<char> chars, Span<byte> bytes, out int bytesWritten) =>
        SingleByte.TryEncode(chars, bytes, 0xFF, out bytesWritten);

    public override int GetCharCount(ReadOnlySpan<byte> bytes) => bytes.Length;

    public override bool TryGetChars(ReadOnlySpan<byte> bytes, Span<char> chars, out int charsWritten) =>
        SingleByte.TryDecode(bytes, chars, 0xFF, out charsWritten);

    public override int GetMaxByteCount(int charCount) => checked(charCount + 1);

    public override int GetMaxCharCount(int byteCount) => byteCount;
}

// Encodings of one byte a character. A surrogate pair is one character, and so one '?'.
internal static class SingleByte
{
    internal static int Count(ReadOnlySpan<char> chars)
    {
        int count = chars.Length;
        for (int i = 1; i < chars.Length; i++)
        {
            if (char.IsSurrogatePair(chars[i - 1], chars[i]))
                count--;
        }
        return count;
    }

    internal static bool TryEncode(ReadOnlySpan<char> chars, Span<byte> bytes, int largest, out int written)
    {
        written = 0;
        int count = 0;
        for (int i = 0; i < chars.Length; i++)
        {
            if (count >= bytes.Length)
                return false;
            char c = chars[i];
            bytes[count++] = c <= largest ? (byte)c : (byte)'?';
            if (i + 1 < chars.Length && char.IsSurrogatePair(c, chars[i + 1]))
                i++;
        }
        written = count;
        return true;
    }

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, Span<char> chars, int largest, out int written)
    {
        written = 0;
        if (chars.Length < bytes.Length)
            return false;
        for (int i = 0; i < bytes.Length; i++)
            chars[i] = bytes[i] <= largest ? (char)bytes[i] : '?';
        written = bytes.Length;
        return true;
    }
}
