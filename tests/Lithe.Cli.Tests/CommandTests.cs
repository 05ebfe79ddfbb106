using System.Diagnostics;
using System.Reflection;

namespace Lithe.Cli.Tests;

/// <summary>The tool as a user meets it: a process, its streams, its exit code.</summary>
public sealed class CommandTests : IDisposable
{
    private static readonly string Root = typeof(CommandTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "LitheRoot").Value!;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lithe-cli-");

    [Theory]
    [InlineData(2, "did you mean build?", "buid")]
    [InlineData(2, "use one of new, build", "dance")]
    [InlineData(2, "did you mean --debug?", "build", "--debgu")]
    [InlineData(2, "Required argument", "bench")]
    [InlineData(2, "LITHE2001", "build", "--no-such-option")]
    [InlineData(2, "did you mean microvm?", "run", "--machine", "microvn")]
    [InlineData(2, "not a size of memory", "run", "--memory", "much")]
    [InlineData(2, "not a number of seconds", "run", "--timeout", "soon")]
    [InlineData(2, "there is no accelerator", "run", "--accel", "warp")]
    [InlineData(2, "SYMBOL=VALUE", "run", "--set", "X")]
    [InlineData(2, "did you mean qemu-arm64?", "build", "--target", "qemu-arm65")]
    [InlineData(2, "cannot be an application's name", "new", "9lives")]
    [InlineData(2, "up to 64 letters", "new", "a2345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData(2, "there is no template", "new", "x", "--template", "novel")]
    [InlineData(2, "did you mean hello?", "bench", "helo")]
    [InlineData(2, "lithe.yaml", "clean", "nowhere")]
    public async Task A_mistake_gets_a_message_and_an_exit_code(int code, string message, params string[] arguments)
    {
        (int exit, string output, string errors) = await RunAsync(arguments);
        // The command line is judged before the folder, so no application is needed here.
        Assert.Equal(code, exit);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.StartsWith("error LITHE2", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [Theory]
    [InlineData("build")]
    [InlineData("run")]
    [InlineData("size")]
    [InlineData("graph")]
    [InlineData("clean")]
    [InlineData("new")]
    [InlineData("menu")]
    [InlineData("debug")]
    public async Task A_folder_without_a_name_is_refused(string command)
    {
        (int exit, _, string errors) = await RunAsync([command, ""]);
        Assert.NotEqual(0, exit);
        Assert.DoesNotContain("LITHE2099", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("build")]
    [InlineData("run")]
    public async Task A_folder_without_a_description_is_an_error(string command)
    {
        (int exit, _, string errors) = await RunAsync(command, ".");
        Assert.Equal(1, exit);
        Assert.StartsWith("error LITHE", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_lists_the_commands_and_exit_codes()
    {
        (int exit, string output, _) = await RunAsync("--help");
        Assert.Equal(0, exit);
        foreach (string word in (string[])["new", "build", "run", "test", "clean", "doctor", "bench", "124", "lithe [command]"])
            Assert.Contains(word, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_makes_a_folder_once()
    {
        (int exit, string output, _) = await RunAsync("new", "my-app");
        Assert.Equal((0, "made my-app: lithe.yaml, MyApp.csproj, Program.cs, Directory.Build.props, .gitignore\n"), (exit, output));
        string before = File.ReadAllText(Path.Combine(_folder.FullName, "my-app", "Program.cs"));
        (exit, _, string errors) = await RunAsync("new", "my-app");
        Assert.Equal(1, exit);
        Assert.Contains("is there already", errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Path.Combine(_folder.FullName, "my-app", "Program.cs")));
    }

    [Fact]
    public async Task Clean_removes_images_and_nothing_else()
    {
        await RunAsync("new", "app");
        string app = Path.Combine(_folder.FullName, "app");
        Directory.CreateDirectory(Path.Combine(app, "build", "qemu-x86_64"));
        Directory.CreateDirectory(Path.Combine(app, "build", "qemu-arm64-debug"));
        Directory.CreateDirectory(Path.Combine(app, "build", "mine"));
        File.WriteAllText(Path.Combine(app, "lithe.yaml"), "broken: [");
        (int exit, _, _) = await RunAsync("clean", "app");
        Assert.Equal(0, exit);
        Assert.Equal([Path.Combine(app, "build", "mine")], Directory.GetDirectories(Path.Combine(app, "build")));
        Assert.True(File.Exists(Path.Combine(app, "Program.cs")));
    }

    [Fact]
    public async Task Doctor_names_what_is_missing_and_the_command_that_mends_it()
    {
        (int exit, string output, _) = await RunAsync(["doctor"], path: "/nowhere");
        Assert.Equal(3, exit);
        Assert.Contains("qemu-system-x86_64", output, StringComparison.Ordinal);
        Assert.Contains("mend: apt-get install --no-install-recommends", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_repository_is_an_error()
    {
        (int exit, _, string errors) = await RunAsync(["build"], root: "/nowhere");
        Assert.Equal(1, exit);
        Assert.Contains("LITHE2004", errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments) => RunAsync(arguments, null);

    private async Task<(int Exit, string Output, string Errors)> RunAsync(string[] arguments, string? path = null, string? root = null)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "lithe"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["LITHE_ROOT"] = root ?? Root;
        // The program finds its runtime by this, whatever PATH says.
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location))));
        if (path is not null)
            start.Environment["PATH"] = path;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }
}
