using System.Buffers;

namespace System.Text;

// UTF-8 to and from UTF-16. Malformed input is replaced as Unicode recommends and .NET does: one U+FFFD for each maximal part of a
// sequence that could have gone on, at least one byte long.
internal static class Utf8Transcoding
{
    internal const uint Replacement = 0xFFFD;

    // Writes a scalar value; 0 when it does not fit.
    internal static int Encode(uint scalar, Span<byte> destination)
    {
        if (scalar < 0x80)
        {
            if (destination.Length < 1)
                return 0;
            destination[0] = (byte)scalar;
            return 1;
        }
        if (scalar < 0x800)
        {
            if (destination.Length < 2)
                return 0;
            destination[1] = (byte)(0x80 | (scalar & 0x3F));
            destination[0] = (byte)(0xC0 | (scalar >> 6));
            return 2;
        }
        if (scalar < 0x10000)
        {
            if (destination.Length < 3)
                return 0;
            destination[2] = (byte)(0x80 | (scalar & 0x3F));
            destination[1] = (byte)(0x80 | ((scalar >> 6) & 0x3F));
            destination[0] = (byte)(0xE0 | (scalar >> 12));
            return 3;
        }
        if (destination.Length < 4)
            return 0;
        destination[3] = (byte)(0x80 | (scalar & 0x3F));
        destination[2] = (byte)(0x80 | ((scalar >> 6) & 0x3F));
        destination[1] = (byte)(0x80 | ((scalar >> 12) & 0x3F));
        destination[0] = (byte)(0xF0 | (scalar >> 18));
        return 4;
    }

    // The scalar value at the start of UTF-8 text. `consumed` is the sequence's length, or for malformed text the length of the
    // part that one replacement stands for. Text that ends within a sequence needs more data.
    internal static OperationStatus Decode(ReadOnlySpan<byte> source, out uint scalar, out int consumed)
    {
        scalar = Replacement;
        if (source.Length == 0)
        {
            consumed = 0;
            return OperationStatus.NeedMoreData;
        }
        uint first = source[0];
        consumed = 1;
        if (first < 0x80)
        {
            scalar = first;
            return OperationStatus.Done;
        }
        // C0, C1 and F5 to FF never begin a sequence, nor do continuation bytes.
        if (first - 0xC2 > 0xF4 - 0xC2)
            return OperationStatus.InvalidData;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        // Bounds of the second byte keep out overlong forms, surrogates and what is above U+10FFFF.
        uint low = first == 0xE0 ? 0xA0u : first == 0xF0 ? 0x90u : 0x80u;
        uint high = first == 0xED ? 0x9Fu : first == 0xF4 ? 0x8Fu : 0xBFu;
        uint value = first & (0x7Fu >> length);
        for (int i = 1; i < length; i++)
        {
            if (i >= source.Length)
                return OperationStatus.NeedMoreData;
            uint next = source[i];
            if (next < low || next > high)
                return OperationStatus.InvalidData;
            value = (value << 6) | (next & 0x3F);
            consumed = i + 1;
            low = 0x80;
            high = 0xBF;
        }
        scalar = value;
        return OperationStatus.Done;
    }

    // The scalar value at the start of UTF-16 text; a surrogate without its partner is malformed, a high one at the end needs more.
    internal static OperationStatus Decode(ReadOnlySpan<char> source, out uint scalar, out int consumed)
    {
        scalar = Replacement;
        if (source.Length == 0)
        {
            consumed = 0;
            return OperationStatus.NeedMoreData;
        }
        uint first = source[0];
        consumed = 1;
        if (first - 0xD800 > 0x7FF)
        {
            scalar = first;
            return OperationStatus.Done;
        }
        if (first >= 0xDC00)
            return OperationStatus.InvalidData;
        if (source.Length < 2)
            return OperationStatus.NeedMoreData;
        uint second = source[1];
        if (second - 0xDC00 > 0x3FF)
            return OperationStatus.InvalidData;
        consumed = 2;
        scalar = (first << 10) + second - ((0xD800u << 10) + 0xDC00u - 0x10000u);
        return OperationStatus.Done;
    }

