using System.Buffers;

namespace System.Text.Unicode;

/// <summary>UTF-8 from and to UTF-16.</summary>
public static partial class Utf8
{
    /// <summary>UTF-16 to UTF-8.</summary>
    public static OperationStatus FromUtf16(
        ReadOnlySpan<char> source, Span<byte> destination, out int charsRead, out int bytesWritten,
        bool replaceInvalidSequences = true, bool isFinalBlock = true) =>
        Utf8Transcoding.FromUtf16(source, destination, out charsRead, out bytesWritten, replaceInvalidSequences, isFinalBlock);

    /// <summary>UTF-8 to UTF-16.</summary>
    public static OperationStatus ToUtf16(
        ReadOnlySpan<byte> source, Span<char> destination, out int bytesRead, out int charsWritten,
        bool replaceInvalidSequences = true, bool isFinalBlock = true) =>
        Utf8Transcoding.ToUtf16(source, destination, out bytesRead, out charsWritten, replaceInvalidSequences, isFinalBlock);

    /// <summary>Whether text is well-formed UTF-8.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value)
    {
        while (value.Length > 0)
        {
            if (Utf8Transcoding.Decode(value, out _, out int consumed) != OperationStatus.Done)
                return false;
            value = value.Slice(consumed);
        }
        return true;
    }
}
