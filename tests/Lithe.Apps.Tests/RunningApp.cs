using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>An application under <c>lithe run</c> that goes on until it is disposed of: for tests that are its clients.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(4);
    private readonly Process _process;
    private readonly Task<string> _errors;

    private RunningApp(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts one and waits for the line that shows that it serves.</summary>
    public static async Task<RunningApp> StartAsync(IEnumerable<string> arguments, string readyLine, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Tool.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["LITHE_ROOT"] = Tool.Repository },
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "lithe.dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        var app = new RunningApp(Process.Start(start)!);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartTime);
        try
        {
            var seen = new List<string>();
            while (await app._process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.Contains(readyLine, StringComparison.Ordinal))
                    return app;
                seen.Add(line);
            }

            Assert.Fail($"'{readyLine}' was not printed:\n{string.Join('\n', seen)}\n{await app._errors}");
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return app;
    }

    /// <summary>The next line that it prints.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancel) => await _process.StandardOutput.ReadLineAsync(cancel);

    /// <summary>Types on its console.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>A port of the loopback interface that nobody has.</summary>
    public static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
