using System.Text.RegularExpressions;
using Lithe.Description;

namespace Lithe.Cli.Templates;

/// <summary>An application's name: the image's file name, and by it the project's.</summary>
internal sealed partial record AppName
{
    private AppName(string image) => Image = image;

    /// <summary>The name as given, e.g. <c>key-store</c>.</summary>
    public string Image { get; }

    /// <summary>The name as <c>lithe.yaml</c> has it: in quotes where YAML would take it for something else.</summary>
    public string Yaml => Image.ToLowerInvariant() is "null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" ? $"'{Image}'" : Image;

    /// <summary>The name in the form of a C# project, e.g. <c>KeyStore</c>.</summary>
    public string Project => string.Concat(Image.Split('-', '_', '.').Where(p => p.Length > 0).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));

    /// <summary>Reads a name.</summary>
    /// <exception cref="UserError">It cannot be one.</exception>
    public static AppName Parse(string name) => Form().IsMatch(name)
        ? new AppName(name)
        : throw new UserError(ExitCodes.Usage, Diagnostic.Error(
            ErrorCodes.BadName, $"'{(name.Length <= 80 ? name : name[..77] + "...")}' cannot be an application's name", "use up to 64 letters, digits, '-', '_' and '.', with a letter first"));

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.-]{0,63}\z")]
    private static partial Regex Form();
}
