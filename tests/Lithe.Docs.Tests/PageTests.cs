using Lithe.Tests.Shared;

namespace Lithe.Docs.Tests;

/// <summary>
/// Follows each page as a reader would, top to bottom, in a repository of its own: a listing with <c>file=</c> is written there, a
/// listing of shell commands is run, and a listing <c>console</c> behind it must be in what the last command printed. A page
/// with code that is neither fails: listings that nobody runs go stale.
/// </summary>
public sealed class PageTests
{
    private static readonly string[] CodeLanguages = ["csharp", "xml", "yaml", "kconfig", "sh", "console"];

    public static TheoryData<string> Pages
    {
        get
        {
            var pages = new TheoryData<string>();
            foreach (string page in Directory.EnumerateFiles(Path.Combine(Tool.Repository, "docs"), "*.md").Append(Path.Combine(Tool.Repository, "README.md")).Order(StringComparer.Ordinal))
            {
                if (File.Exists(page))
                    pages.Add(Path.GetRelativePath(Tool.Repository, page));
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task ListingsWork(string page)
    {
        IReadOnlyList<Listing> listings = Listing.Read(Path.Combine(Tool.Repository, page));
        if (!listings.Any(listing => listing.Language.Length > 0))
            return;
        using var sandbox = new Sandbox(Tool.Repository);
        (int Status, string Output)? last = null;
        for (int i = 0; i < listings.Count; i++)
        {
            Listing listing = listings[i];
            if (listing.Language.Length == 0)
                continue;
            Assert.True(CodeLanguages.Contains(listing.Language), $"{page}:{listing.Line}: '{listing.Language}' is no language that this test can check");
            bool isExpected = listing.Language == "console";
            if (listing.Language == "sh")
            {
                // What the next listing shows may be a failure; otherwise each command must succeed.
                bool mayFail = i + 1 < listings.Count && listings[i + 1].Language == "console";
                foreach (string command in listing.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    last = await sandbox.RunAsync(command, TestContext.Current.CancellationToken);
                    Assert.True(mayFail || last.Value.Status == 0, $"{page}:{listing.Line}: '{command}' ended with {last.Value.Status}:\n{last.Value.Output}");
                }
            }
            else if (isExpected)
            {
                Assert.True(last is not null, $"{page}:{listing.Line}: no command stands before this output");
                foreach (string line in listing.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    Assert.True(last.Value.Output.Contains(line, StringComparison.Ordinal), $"{page}:{listing.Line}: '{line}' is not in:\n{last.Value.Output}");
            }
            else
            {
                Assert.True(listing.File is not null, $"{page}:{listing.Line}: this listing is neither written to a file (file=) nor run");
                sandbox.Write(listing.File, listing.Text);
            }
        }
    }
}
