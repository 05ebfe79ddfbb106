using System.Text;
using Lithe.Analysis;
using Lithe.Cli.Terminal;
using Lithe.Vmm;

namespace Lithe.Cli.Tests;

public sealed class ConsoleTests
{
    [Fact]
    public async Task Output_passes_unchanged_however_it_is_cut()
    {
        byte[] bytes = [.. "PANI\nprompt> "u8, 0, 255, .. "PANIC\n\r\nx\n  PANIC: no\nPANIC: yes\n  at 0x1\n\nend"u8];
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var output = new MemoryStream();
            IConsoleSink sink = new AnnotatingSink(output, new PanicAnnotator(null));
            await sink.WriteAsync(bytes.AsMemory(0, cut), default);
            await sink.WriteAsync(bytes.AsMemory(cut), default);
            await sink.CompleteAsync();
            Assert.Equal(bytes, output.ToArray());
        }
    }

    [Fact]
    public async Task A_prompt_shows_before_its_line_ends()
    {
        var output = new MemoryStream();
        IConsoleSink sink = new AnnotatingSink(output, new PanicAnnotator(null));
        await sink.WriteAsync("name: "u8.ToArray(), default);
        Assert.Equal("name: ", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void The_command_line_keeps_arguments_whole()
    {
        Assert.Equal("", GuestCommandLine.Compose([], []));
        Assert.Equal("a=1 b", GuestCommandLine.Compose([" a=1 ", "b"], []));
        Assert.Equal("-- x \"two words\" \"\" \"q\\\"q\" \"b\\\\s\"", GuestCommandLine.Compose([], ["x", "two words", "", "q\"q", "b\\s"]));
    }
}
