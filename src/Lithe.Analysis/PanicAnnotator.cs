namespace Lithe.Analysis;

/// <summary>Adds methods, files and lines to the panics on an image's console. Feed it every line, in order.</summary>
public sealed class PanicAnnotator
{
    /// <summary>Makes one for the console of an image.</summary>
    /// <param name="symbolizer">The image's symbols, or null to pass every line on as it is.</param>
    public PanicAnnotator(Symbolizer? symbolizer)
    {
    }

    /// <summary>The line, with what was found out added. May hold several lines (a caller found late comes with the line that showed it).</summary>
    public string AnnotateLine(string line) => line;
}
