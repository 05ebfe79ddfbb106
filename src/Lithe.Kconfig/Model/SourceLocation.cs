namespace Lithe.Kconfig;

/// <summary>A place in a Kconfig or .config file. Lines and columns count from 1; column 0 means "not known".</summary>
public readonly record struct SourceLocation(string File, int Line, int Column = 0)
{
    /// <summary>Formats as <c>file:line</c> or <c>file:line:column</c>.</summary>
    public override string ToString() => Column > 0 ? $"{File}:{Line}:{Column}" : $"{File}:{Line}";
}
