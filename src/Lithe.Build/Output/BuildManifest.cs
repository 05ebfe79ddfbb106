using System.Text;
using Lithe.Description;

namespace Lithe.Build.Output;

/// <summary>
/// What an output folder was made from: kept beside the image, so that a build can tell in one pass over dates and sizes that
/// nothing changed.
/// </summary>
internal sealed record BuildManifest
{
    public const string FileName = ".manifest";

    private const int Version = 1;

    /// <summary>The request and the tools, as one text.</summary>
    public required string Identity { get; init; }

    /// <summary>Every file and folder that had a say.</summary>
    public required IReadOnlyList<KeyValuePair<string, FileStamp>> Inputs { get; init; }

    public required IReadOnlyList<Diagnostic> Warnings { get; init; }

    public required IReadOnlyList<GuestTestEntry> Tests { get; init; }

    public required IReadOnlyDictionary<string, string> Config { get; init; }

    /// <summary>The manifest of an output folder; null when there is none that can be used.</summary>
    public static BuildManifest? TryRead(string folder)
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(Path.Combine(folder, FileName)), Encoding.UTF8);
            if (reader.ReadInt32() != Version)
                return null;
            return new BuildManifest
            {
                Identity = reader.ReadString(),
                Inputs = ReadList(reader, () => KeyValuePair.Create(reader.ReadString(), new FileStamp(reader.ReadInt64(), reader.ReadInt64()))),
                Warnings = ReadList(reader, () => new Diagnostic(reader.ReadString(), Severity.Warning, reader.ReadString(), null, Null(reader.ReadString()), reader.ReadInt32(), reader.ReadInt32())),
                Tests = ReadList(reader, () => new GuestTestEntry(reader.ReadInt32(), reader.ReadString(), Null(reader.ReadString()), reader.ReadString(), reader.ReadInt32())),
                Config = ReadList(reader, () => KeyValuePair.Create(reader.ReadString(), reader.ReadString())).ToDictionary(StringComparer.Ordinal),
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OutOfMemoryException)
        {
            // Absent, cut off or of another version: the build runs.
            return null;
        }
    }

    /// <summary>Whether every input is as it was.</summary>
    public bool IsCurrent(string identity)
    {
        if (Identity != identity)
            return false;
        foreach ((string path, FileStamp stamp) in Inputs)
        {
            if (FileStamp.Of(path) != stamp)
                return false;
        }
        return true;
    }

    public void Write(string folder)
    {
        using var writer = new BinaryWriter(File.Create(Path.Combine(folder, FileName)), Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Identity);
        WriteList(writer, Inputs, input =>
        {
            writer.Write(input.Key);
            writer.Write(input.Value.Size);
            writer.Write(input.Value.Ticks);
        });
        WriteList(writer, Warnings, warning =>
        {
            writer.Write(warning.Code);
            writer.Write(warning.Message);
            writer.Write(warning.File ?? string.Empty);
            writer.Write(warning.Line);
            writer.Write(warning.Column);
        });
        WriteList(writer, Tests, test =>
        {
            writer.Write(test.Index);
            writer.Write(test.Name);
            writer.Write(test.Panic ?? string.Empty);
            writer.Write(test.File);
            writer.Write(test.Line);
        });
        WriteList(writer, [.. Config.OrderBy(entry => entry.Key, StringComparer.Ordinal)], entry =>
        {
            writer.Write(entry.Key);
            writer.Write(entry.Value);
        });
    }

    private static string? Null(string text) => text.Length == 0 ? null : text;

    private static List<T> ReadList<T>(BinaryReader reader, Func<T> read)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count > reader.BaseStream.Length)
            throw new FormatException();
        var list = new List<T>(count);
        for (int i = 0; i < count; i++)
            list.Add(read());
        return list;
    }

    private static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> list, Action<T> write)
    {
        writer.Write(list.Count);
        foreach (T item in list)
            write(item);
    }
}
