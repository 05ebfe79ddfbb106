using System.Net;
using System.Net.Http.Json;
using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/dotnet-web: a service of ASP.NET Core; its client is .NET's HttpClient.</summary>
public sealed class DotnetWebTests
{
    private sealed record Note(int Id, string Text, string[] Tags);

    [Fact]
    public async Task ServesItsClients()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = RunningApp.FreePort();
        await using RunningApp app = await RunningApp.StartAsync(["run", "apps/dotnet-web", "-p", $"{port}:8080"], "dotnet-web: ready", cancel);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
        Assert.Equal("Lithe serves ASP.NET Core.\n", await client.GetStringAsync("/", cancel));
        using HttpResponseMessage made = await client.PostAsJsonAsync("/notes", new { text = "hello", tags = new[] { "a", "b" } }, cancel);
        Assert.Equal((HttpStatusCode.Created, "/notes/1"), (made.StatusCode, made.Headers.Location!.ToString()));
        string large = new('x', 200_000);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsJsonAsync("/notes", new { text = large }, cancel)).StatusCode);
        Note[] notes = (await client.GetFromJsonAsync<Note[]>("/notes", cancel))!;
        Assert.Equal(["hello", large], notes.Select(note => note.Text));
        Assert.Equal(["a", "b"], (await client.GetFromJsonAsync<Note>("/notes/1", cancel))!.Tags);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/notes", new StringContent("{", null, "application/json"), cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/notes/9", cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync("/notes/2", cancel)).StatusCode);
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancel }, async (_, stop) =>
            Assert.Equal("hello", (await client.GetFromJsonAsync<Note>("/notes/1", stop))!.Text));
    }
}
