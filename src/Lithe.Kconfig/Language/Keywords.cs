namespace Lithe.Kconfig;

/// <summary>The reserved words of both dialects.</summary>
internal static class Keywords
{
    private static readonly Dictionary<string, TokenKind> LinuxWords = new(StringComparer.Ordinal)
    {
        ["bool"] = TokenKind.Bool,
        ["choice"] = TokenKind.Choice,
        ["comment"] = TokenKind.Comment,
        ["config"] = TokenKind.Config,
        ["def_bool"] = TokenKind.DefBool,
        ["def_tristate"] = TokenKind.DefTristate,
        ["default"] = TokenKind.Default,
        ["depends"] = TokenKind.Depends,
        ["endchoice"] = TokenKind.EndChoice,
        ["endif"] = TokenKind.EndIf,
        ["endmenu"] = TokenKind.EndMenu,
        ["help"] = TokenKind.Help,
        ["hex"] = TokenKind.Hex,
        ["if"] = TokenKind.If,
        ["imply"] = TokenKind.Imply,
        ["int"] = TokenKind.Int,
        ["mainmenu"] = TokenKind.MainMenu,
        ["menu"] = TokenKind.Menu,
        ["menuconfig"] = TokenKind.MenuConfig,
        ["modules"] = TokenKind.Modules,
        ["on"] = TokenKind.On,
        ["optional"] = TokenKind.Optional,
        ["prompt"] = TokenKind.Prompt,
        ["range"] = TokenKind.Range,
        ["select"] = TokenKind.Select,
        ["source"] = TokenKind.Source,
        ["string"] = TokenKind.String,
        ["tristate"] = TokenKind.Tristate,
        ["visible"] = TokenKind.Visible,
    };

    // The first word of a line; behind it only "if" and "on" are reserved.
    private static readonly Dictionary<string, TokenKind> BusyBoxWords = BusyBox();

    public static Dictionary<string, TokenKind>.AlternateLookup<ReadOnlySpan<char>> Linux
        => LinuxWords.GetAlternateLookup<ReadOnlySpan<char>>();

    public static Dictionary<string, TokenKind>.AlternateLookup<ReadOnlySpan<char>> BusyBoxFirst
        => BusyBoxWords.GetAlternateLookup<ReadOnlySpan<char>>();

    private static Dictionary<string, TokenKind> BusyBox()
    {
        var words = new Dictionary<string, TokenKind>(LinuxWords, StringComparer.Ordinal)
        {
            ["boolean"] = TokenKind.Bool,
            ["def_boolean"] = TokenKind.DefBool,
            ["enable"] = TokenKind.Select,
            ["requires"] = TokenKind.Requires,
        };
        foreach (string later in new[] { "imply", "modules", "on", "visible" })
            words.Remove(later);
        return words;
    }
}
