using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>Descriptions of Linux programs that cannot become an image: what is said, and where.</summary>
public sealed class ProgramRefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-refused-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("debian: [busybox-static, no-such-package]", "qemu-x86_64", "error LITHE1723: apt knows no package 'no-such-package'", "lithe.yaml:3:34", "apt-get update")]
    [InlineData("debian: [no-such-package]", "qemu-x86_64", "error LITHE1723: apt knows no package 'no-such-package'", "lithe.yaml:3:18", "apt-get update")]
    [InlineData("debian: [busybox-static]", "qemu-arm64", "error LITHE1728: Linux programs run on x86_64 only, not on arm64", "lithe.yaml", "leave qemu-arm64 out of 'targets:'")]
    public async Task ItIsSaidWhatIsWrong(string root, string target, params string[] told)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(Path.Combine(_folder, "lithe.yaml"), $"name: refused\napp: {{ elf: /bin/busybox }}\nroot: {{ {root} }}\ntargets: [qemu-x86_64, qemu-arm64]\n", cancel);
        ToolResult result = await Tool.RunAsync(Tool.Repository, ["build", _folder, "--target", target], cancel);
        Assert.Equal(1, result.Status);
        foreach (string text in told)
            Assert.Contains(text, result.Errors, StringComparison.Ordinal);
    }
}
