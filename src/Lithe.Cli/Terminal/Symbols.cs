using Lithe.Analysis;

namespace Lithe.Cli.Terminal;

/// <summary>Opens an image's symbols where they can be had; a panic without them is still a panic.</summary>
internal static class Symbols
{
    public static Symbolizer? TryOpen(string debugPath, Screen screen)
    {
        try
        {
            return Symbolizer.Open(debugPath);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            screen.Note($"lithe: no symbols, so panics show bare addresses: {e.Message}");
            return null;
        }
    }
}
