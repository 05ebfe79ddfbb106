namespace Lithe.Kconfig;

/// <summary>Gives the parser its input files. Paths are as written in "source" statements, with '/' between parts.</summary>
public interface IKconfigFileProvider
{
    /// <summary>Returns the text of a file, or null if there is no such file.</summary>
    string? TryRead(string path);

    /// <summary>Returns the files matching a pattern with <c>*</c>, <c>?</c> or <c>[…]</c>, in ordinal order.</summary>
    IReadOnlyList<string> Glob(string pattern);
}
