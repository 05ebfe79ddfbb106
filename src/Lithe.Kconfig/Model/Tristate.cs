namespace Lithe.Kconfig;

/// <summary>A value of Kconfig's three-valued logic. The order matters: "and" is the minimum, "or" the maximum.</summary>
public enum Tristate : byte
{
    /// <summary>n</summary>
    No = 0,

    /// <summary>m</summary>
    Module = 1,

    /// <summary>y</summary>
    Yes = 2,
}

/// <summary>Operations on <see cref="Tristate"/>.</summary>
public static class TristateExtensions
{
    /// <summary>The smaller of the two.</summary>
    public static Tristate And(this Tristate a, Tristate b) => a < b ? a : b;

    /// <summary>The larger of the two.</summary>
    public static Tristate Or(this Tristate a, Tristate b) => a > b ? a : b;

    /// <summary>y and n change places, m stays.</summary>
    public static Tristate Not(this Tristate a) => (Tristate)(2 - (int)a);

    /// <summary>The letter used in files: n, m or y.</summary>
    public static string ToLetter(this Tristate a) => a switch { Tristate.Yes => "y", Tristate.Module => "m", _ => "n" };

    /// <summary>Reads the letter n, m or y.</summary>
    public static bool TryParse(string text, out Tristate value)
    {
        value = text switch { "y" or "Y" => Tristate.Yes, "m" or "M" => Tristate.Module, _ => Tristate.No };
        return text is "y" or "Y" or "m" or "M" or "n" or "N";
    }
}
