using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lithe.Tests.Shared;

namespace Lithe.Insight.Tests;

/// <summary>Chromium without a screen, from Debian.</summary>
internal sealed partial class Browser : IDisposable
{
    private const string Program = "chromium-headless-shell";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-browser-").FullName;

    /// <summary>Opens a page, runs its scripts for a while, and returns the document then, with the addresses that were asked for over a network.</summary>
    public async Task<(string Document, IReadOnlyList<string> Requests)> OpenAsync(string page, CancellationToken cancel)
    {
        string log = Path.Combine(_folder, "net.json");
        string document = await RunAsync(cancel, $"--log-net-log={log}", "--virtual-time-budget=3000", "--dump-dom", new Uri(page).AbsoluteUri);
        JsonNode net = JsonNode.Parse(await File.ReadAllTextAsync(log, cancel))!;
        string[] urls = [.. net["events"]!.AsArray().Select(entry => (string?)(entry!["params"] as JsonObject)?["url"]).OfType<string>().Distinct()];
        return (document, urls);
    }

    /// <summary>Opens a page to which a script is added at its end; the script says what it finds by <c>answer(value)</c>.</summary>
    public async Task<JsonNode> AskAsync(string page, string script, CancellationToken cancel)
    {
        string copy = Path.Combine(_folder, "asked.html");
        string text = await File.ReadAllTextAsync(page, cancel);
        int end = text.LastIndexOf("</body>", StringComparison.Ordinal);
        Assert.True(end > 0, "the page has no body");
        await File.WriteAllTextAsync(copy, text.Insert(end, $"<script>\"use strict\"; const answer = value => document.body.dataset.answer = JSON.stringify(value);\naddEventListener(\"load\", () => {{\n{script}\n}});</script>\n"), cancel);
        (string document, _) = await OpenAsync(copy, cancel);
        Match match = Answer().Match(document);
        Assert.True(match.Success, $"the script did not come to its end:\n{document}");
        return JsonNode.Parse(WebUtility.HtmlDecode(match.Groups[1].Value))!;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        string[] common =
        [
            "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run",
            "--window-size=1400,900", $"--user-data-dir={Path.Combine(_folder, "profile")}",
        ];
        var start = new ProcessStartInfo(Packages.Need(Program, Program), [.. common, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(Timeout);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token), errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            Assert.True(process.ExitCode == 0, $"{Program} ended with {process.ExitCode}: {await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("data-answer=\"([^\"]*)\"")]
    private static partial Regex Answer();
}
