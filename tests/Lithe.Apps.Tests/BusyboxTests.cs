using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/busybox: a static glibc program of Debian's, with its shell on the console.</summary>
public sealed class BusyboxTests
{
    [Theory]
    [InlineData("microvm", 0, "hello world\n", "echo", "hello", "world")]
    [InlineData("q35", 0, "hello world\n", "echo", "hello", "world")]
    [InlineData("microvm", 1, "", "false")]
    [InlineData("microvm", 0, "6 * 7\n", "printf", "%d * %s\\n", "6", "7")]
    [InlineData("microvm", 0, "d41d8cd98f00b204e9800998ecf8427e  /dev/null\n", "md5sum", "/dev/null")]
    [InlineData("microvm", 0, "720\n", "awk", "BEGIN { n = 1; for (i = 2; i <= 6; i++) n *= i; print n }")]
    [InlineData("microvm", 127, "nosuch: applet not found\n", "nosuch")]
    public async Task AnAppletAnswers(string machine, int status, string output, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/busybox", "--machine", machine, "--timeout", "60", "--", .. arguments], TestContext.Current.CancellationToken);
        Assert.Equal((status, output), (result.Status, result.Output.Replace("\r", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TheShellRunsAScript()
    {
        const string Script = """
            mkdir_check() { [ -d /tmp ] && echo "tmp is there"; }
            mkdir_check
            cd /tmp
            for i in 1 2 3; do echo "line $i" >> file; done
            while read -r word number; do echo "$number:$word"; done < file
            echo "$PWD $((2 ** 40)) ${#PWD}"
            [ -f file ] && [ ! -f gone ] && echo tests
            trap 'echo caught' USR1
            kill -USR1 $$
            : > file
            [ -s file ] || echo empty
            case x86 in x*) echo match;; esac
            printf '%s|%05d\n' text 42
            read -r first < /proc/uptime && echo up
            exit 7
            """;
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/busybox", "--timeout", "60", "--", "sh", "-c", Script.Replace("\n", "; ", StringComparison.Ordinal)], TestContext.Current.CancellationToken);
        Assert.Equal(
            (7, "tmp is there\n1:line\n2:line\n3:line\n/tmp 1099511627776 4\ntests\ncaught\nempty\nmatch\ntext|00042\nup\n"),
            (result.Status, result.Output.Replace("\r", "", StringComparison.Ordinal)));
    }
}
