using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lithe.Build.Output;
using Lithe.Description;

namespace Lithe.Build.Composition;

/// <summary>Writes <c>EmbeddedFiles.g.cs</c>: the files of a folder as arrays of the program, in the order of their paths.</summary>
internal static class EmbeddedFilesSource
{
    public const string FileName = "EmbeddedFiles.g.cs";

    // All together: what is larger belongs on a disk, or into a file system that is given at start.
    private const long MostBytes = 16 << 20;

    // The compiler makes a constant array part of the image up to some size; a larger one it would make at start, by code.
    private const int PieceSize = 4096;

    /// <summary>The source; and the build depends on every file, and on which there are.</summary>
    public static string Write(string folder, FileHashes hashes)
    {
        List<string> files = [];
        Collect(folder, files, hashes);
        files.Sort((left, right) => string.CompareOrdinal(PathOf(folder, left), PathOf(folder, right)));
        var text = new StringBuilder();
        text.Append("// The files of a folder, as bytes. Generated; see docs/composition.md.\n\nnamespace Lithe\n{\n");
        text.Append("    /// <summary>The files of the folder that lithe.yaml names under 'embed:'.</summary>\n    internal static class EmbeddedFiles\n    {\n");
        text.Append("        /// <summary>How many there are.</summary>\n        public static int Count => ").Append(files.Count.ToString(CultureInfo.InvariantCulture)).Append(";\n\n");
        text.Append("        /// <summary>A file's path in the folder, with '/' between names. Paths are in ordinal order.</summary>\n");
        text.Append("        public static System.ReadOnlySpan<byte> PathOf(int index) => index switch\n        {\n");
        for (int i = 0; i < files.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"            {i} => \"{Escape(PathOf(folder, files[i]))}\"u8,\n");
        text.Append("            _ => throw new System.ArgumentOutOfRangeException(nameof(index)),\n        };\n\n");
        text.Append("        /// <summary>The first 16 digits of the SHA-256 of a file's bytes.</summary>\n        public static System.ReadOnlySpan<byte> HashOf(int index) => index switch\n        {\n");
        long total = 0;
        List<byte[]> contents = [];
        for (int i = 0; i < files.Count; i++)
        {
            byte[] bytes = File.ReadAllBytes(files[i]);
            contents.Add(bytes);
            total += bytes.Length;
            text.Append(CultureInfo.InvariantCulture, $"            {i} => \"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"u8,\n");
        }

        if (total > MostBytes)
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1411", $"the files to embed have {total} bytes, more than {MostBytes}", "leave some out", folder));
        text.Append("            _ => throw new System.ArgumentOutOfRangeException(nameof(index)),\n        };\n");
        text.Append("\n        /// <summary>A file's length in bytes.</summary>\n        public static int LengthOf(int index) => index switch\n        {\n");
        for (int i = 0; i < files.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"            {i} => {contents[i].Length},\n");
        text.Append("            _ => throw new System.ArgumentOutOfRangeException(nameof(index)),\n        };\n\n");
        text.Append(CultureInfo.InvariantCulture, $"        /// <summary>Number of bytes of a piece; the last one of a file has fewer.</summary>\n        public const int PieceSize = {PieceSize};\n\n");
        text.Append("        /// <summary>A file's bytes, piece by piece. Nobody writes to them.</summary>\n        public static byte[] PieceOf(int index, int piece) => (index, piece) switch\n        {\n");
        for (int i = 0; i < files.Count; i++)
        {
            for (int k = 0; k * PieceSize < contents[i].Length; k++)
                text.Append(CultureInfo.InvariantCulture, $"            ({i}, {k}) => File{i}Piece{k}.Bytes,\n");
        }

        text.Append("            _ => throw new System.ArgumentOutOfRangeException(nameof(piece)),\n        };\n    }\n");
        for (int i = 0; i < files.Count; i++)
        {
            for (int k = 0; k * PieceSize < contents[i].Length; k++)
                AppendPiece(text, $"File{i}Piece{k}", contents[i].AsSpan(k * PieceSize, Math.Min(PieceSize, contents[i].Length - k * PieceSize)));
        }

        return text.Append("}\n").ToString();
    }

    private static void AppendPiece(StringBuilder text, string name, ReadOnlySpan<byte> bytes)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n    file static class {name}\n    {{\n        internal static readonly byte[] Bytes =\n        [");
        for (int i = 0; i < bytes.Length; i++)
            text.Append(i % 32 == 0 ? "\n            " : " ").Append(bytes[i].ToString(CultureInfo.InvariantCulture)).Append(',');
        text.Append("\n        ];\n    }\n");
    }

    private static void Collect(string folder, List<string> files, FileHashes hashes)
    {
        hashes.Watch(folder);
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            hashes.Watch(file);
            files.Add(file);
        }

        foreach (string inner in Directory.EnumerateDirectories(folder))
            Collect(inner, files, hashes);
    }

    private static string PathOf(string folder, string file) => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');

    private static string Escape(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
