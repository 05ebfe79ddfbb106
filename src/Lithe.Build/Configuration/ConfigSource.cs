using System.Globalization;
using System.Text;

namespace Lithe.Build.Configuration;

/// <summary>
/// Writes <c>Lithe.Config</c>: the contract that libraries compile against, which knows names and types only, and the
/// implementation of one image, whose literals the ahead-of-time compiler folds into its callers.
/// </summary>
internal static class ConfigSource
{
    public const string AssemblyName = "Lithe.Config";

    /// <summary>The class's name in the namespace <c>Lithe</c>.</summary>
    public const string ClassName = "Config";

    public static string Contract(ImageConfiguration configuration) => Write(
        configuration,
        "The image's configuration: one property a Kconfig symbol. Generated from lib/Kconfig; the values are the image's.",
        "extern ",
        _ => "{ get; }");

    public static string Implementation(ImageConfiguration configuration, string image, string target) => Write(
        configuration,
        $"The configuration of '{image}' for {target}. Generated from lib/Kconfig and the application's lithe.yaml.",
        string.Empty,
        symbol => $"=> {Literal(symbol)};");

    private static string Write(ImageConfiguration configuration, string head, string modifier, Func<ConfigSymbol, string> body)
    {
        var text = new StringBuilder();
        text.Append("// ").Append(head).Append("\n\nnamespace Lithe;\n\n/// <summary>The image's configuration.</summary>\npublic static class Config\n{\n");
        foreach (ConfigSymbol symbol in configuration.Symbols)
        {
            if (symbol.Prompt is { Length: > 0 } prompt)
                text.Append("    // ").Append(prompt.ReplaceLineEndings(" ")).Append('\n');
            // '@': a symbol may be called like a keyword; one that starts with a digit cannot be a C# name.
            string name = char.IsAsciiDigit(symbol.Name[0]) ? "_" + symbol.Name : "@" + symbol.Name;
            text.Append("    public static ").Append(modifier).Append(TypeName(symbol.Type)).Append(' ').Append(name).Append(' ').Append(body(symbol)).Append('\n');
        }
        return text.Append("}\n").ToString();
    }

    private static string TypeName(ConfigType type) => type switch
    {
        ConfigType.Bool => "bool",
        ConfigType.Int => "int",
        ConfigType.Hex => "ulong",
        _ => "string",
    };

    private static string Literal(ConfigSymbol symbol) => symbol.Type switch
    {
        ConfigType.Bool => symbol.Value is "y" or "m" ? "true" : "false",
        ConfigType.Int => int.Parse(symbol.Value.Length == 0 ? "0" : symbol.Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        ConfigType.Hex => "0x" + (TryParseHex(symbol.Value, out ulong number) ? number : 0).ToString("x", CultureInfo.InvariantCulture),
        _ => QuoteText(symbol.Value),
    };

    /// <summary>A hex symbol's value, with or without <c>0x</c>.</summary>
    public static bool TryParseHex(string value, out ulong number)
    {
        string digits = value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? value[2..] : value;
        number = 0;
        return digits.Length == 0 || ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    private static string QuoteText(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char c in value)
        {
            if (c is >= ' ' and < '\u007f' and not ('"' or '\\'))
                text.Append(c);
            else
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }
        return text.Append('"').ToString();
    }
}
