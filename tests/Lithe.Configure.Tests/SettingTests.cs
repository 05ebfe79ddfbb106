using Lithe.Description;
using Lithe.Kconfig;
using Lithe.Tests.Shared;
using Diagnostic = Lithe.Description.Diagnostic;

namespace Lithe.Configure.Tests;

/// <summary>What setting a symbol writes into <c>lithe.yaml</c>, and what is refused with which reason.</summary>
public sealed class SettingTests : IDisposable
{
    private const string Kconfig = """
        choice ARCH
        	prompt "arch"
        config ARCH_X86_64
        	bool "x"
        config ARCH_ARM64
        	bool "a"
        endchoice

        choice HEAP
        	prompt "heap"
        	default HEAP_REGION
        config HEAP_REGION
        	bool "region"
        config HEAP_TLSF
        	bool "tlsf"
        config HEAP_BUDDY
        	bool "buddy"
        	depends on NET
        endchoice

        config NET
        	bool "network"

        config NET_TCP
        	bool "tcp"
        	depends on NET

        config PORT
        	int "port"
        	range 1 65535
        	default 80

        config CRC
        	bool "crc"

        config ZIP
        	bool "zip"
        	select CRC

        config TITLE
        	string "title"
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("lithe-configure-").FullName;

    public SettingTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "lib"));
        File.WriteAllText(Path.Combine(_root, "lib", "Kconfig"), Kconfig);
    }

    [Theory]
    [InlineData("", "HEAP=tlsf", "HEAP=tlsf")]
    [InlineData("", "HEAP=HEAP_TLSF", "HEAP=tlsf")]
    [InlineData("", "HEAP_TLSF=y", "HEAP=tlsf")]
    [InlineData("", "CONFIG_HEAP_TLSF=yes", "HEAP=tlsf")]
    [InlineData("HEAP=tlsf", "HEAP_REGION=y", "HEAP=region")]
    [InlineData("HEAP_TLSF=y", "HEAP=region", "HEAP=region")]
    [InlineData("CONFIG_HEAP=tlsf", "HEAP=region", "CONFIG_HEAP=region")]
    [InlineData("PORT=1;HEAP=tlsf", "PORT=8080", "PORT=8080;HEAP=tlsf")]
    [InlineData("", "NET_TCP=y;NET=y", "NET_TCP=y;NET=y")]
    [InlineData("", "NET=true;TITLE=true", "NET=y;TITLE=true")]
    [InlineData("NET=y", "HEAP=buddy", "NET=y;HEAP=buddy")]
    public void A_setting_has_one_line(string before, string settings, string after)
    {
        SettingChanges changes = Start(before);
        foreach (Setting setting in Parse(settings))
            changes.Set(setting.Name, setting.Value);
        Assert.Empty(changes.Check());
        Assert.Equal(Parse(after), changes.Settings);
    }

    [Theory]
    [InlineData("", "HAEP=tlsf", "there is no symbol HAEP; did you mean HEAP?")]
    [InlineData("", "HEAP=tslf", "choice HEAP has no member tslf; the members are HEAP_REGION, HEAP_TLSF, HEAP_BUDDY")]
    [InlineData("", "NET_TCP=y", "NET_TCP cannot be y: NET_TCP is n because NET is n")]
    [InlineData("", "HEAP=buddy", "HEAP_BUDDY cannot be y: HEAP_BUDDY is n because NET is n")]
    [InlineData("NET=y;NET_TCP=y", "NET=n", "NET_TCP cannot be y: NET_TCP is n because NET is n")]
    [InlineData("", "PORT=70000", "PORT cannot be 70000: PORT is 65535 because '70000' is outside its range 1 to 65535 (Kconfig:30)")]
    [InlineData("", "PORT=http", "PORT is an int: 'http' is not a decimal number")]
    [InlineData("ZIP=y", "CRC=n", "CRC cannot be n: CRC is y because ZIP selects it")]
    [InlineData("", "NET=maybe", "NET is a bool: 'maybe' is not y or n")]
    [InlineData("", "ARCH=arm64", "ARCH is set by the target of the build")]
    [InlineData("", "ARCH_ARM64=y", "ARCH_ARM64 is set by the target of the build")]
    public void What_cannot_hold_is_refused_with_its_reason(string before, string settings, string message)
    {
        SettingChanges changes = Start(before);
        foreach (Setting setting in Parse(settings))
            changes.Set(setting.Name, setting.Value);
        Assert.Equal(message, Assert.Single(changes.Check()).Message);
    }

    [Theory]
    [InlineData("HEAP=tlsf;PORT=1", "HEAP", "PORT=1")]
    [InlineData("HEAP=tlsf;PORT=1", "HEAP_TLSF", "PORT=1")]
    [InlineData("HEAP_TLSF=y;PORT=1", "HEAP", "PORT=1")]
    [InlineData("HEAP=tlsf;PORT=1", "HEAP_REGION", "HEAP=tlsf;PORT=1")]
    [InlineData("GONE=y;PORT=1", "GONE", "PORT=1")]
    public void Unset_takes_all_lines_of_a_symbol(string before, string name, string after)
    {
        SettingChanges changes = Start(before);
        changes.Unset(name);
        Assert.Empty(changes.Check());
        Assert.Equal(Parse(after), changes.Settings);
    }

    [Fact]
    public void What_was_wrong_before_does_not_stop_a_change()
    {
        SettingChanges changes = Start("GONE=y;NET_TCP=y");
        changes.Set("PORT", "8080");
        Assert.Empty(changes.Check());
        changes.Set("NET_TCP", "y");
        Assert.Equal("NET_TCP cannot be y: NET_TCP is n because NET is n", Assert.Single(changes.Check()).Message);
    }

    [Fact]
    public void The_file_keeps_its_mode_and_its_byte_order_mark_and_a_link_stays_one()
    {
        string file = Path.Combine(_root, "real.yaml"), link = Path.Combine(_root, "lithe.yaml");
        File.WriteAllText(file, "name: a # é\n", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(link, file);
        DescriptionFile.Change(link, [new SettingChange("A", "1")]);
        Assert.Equal(file, File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. "name: a # é\nconfig: { A: 1 }\n"u8], File.ReadAllBytes(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, File.GetUnixFileMode(file));
        Assert.Equal(2, Directory.GetFiles(_root).Length);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private SettingChanges Start(string settings) => new([AppConfiguration.Open(_root, Target.QemuX64)], Parse(settings));

    private static Setting[] Parse(string text) => [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => new Setting(part[..part.IndexOf('=')], part[(part.IndexOf('=') + 1)..]))];
}
