using System.Text.RegularExpressions;
using Lithe.Description;

namespace Lithe.Cli.Templates;

/// <summary>An application's name: the image's file name, and by it the project's.</summary>
internal sealed partial record AppName
{
    private AppName(string image) => Image = image;

    /// <summary>The name as given, e.g. <c>key-store</c>.</summary>
    public string Image { get; }

    /// <summary>The name in the form of a C# project, e.g. <c>KeyStore</c>.</summary>
    public string Project => string.Concat(Image.Split('-', '_', '.').Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

    /// <summary>Reads a name.</summary>
    /// <exception cref="UserError">It cannot be one.</exception>
    public static AppName Parse(string name) => Form().IsMatch(name)
        ? new AppName(name)
        : throw new UserError(ExitCodes.Usage, Diagnostic.Error(
            ErrorCodes.BadName, $"'{name}' cannot be an application's name", "use letters, digits, '-', '_' and '.', with a letter first"));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]*$")]
    private static partial Regex Form();
}
