namespace System.Globalization;

/// <summary>What the text of a number may hold besides digits.</summary>
[Flags]
public enum NumberStyles
{
    /// <summary>Digits only.</summary>
    None = 0,
    /// <summary>White space before.</summary>
    AllowLeadingWhite = 1,
    /// <summary>White space after.</summary>
    AllowTrailingWhite = 2,
    /// <summary>A sign before.</summary>
    AllowLeadingSign = 4,
    /// <summary>A sign after.</summary>
    AllowTrailingSign = 8,
    /// <summary>Parentheses around a negative number.</summary>
    AllowParentheses = 16,
    /// <summary>A decimal point.</summary>
    AllowDecimalPoint = 32,
    /// <summary>Commas between integral digits.</summary>
    AllowThousands = 64,
    /// <summary>An exponent.</summary>
    AllowExponent = 128,
    /// <summary>The currency symbol.</summary>
    AllowCurrencySymbol = 256,
    /// <summary>The digits are hexadecimal.</summary>
    AllowHexSpecifier = 512,
    /// <summary>The digits are binary.</summary>
    AllowBinarySpecifier = 1024,
    /// <summary>White space around and a sign before.</summary>
    Integer = AllowLeadingWhite | AllowTrailingWhite | AllowLeadingSign,
    /// <summary>Hexadecimal digits, white space around.</summary>
    HexNumber = AllowLeadingWhite | AllowTrailingWhite | AllowHexSpecifier,
    /// <summary>Binary digits, white space around.</summary>
    BinaryNumber = AllowLeadingWhite | AllowTrailingWhite | AllowBinarySpecifier,
    /// <summary>A decimal number with commas.</summary>
    Number = AllowLeadingWhite | AllowTrailingWhite | AllowLeadingSign | AllowTrailingSign | AllowDecimalPoint | AllowThousands,
    /// <summary>A decimal number with an exponent.</summary>
    Float = AllowLeadingWhite | AllowTrailingWhite | AllowLeadingSign | AllowDecimalPoint | AllowExponent,
    /// <summary>An amount of money.</summary>
    Currency = AllowLeadingWhite | AllowTrailingWhite | AllowLeadingSign | AllowTrailingSign | AllowParentheses | AllowDecimalPoint
        | AllowThousands | AllowCurrencySymbol,
    /// <summary>All but hexadecimal and binary.</summary>
    Any = Currency | AllowExponent,
}
