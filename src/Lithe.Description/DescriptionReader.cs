using System.Text;

namespace Lithe.Description;

/// <summary>Reads <c>lithe.yaml</c>.</summary>
public static class DescriptionReader
{
    /// <summary>The file's name inside an application's folder.</summary>
    public const string FileName = "lithe.yaml";

    // A description is a page at most; anything of this size is some other file.
    private const long MaximumBytes = 256 * 1024;

    /// <summary>Reads a description and checks it.</summary>
    /// <param name="folderOrFile">The application's folder, or the file itself.</param>
    /// <returns>The description, or null when an error stands among the diagnostics. Never throws for what the file holds.</returns>
    public static (AppDescription? App, IReadOnlyList<Diagnostic> Diagnostics) Read(string folderOrFile)
    {
        string path;
        try
        {
            path = Path.GetFullPath(folderOrFile);
        }
        catch (ArgumentException)
        {
            return (null, [Diagnostic.Error("LITHE1001", $"'{folderOrFile}' is not a path")]);
        }

        if (Directory.Exists(path))
        {
            string folder = path;
            path = Path.Combine(folder, FileName);
            if (!File.Exists(path))
                return (null, [Diagnostic.ErrorAt("LITHE1001", $"there is no {FileName} in this folder", "name an application's folder, or make one with 'lithe new'", folder)]);
        }
        else if (!File.Exists(path))
        {
            return (null, [Diagnostic.ErrorAt("LITHE1001", "there is no such file or folder", "name an application's folder, or make one with 'lithe new'", path)]);
        }

        try
        {
            string text = ReadText(path);
            YamlNode? root = YamlDocumentReader.Read(text);
            return new DescriptionChecker(path).Check(root);
        }
        catch (YamlProblem problem)
        {
            return (null, [Diagnostic.ErrorAt(problem.Code, problem.Message, problem.Mend, path, problem.Line, problem.Column)]);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, [Diagnostic.ErrorAt("LITHE1001", "the file cannot be read: " + problem.Message, null, path)]);
        }
    }

    private static string ReadText(string path)
    {
        if (new FileInfo(path).Length > MaximumBytes)
            throw new YamlProblem("LITHE1002", $"the file is larger than {MaximumBytes / 1024} KiB, so it cannot be an application's description", null, 0, 0);
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException problem)
        {
            int line = 1 + bytes.AsSpan(0, Math.Clamp(problem.Index, 0, bytes.Length)).Count((byte)'\n');
            throw new YamlProblem("LITHE1002", "the file is not UTF-8 text", "save it as UTF-8", line, 1);
        }
    }
}
