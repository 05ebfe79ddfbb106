namespace Lithe.Description;

/// <summary>Reads <c>lithe.yaml</c>.</summary>
public static class DescriptionReader
{
    /// <summary>The file's name inside an application's folder.</summary>
    public const string FileName = "lithe.yaml";

    /// <summary>Reads a description and checks it.</summary>
    /// <param name="folderOrFile">The application's folder, or the file itself.</param>
    /// <returns>The description, or null when an error stands among the diagnostics. Never throws for what the file holds.</returns>
    public static (AppDescription? App, IReadOnlyList<Diagnostic> Diagnostics) Read(string folderOrFile) =>
        (null, [Diagnostic.Error("LITHE1000", "not written yet")]);
}
