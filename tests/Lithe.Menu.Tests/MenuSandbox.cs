using Lithe.Tests.Shared;

namespace Lithe.Menu.Tests;

/// <summary>A repository for the menu: this one's libraries, options that depend on one another, and an application that allocates.</summary>
internal sealed class MenuSandbox : IDisposable
{
    public const string Description = """
        # A program to configure.
        name: sample
        app: { csharp: ./Sample.csproj }
        targets: [qemu-x86_64]
        config:
          # the port that clients know
          ZZ_PORT: 8000

        """;

    private const string Options = """
        menu "Network"

        config ZZ_NET
        	bool "Network stack"
        	help
        	  Packets in and out. Needed by everything below.

        config ZZ_TCP
        	bool "TCP"
        	depends on ZZ_NET
        	select ZZ_CHECKSUM
        	help
        	  Reliable streams of bytes.

        config ZZ_PORT
        	int "Port of the server"
        	range 1 65535
        	default 80

        config ZZ_CHECKSUM
        	bool "Internet checksum"

        endmenu

        """;

    private readonly LibraryCopy _copy = new();

    public MenuSandbox()
    {
        _copy.Write("lib/zz-network/Kconfig", Options);
        _copy.Write("app/lithe.yaml", Description);
        _copy.Write("app/Sample.csproj", "<Project Sdk=\"Microsoft.ZZ_NET.Sdk\">\n  <ItemGroup>\n    <ProjectReference Include=\"../lib/console/Lithe.Console.csproj\" />\n  </ItemGroup>\n</Project>\n");
        _copy.Write("app/Program.cs", "using System;\n\nobject[] things = new object[args.Length + 1];\nConsole.WriteLine(things.Length);\n");
    }

    public string Root => _copy.Root;

    public string App => Path.Combine(Root, "app");

    public string DescriptionText => File.ReadAllText(Path.Combine(App, "lithe.yaml"));

    /// <summary>Starts the menu on a terminal.</summary>
    public TmuxTerminal StartMenu(int columns = 110, int rows = 30) => TmuxTerminal.Start(
        columns, rows, new Dictionary<string, string> { ["LITHE_ROOT"] = Root, ["DOTNET_NOLOGO"] = "1" }, "dotnet", Path.Combine(AppContext.BaseDirectory, "lithe.dll"), "menu", App);

    public void Dispose() => _copy.Dispose();
}
