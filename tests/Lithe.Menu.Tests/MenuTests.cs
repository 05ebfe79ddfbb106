using Lithe.Tests.Shared;

namespace Lithe.Menu.Tests;

/// <summary>The menu as a person uses it: keys pressed on a terminal, and what its screen then shows.</summary>
public sealed class MenuTests : IDisposable
{
    private readonly MenuSandbox _sandbox = new();

    [Fact]
    public async Task Search_change_explanation_undo_and_save()
    {
        ToolResult built = await Tool.RunAsync(_sandbox.Root, ["build", _sandbox.App], TestContext.Current.CancellationToken);
        Assert.True(built.Status == 0, built.Everything);
        using TmuxTerminal terminal = _sandbox.StartMenu();
        await terminal.WaitForAsync("sample (qemu-x86_64): Lithe image");
        await terminal.WaitForAsync("size: last build ");

        // Search, and a change in what was found: the estimate knows that another heap comes in.
        await SearchAsync(terminal, "tlsf", "1 found");
        terminal.Press("Space");
        string screen = await terminal.WaitForAsync("(*) TLSF");
        Assert.Contains("HEAP_TLSF is y because it was chosen in choice HEAP", screen, StringComparison.Ordinal);
        Assert.Matches("size: last build [0-9,]+ bytes; now about [0-9,]+ \\(-[0-9,]+, and 2 libraries not measured yet\\)", screen);
        Assert.Contains("(not saved)", screen, StringComparison.Ordinal);
        terminal.Press("Enter");
        screen = await terminal.WaitForAsync("[-] Default heap: tlsf");
        Assert.Contains("( ) region", screen, StringComparison.Ordinal);

        // A symbol that cannot be changed says why; what it waits for makes it possible.
        await SearchAsync(terminal, "zz_tcp", "1 found");
        terminal.Press("Space");
        screen = await terminal.WaitForAsync("ZZ_TCP is n because ZZ_NET is n");
        Assert.Contains("cannot be changed: ZZ_TCP is n because ZZ_NET is n", screen, StringComparison.Ordinal);
        Assert.Contains("Reliable streams of bytes.", screen, StringComparison.Ordinal);
        Assert.Contains("- - TCP", screen, StringComparison.Ordinal);
        terminal.Press("Escape");
        await terminal.WaitForAsync("[-] Network");
        terminal.Press("Up");
        await terminal.WaitForAsync("Packets in and out.");
        terminal.Press("Space");
        await terminal.WaitForAsync("[*] Network stack");
        terminal.Press("Down", "y");
        await terminal.WaitForAsync("[*] TCP");
        await SearchAsync(terminal, "ZZ_CHECKSUM", "found");
        screen = await terminal.WaitForAsync("ZZ_CHECKSUM is y because ZZ_TCP selects it");
        Assert.Contains("-*- Internet checksum", screen, StringComparison.Ordinal);
        terminal.Press("Enter");

        // Values are checked; a change can be undone.
        await SearchAsync(terminal, "ZZ_PORT", "found");
        terminal.Press("Enter", "Enter");
        await terminal.WaitForAsync("ZZ_PORT: 8000");
        terminal.Press("BSpace", "BSpace", "BSpace", "BSpace");
        terminal.Type("70000");
        terminal.Press("Enter");
        await terminal.WaitForAsync("ZZ_PORT cannot be 70000: ZZ_PORT is 65535 because '70000' is outside its range 1 to 65535");
        await terminal.WaitForAsync("(8000) Port of the server");
        terminal.Press("Enter");
        await terminal.WaitForAsync("ZZ_PORT: 8000");
        terminal.Press("BSpace", "BSpace", "BSpace", "BSpace");
        terminal.Type("8080");
        terminal.Press("Enter");
        await terminal.WaitForAsync("(8080) Port of the server");
        terminal.Press("u");
        await terminal.WaitForAsync("(8000) Port of the server");
        await terminal.WaitForAsync("undone");

        Assert.Equal(MenuSandbox.Description, _sandbox.DescriptionText);
        Picture.UpdateIfAsked("menu.svg", terminal.ColoredScreen);
        terminal.Press("s");
        await terminal.WaitForAsync("saved 3 lines");
        Assert.Equal(MenuSandbox.Description + "  HEAP: tlsf\n  ZZ_NET: y\n  ZZ_TCP: y\n", _sandbox.DescriptionText);
        terminal.Press("q");
        await terminal.WaitForAsync("[status 0]");
        // The settings are those that a build takes.
        ToolResult diff = await Tool.RunAsync(_sandbox.Root, ["config", "get", "ZZ_TCP", _sandbox.App], TestContext.Current.CancellationToken);
        Assert.Equal("y\n", diff.Output);
    }

