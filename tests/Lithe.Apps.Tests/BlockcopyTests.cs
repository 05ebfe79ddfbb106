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
        byte[] bytes = await File.ReadAllBytesAsync(from, TestContext.Current.CancellationToken);
        // Of the data alone: the same on each machine and for each disk, whatever they carry at a time.
        Assert.Equal($"blockcopy: {Size} bytes, checksum {ChecksumOf(bytes):x16}\n", result.Output);
        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(await File.ReadAllBytesAsync(to, TestContext.Current.CancellationToken)));
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
        Assert.Equal("blockcopy: the disk to copy to: there is none; give one with lithe run --disk FILE or --device \"disk size=64M\"\n", result.Output);
    }

    [Theory]
    [InlineData("disk=rw:{0}/none", "the host has no such file")]
    [InlineData("disk=ro:{0}", "it is of another kind: no file and no block device")]
    [InlineData("disk=rw:{0}", "it is of another kind: no file and no block device")]
    [InlineData("disk=rw:{0}/odd", "its driver cannot use it: it is older than virtio 1.0, too small, or no whole number of sectors")]
    [InlineData("disk=rw:{0}/empty", "its driver cannot use it: it is older than virtio 1.0, too small, or no whole number of sectors")]
    [InlineData("disk={0}/odd", "its word is wrong; write disk=rw:FILE or disk=ro:FILE")]
    public async Task AProcessSaysWhatIsWrongWithItsFile(string word, string message)
    {
        File.WriteAllBytes(Path.Combine(_folder, "odd"), new byte[1000]);
        File.WriteAllBytes(Path.Combine(_folder, "empty"), []);
        (int status, string output, _) = await ProcessImage.RunAsync("blockcopy", string.Format(System.Globalization.CultureInfo.InvariantCulture, word, _folder));
        Assert.Equal((1, $"blockcopy: the disk to copy from: {message}\n"), (status, output));
    }

    [Theory]
    [InlineData("memory=1K", "wants a size of at least 256K")]
    [InlineData("memory=much", "wants a size of at least 256K")]
    [InlineData("memory=99999999G", "the host gives no memory of the size")]
    public async Task AProcessThatIsAskedForWhatItCannotHaveIsNoPanic(string word, string message)
    {
        (int status, string output, string errors) = await ProcessImage.RunAsync("blockcopy", word);
        Assert.Equal((2, ""), (status, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("PANIC", errors, StringComparison.Ordinal);
    }

    // Each unit of 512 bytes begins with its place, whatever is read at a time.
    private static ulong ChecksumOf(byte[] bytes)
    {
        ulong sum = 0;
        for (int at = 0; at < bytes.Length; at += 512)
        {
            ulong unit = 14695981039346656037 ^ (ulong)at;
            for (int i = at; i < at + 512; i += 8)
                unit = (unit ^ BitConverter.ToUInt64(bytes, i)) * 1099511628211;
            sum += unit;
        }

        return sum;
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
