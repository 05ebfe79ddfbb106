using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Lithe.Cli.Menu;

/// <summary>The menu's colours. What cannot be changed must be told from what can at a glance.</summary>
internal static class Palette
{
    public static readonly Attribute Text = new(ColorName16.White, ColorName16.Black);
    public static readonly Attribute Faint = new(ColorName16.DarkGray, ColorName16.Black);
    public static readonly Attribute Heading = new(ColorName16.BrightCyan, ColorName16.Black);
    public static readonly Attribute Changed = new(ColorName16.BrightYellow, ColorName16.Black);
    public static readonly Attribute Good = new(ColorName16.BrightGreen, ColorName16.Black);
    public static readonly Attribute Bad = new(ColorName16.BrightRed, ColorName16.Black);
    public static readonly Attribute Selected = new(ColorName16.Black, ColorName16.Cyan);
    public static readonly Attribute Bar = new(ColorName16.Black, ColorName16.Gray);
}
