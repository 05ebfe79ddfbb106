namespace Lithe.Docs.Tests;

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">The first word behind the fence; empty for plain text.</param>
/// <param name="File">The file that the block is, from <c>file=</c>; null for other blocks.</param>
/// <param name="Text">The lines between the fences.</param>
/// <param name="Line">The opening fence's line, from 1.</param>
internal sealed record Listing(string Language, string? File, string Text, int Line)
{
    private const string Fence = "```";

    /// <summary>The listings of a page, in order.</summary>
    public static IReadOnlyList<Listing> Read(string page)
    {
        var listings = new List<Listing>();
        string[] lines = System.IO.File.ReadAllLines(page);
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            int start = i;
            var text = new List<string>();
            for (i++; i < lines.Length && lines[i] != Fence; i++)
                text.Add(lines[i]);
            Assert.True(i < lines.Length, $"{page}:{start + 1}: the listing has no end");
            string[] words = lines[start][Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string? file = words.Skip(1).FirstOrDefault(word => word.StartsWith("file=", StringComparison.Ordinal))?["file=".Length..];
            listings.Add(new Listing(words.FirstOrDefault() ?? "", file, string.Join('\n', text) + "\n", start + 1));
        }

        return listings;
    }
}
