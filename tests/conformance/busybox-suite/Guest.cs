using System.Diagnostics;

namespace Lithe.BusyboxSuite;

/// <summary>The image with the driver, which has the folder of the tests at the same path.</summary>
internal sealed class Guest : IAsyncDisposable
{
    private readonly Process _tool;

    private Guest(Process tool, string queue) => (_tool, Queue) = (tool, queue);

    /// <summary>Where requests are put.</summary>
    public string Queue { get; }

    public static async Task<Guest> StartAsync(string root, string work)
    {
        string queue = Path.Combine(work, "queue");
        Directory.CreateDirectory(queue);
        var start = new ProcessStartInfo(Path.Combine(root, "lithe"), ["run", "tests/conformance/busybox", "--share", $"{work}:{work}", "--", queue])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        Process tool = Process.Start(start)!;
        while (await tool.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("driver: ready", StringComparison.Ordinal))
            {
                // What the image says later is worth seeing.
                _ = Task.Run(async () =>
                {
                    while (await tool.StandardOutput.ReadLineAsync() is { } text)
                        Console.WriteLine("image: " + text);
                });
                return new Guest(tool, queue);
            }

            Console.WriteLine(line);
        }

        throw new InvalidOperationException("the image did not start");
    }

    public async ValueTask DisposeAsync()
    {
        Directory.CreateDirectory(Path.Combine(Queue, "end.stop"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _tool.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _tool.Kill(entireProcessTree: true);
        }

        _tool.Dispose();
    }
}
