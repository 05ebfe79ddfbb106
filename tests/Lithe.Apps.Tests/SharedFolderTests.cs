using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>A folder of the host that changes while a program in the image uses it: tests/conformance/posix, Sharing.cs, and this side of it.</summary>
public sealed class SharedFolderTests : IDisposable
{
    private const int Staying = 2000;
    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-share-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task WhatIsOpenStaysWhatItIsAndNothingElseIsTouched()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Write("replaced", "old content");
        Write("guarded", "mine");
        Write("removed", "removed content");
        Write("truncated", "0123456789");
        Directory.CreateDirectory(In("many"));
        for (int i = 0; i < Staying; i++)
            Write($"many/stays-{i:d5}-with-a-longer-name", "");
        for (int i = 0; i < 200; i++)
            Write($"many/goes-{i}", "");
        Task<ToolResult> running = Tool.RunAsync(Tool.Repository, ["run", "tests/conformance/posix", "--share", $"{_folder}:/data", "--timeout", "100", "--", "share", "/data"], cancel);
        await TurnAsync(1, () =>
        {
            Write("other", "new");
            File.Move(In("other"), In("replaced"), overwrite: true);
        });
        await TurnAsync(2, () =>
        {
            Write("other", "not yours");
            File.Move(In("other"), In("guarded"), overwrite: true);
        });
        await TurnAsync(3, () => File.Delete(In("removed")));
        await TurnAsync(4, () => Write("truncated", "012"));
        await TurnAsync(5, () => File.AppendAllText(In("truncated"), "456"));
        await TurnAsync(6, () =>
        {
            for (int i = 0; i < 200; i++)
            {
                File.Delete(In($"many/goes-{i}"));
                Write($"many/comes-{i}", "");
            }
        });
        ToolResult result = await running;
        Assert.Equal(
            $"""
            chdir: 0
            before: old content
            open: old content 11 True
            anew: new 3 False
            write: 3
            open: OLD content
            anew: new 3 True
            guarded: mine
            guarded: mine
            removed: removed content 15
            write: 2
            removed: abmoved content
            open: error 2
            open: error 2
            before: 0123456789 10
            shorter: 012 3 3 0
            append: 3
            longer: 012456end 9
            unlink: 0
            mine: second 6 81a4
            mine: first
            rename: 0
            mine: 3 1
            listed: {Staying} 1 True True
            listed: {Staying} 1 True True
            again: {Staying + 202} 0 200

            """,
            result.Output.Replace("\r", "", StringComparison.Ordinal));
        Assert.Equal(0, result.Status);
        Assert.Equal("new", await File.ReadAllTextAsync(In("replaced"), cancel));
        Assert.Equal("not yours", await File.ReadAllTextAsync(In("guarded"), cancel));
        Assert.Equal("012456end", await File.ReadAllTextAsync(In("truncated"), cancel));

        // The program makes a file when it is this side's turn, and waits for another one.
        async Task TurnAsync(int step, Action change)
        {
            while (!File.Exists(In($"step{step}")))
            {
                if (running.IsCompleted)
                    Assert.Fail($"before step {step}: {(await running).Output}");
                await Task.Delay(10, cancel);
            }

            change();
            Write($"step{step}.done", "");
        }
    }

    private string In(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(In(name), text);
}
