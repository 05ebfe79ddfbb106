using System.Security.Cryptography;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/blockcopy: its client compares two files.</summary>
public sealed class BlockcopyTests : IDisposable
{
    private const int Size = (24 << 20) + 512;
    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-blockcopy-").FullName;

    [Theory]
    [InlineData("--machine", "microvm", "disk")]
    [InlineData("--machine", "q35", "disk")]
    [InlineData("--machine", "q35", "nvme")]
    [InlineData("--machine", "pc", "nvme")]
    [InlineData("--machine", "virt", "disk")]
    [InlineData("--machine", "virt", "nvme")]
    [InlineData("--target", "linux-x86_64", "disk")]
    public async Task TheCopyIsTheSame(string option, string machine, string kind)
    {
        (string from, string to) = Files(Size, Size);
        ToolResult result = await RunAsync(option, machine, "--disk", from, "--device", $"{kind} file={to}");
        Assert.True(result.Status == 0, result.Everything);
        Assert.Contains($"blockcopy: {Size} bytes, checksum ", result.Output, StringComparison.Ordinal);
        Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(from, TestContext.Current.CancellationToken)), SHA256.HashData(await File.ReadAllBytesAsync(to, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task ATargetThatIsTooSmallIsAnError()
    {
        (string from, string to) = Files(Size, Size / 2 & ~511);
        ToolResult result = await RunAsync("--disk", from, "--disk", to);
        Assert.Equal((1, "blockcopy: the disk to copy to is smaller, or cannot be written\n"), (result.Status, result.Output));
    }

    [Fact]
    public async Task AMissingDiskIsAnErrorWithItsMend()
    {
        ToolResult result = await RunAsync("--disk", Files(Size, 512).From);
        Assert.Equal(1, result.Status);
        Assert.Contains("the disk to copy to: the machine has none; give it one with", result.Output, StringComparison.Ordinal);
    }

    private static Task<ToolResult> RunAsync(params string[] arguments) =>
        Tool.RunAsync(Tool.Repository, ["run", "apps/blockcopy", .. arguments], TestContext.Current.CancellationToken);

    private (string From, string To) Files(int fromSize, int toSize)
    {
        string from = Path.Combine(_folder, "from"), to = Path.Combine(_folder, "to");
        byte[] bytes = new byte[fromSize];
        new Random(5).NextBytes(bytes);
        File.WriteAllBytes(from, bytes);
        File.WriteAllBytes(to, new byte[toSize]);
        return (from, to);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
