using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Lithe.Build.Output;

/// <summary>A file as it was when it was read.</summary>
internal readonly record struct FileStamp(long Size, long Ticks)
{
    /// <summary>The stamp of a file or folder now; null when it is not there.</summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists)
            return new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks);
        var folder = new DirectoryInfo(path);
        return folder.Exists ? new FileStamp(-1, folder.LastWriteTimeUtc.Ticks) : null;
    }
}

/// <summary>
/// Everything that one build looked at: the contents' hashes, which decide what is compiled again, and the stamps, which tell
/// the next build quickly that nothing changed. The stamp is taken before the contents are read, so that a file changed
/// while it is read differs from its stamp.
/// </summary>
internal sealed class FileHashes
{
    private readonly ConcurrentDictionary<string, Lazy<string>> _hashes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FileStamp> _stamps = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, FileStamp>> Stamps => _stamps.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    /// <summary>Notes that the outcome depends on a file's date and size, or on which files a folder holds.</summary>
    public void Watch(string path)
    {
        if (FileStamp.Of(path) is { } stamp)
            _stamps.TryAdd(path, stamp);
    }

    /// <summary>The hash of a source file's contents.</summary>
    public string Hash(string path) => _hashes.GetOrAdd(path, key => new Lazy<string>(() =>
    {
        Watch(key);
        return ContentHash.OfFile(key);
    })).Value;
}

/// <summary>SHA-256 in hexadecimal.</summary>
internal static class ContentHash
{
    public static string OfFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    public static string OfBytes(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The hash of a list of texts; where one ends and the next starts counts.</summary>
    public static string OfTexts(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string text in texts)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
