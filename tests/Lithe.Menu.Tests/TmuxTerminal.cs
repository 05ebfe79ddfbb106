using System.Diagnostics;
using Lithe.Tests.Shared;

namespace Lithe.Menu.Tests;

/// <summary>A program on a terminal of its own: a tmux server that nobody else uses.</summary>
internal sealed class TmuxTerminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static int s_count;

    private readonly string _socket = $"lithe-test-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}";

    private TmuxTerminal()
    {
    }

    /// <summary>Starts a program; when it ends, its exit status stays on the screen as <c>[status N]</c>.</summary>
    public static TmuxTerminal Start(int columns, int rows, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        Packages.Need("tmux", "tmux");
        var terminal = new TmuxTerminal();
        string variables = string.Join(' ', environment.Select(entry => $"{entry.Key}={Quote(entry.Value)}"));
        terminal.Run("new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", $"{variables} {string.Join(' ', command.Select(Quote))}; echo \"[status $?]\"; sleep 600");
        return terminal;
    }

    /// <summary>What the screen shows.</summary>
    public string Screen => Run("capture-pane", "-p");

    /// <summary>What the screen shows, with escape sequences for its colours, and with the spaces at the ends of lines.</summary>
    public string ColoredScreen => Run("capture-pane", "-p", "-e", "-N");

    /// <summary>Presses keys, named as tmux names them.</summary>
    public void Press(params string[] keys) => Run(["send-keys", .. keys]);

    /// <summary>Gives the terminal another size.</summary>
    public void Resize(int columns, int rows) => Run("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    /// <summary>Types a text.</summary>
    public void Type(string text) => Run("send-keys", "-l", text);

    /// <summary>Waits until the screen shows a text.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        var clock = Stopwatch.StartNew();
        string screen = Screen;
        while (!screen.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(clock.Elapsed < Patience, $"'{text}' did not come; the screen shows:\n{screen}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
            screen = Screen;
        }
        return screen;
    }

    public void Dispose() => Run("kill-server");

    private string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux", ["-u", "-L", _socket, "-f", "/dev/null", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["LC_ALL"] = "C.UTF-8" } };
        start.Environment.Remove("TMUX");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"tmux {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
