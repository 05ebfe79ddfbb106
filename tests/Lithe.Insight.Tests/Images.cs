using Lithe.Description;
using Lithe.Insight.Images;
using Lithe.Tests.Shared;

namespace Lithe.Insight.Tests;

/// <summary>Images of this repository, built once for all tests.</summary>
internal static class Images
{
    /// <summary>The smallest application, and the image with the most libraries in it.</summary>
    public const string Small = "apps/hello", Large = "tests/guest/threads", Largest = "apps/busybox";

    private static readonly SemaphoreSlim Turn = new(1);

    public static async Task<BuiltImage> BuildAsync(string app, string target, CancellationToken cancel)
    {
        string folder = Path.Combine(Tool.Repository, app);
        // One build at a time: they are parallel in themselves.
        await Turn.WaitAsync(cancel);
        try
        {
            ToolResult built = await Tool.RunAsync(Tool.Repository, ["build", folder, "--target", target], cancel);
            Assert.True(built.Status == 0, built.Everything);
        }
        finally
        {
            Turn.Release();
        }
        Assert.True(Target.TryParse(target, out Target? parsed, out _));
        return BuiltImage.Open(Tool.Repository, Path.Combine(folder, "build", parsed!.Name));
    }
}