    internal static OperationStatus FromUtf16(
        ReadOnlySpan<char> source, Span<byte> destination, out int charsRead, out int bytesWritten, bool replace, bool final)
    {
        int read = 0;
        int written = 0;
        OperationStatus status = OperationStatus.Done;
        while (read < source.Length)
        {
            uint c = source[read];
            if (c < 0x80)
            {
                if (written >= destination.Length)
                {
                    status = OperationStatus.DestinationTooSmall;
                    break;
                }
                destination[written++] = (byte)c;
                read++;
                continue;
            }
            OperationStatus decoded = Decode(source.Slice(read), out uint scalar, out int consumed);
            if (decoded == OperationStatus.NeedMoreData && !final)
            {
                status = OperationStatus.NeedMoreData;
                break;
            }
            if (decoded != OperationStatus.Done && !replace)
            {
                status = OperationStatus.InvalidData;
                break;
            }
            int encoded = Encode(scalar, destination.Slice(written));
            if (encoded == 0)
            {
                status = OperationStatus.DestinationTooSmall;
                break;
            }
            read += consumed;
            written += encoded;
        }
        charsRead = read;
        bytesWritten = written;
        return status;
    }

    internal static OperationStatus ToUtf16(
        ReadOnlySpan<byte> source, Span<char> destination, out int bytesRead, out int charsWritten, bool replace, bool final)
    {
        int read = 0;
        int written = 0;
        OperationStatus status = OperationStatus.Done;
        while (read < source.Length)
        {
            uint b = source[read];
            if (b < 0x80)
            {
                if (written >= destination.Length)
                {
                    status = OperationStatus.DestinationTooSmall;
                    break;
                }
                destination[written++] = (char)b;
                read++;
                continue;
            }
            OperationStatus decoded = Decode(source.Slice(read), out uint scalar, out int consumed);
            if (decoded == OperationStatus.NeedMoreData && !final)
            {
                status = OperationStatus.NeedMoreData;
                break;
            }
            if (decoded != OperationStatus.Done && !replace)
            {
                status = OperationStatus.InvalidData;
                break;
            }
            if (scalar < 0x10000)
            {
                if (written >= destination.Length)
                {
                    status = OperationStatus.DestinationTooSmall;
                    break;
                }
                destination[written++] = (char)scalar;
            }
            else
            {
                if (written + 1 >= destination.Length)
                {
                    status = OperationStatus.DestinationTooSmall;
                    break;
                }
                destination[written++] = (char)(0xD7C0 + (scalar >> 10));
                destination[written++] = (char)(0xDC00 + (scalar & 0x3FF));
            }
            read += consumed;
        }
        bytesRead = read;
        charsWritten = written;
        return status;
    }

    // The bytes that UTF-16 text takes, malformed parts replaced.
    internal static int CountBytes(ReadOnlySpan<char> source)
    {
        long count = 0;
        for (int i = 0; i < source.Length; i++)
        {
            uint c = source[i];
            if (c < 0x80)
            {
                count++;
            }
            else if (c < 0x800)
            {
                count += 2;
            }
            else if (c - 0xD800 <= 0x3FF && i + 1 < source.Length && (uint)source[i + 1] - 0xDC00 <= 0x3FF)
            {
                count += 4;
                i++;
            }
            else
            {
                count += 3;
            }
        }
        if (count > int.MaxValue)
            ThrowHelper.ThrowArgumentOutOfRange("chars");
        return (int)count;
    }

    // The UTF-16 code units that UTF-8 text takes, malformed parts replaced.
    internal static int CountChars(ReadOnlySpan<byte> source)
    {
        int count = 0;
        int i = 0;
        while (i < source.Length)
        {
            if (source[i] < 0x80)
            {
                count++;
                i++;
                continue;
            }
            Decode(source.Slice(i), out uint scalar, out int consumed);
            count += scalar < 0x10000 ? 1 : 2;
            i += consumed;
        }
        return count;
    }
}
