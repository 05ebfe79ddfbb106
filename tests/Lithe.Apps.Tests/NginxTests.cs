using System.Net;
using System.Net.Http.Headers;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/nginx: its client is .NET's HttpClient.</summary>
public sealed class NginxTests
{
    [Fact]
    public async Task ServesItsClients()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string site = Path.Combine(Tool.Repository, "apps", "nginx", "root", "var", "www");
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/nginx", "--memory", "8M", "-p", $"{port}:80"], "using the \"epoll\" event method", cancel);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
        string page = await File.ReadAllTextAsync(Path.Combine(site, "index.html"), cancel);
        using HttpResponseMessage answer = await client.GetAsync("/", cancel);
        Assert.Equal((HttpStatusCode.OK, page), (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancel)));
        Assert.StartsWith("nginx/", answer.Headers.Server.ToString(), StringComparison.Ordinal);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/nothing", cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync("/", new StringContent("x"), cancel)).StatusCode);
        var part = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Range = new RangeHeaderValue(2, 8) } };
        Assert.Equal("DOCTYPE", await (await client.SendAsync(part, cancel)).Content.ReadAsStringAsync(cancel));

        // These are logged, and no others.
        Assert.Equal(page, await client.GetStringAsync("/logged/", cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/logged/nothing", cancel)).StatusCode);

        // One after the other on one connection, then some at once, whose connections come one by one (QEMU's forwarded ports take one at a time).
        for (int i = 0; i < 200; i++)
            Assert.Equal(page, await client.GetStringAsync("/logged/", cancel));
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancel }, async (_, stop) =>
            Assert.Equal(page, await client.GetStringAsync("/", stop)));
        string log = await client.GetStringAsync("/access.log", cancel);
        string[] lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((202, 201), (lines.Length, lines.Count(line => line.Contains("\"GET /logged/ HTTP/1.1\" 200", StringComparison.Ordinal))));
        Assert.Contains("\"GET /logged/nothing HTTP/1.1\" 404", lines[1], StringComparison.Ordinal);
    }
}