    [Fact]
    public async Task Leaving_with_changes_asks_and_back_to_the_default_leaves_no_line()
    {
        using TmuxTerminal terminal = _sandbox.StartMenu();
        await terminal.WaitForAsync("not built yet");
        await SearchAsync(terminal, "ZZ_PORT", "found");
        terminal.Press("Enter", "d");
        await terminal.WaitForAsync("(80) Port of the server");
        terminal.Press("q");
        await terminal.WaitForAsync("save the changes?");
        terminal.Press("Left");
        terminal.Press("q");
        await terminal.WaitForAsync("save the changes?");
        terminal.Press("n");
        await terminal.WaitForAsync("[status 0]");
        Assert.Equal(MenuSandbox.Description, _sandbox.DescriptionText);
    }

    [Fact]
    public async Task Saving_on_the_way_out_writes_the_file()
    {
        using TmuxTerminal terminal = _sandbox.StartMenu(80, 24);
        await terminal.WaitForAsync("not built yet");
        await SearchAsync(terminal, "nosuchthing", "nothing is called 'nosuchthing'");
        await SearchAsync(terminal, "ZZ_PORT", "found");
        terminal.Press("Enter", "d");
        await terminal.WaitForAsync("(80) Port of the server");
        terminal.Press("q");
        await terminal.WaitForAsync("save the changes?");
        terminal.Press("y");
        await terminal.WaitForAsync("[status 0]");
        Assert.Equal(MenuSandbox.Description.Replace("  ZZ_PORT: 8000\n", "", StringComparison.Ordinal), _sandbox.DescriptionText);
    }

    [Fact]
    public async Task A_file_that_was_changed_meanwhile_is_not_written_over()
    {
        using TmuxTerminal terminal = _sandbox.StartMenu();
        await terminal.WaitForAsync("not built yet");
        await SearchAsync(terminal, "ZZ_NET", "found");
        terminal.Press("Space");
        await terminal.WaitForAsync("[*] Network stack");
        string other = MenuSandbox.Description.Replace("ZZ_PORT: 8000", "ZZ_PORT: 9000 # theirs", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_sandbox.App, "lithe.yaml"), other);
        terminal.Press("s");
        await terminal.WaitForAsync("not saved: config: in lithe.yaml was changed meanwhile");
        Assert.Equal(other, _sandbox.DescriptionText);
        terminal.Press("s");
        await terminal.WaitForAsync("saved 1 line");
        Assert.Equal(other + "  ZZ_NET: y\n", _sandbox.DescriptionText);
        // What cannot be read is not written to either.
        terminal.Press("Space");
        await terminal.WaitForAsync("[ ] Network stack");
        File.WriteAllText(Path.Combine(_sandbox.App, "lithe.yaml"), "name: [\n");
        terminal.Press("s");
        await terminal.WaitForAsync("not saved: line ");
        Assert.Equal("name: [\n", _sandbox.DescriptionText);
    }

    [Fact]
    public async Task Any_size_of_terminal_will_do_and_an_interrupt_asks_before_it_leaves()
    {
        using TmuxTerminal terminal = _sandbox.StartMenu(40, 8);
        await terminal.WaitForAsync("[+] Network");
        terminal.Resize(12, 3);
        await terminal.WaitForAsync("too small");
        terminal.Resize(100, 40);
        await terminal.WaitForAsync("Space change  Enter edit");
        await terminal.WaitForAsync("[+] Network");
        await SearchAsync(terminal, "ZZ_PORT", "found");
        terminal.Press("d", "C-c");
        await terminal.WaitForAsync("save the changes?");
        terminal.Press("C-c");
        string screen = await terminal.WaitForAsync("[status 0]");
        Assert.DoesNotContain("Network", screen, StringComparison.Ordinal);
        Assert.Equal(MenuSandbox.Description, _sandbox.DescriptionText);
    }

    [Fact]
    public async Task Without_a_terminal_the_menu_says_what_to_use()
    {
        ToolResult result = await Tool.RunAsync(_sandbox.Root, ["menu", _sandbox.App], TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Status);
        Assert.Contains("lithe config", result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _sandbox.Dispose();

    private static async Task SearchAsync(TmuxTerminal terminal, string text, string answer)
    {
        terminal.Press("/");
        await terminal.WaitForAsync(" search:");
        terminal.Type(text);
        await terminal.WaitForAsync($"search: {text}");
        terminal.Press("Enter");
        await terminal.WaitForAsync(answer);
    }
}
