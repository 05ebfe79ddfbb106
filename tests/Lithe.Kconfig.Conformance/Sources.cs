namespace Lithe.Kconfig.Conformance;

/// <summary>
/// Fetches Linux's and BusyBox's sources from Debian and builds their C tools, into a cache directory. Nothing of them
/// is part of this repository.
/// </summary>
internal sealed class Sources(string cache)
{
    public string Cache { get; } = cache;

    public string LinuxTree => Path.Combine(Cache, "linux");

    public string LinuxTool => Path.Combine(Cache, "linux-conf", "conf");

    public string BusyBoxTree => Path.Combine(Cache, "busybox");

    public string BusyBoxTool => Path.Combine(Cache, "busybox-conf", "conf");

    public string LinuxVersion { get; private set; } = "";

    public string BusyBoxVersion { get; private set; } = "";

    public void PrepareLinux()
    {
        Directory.CreateDirectory(Cache);
        Shell.Need("gcc", "gcc");
        Shell.Need("bison", "bison");
        Shell.Need("flex", "flex");
        Once("linux", () =>
        {
            Log("fetching linux-source-6.1");
            Shell.Run("apt-get download linux-source-6.1 && mkdir -p deb linux", Cache);
            Shell.Run("dpkg-deb --fsys-tarfile linux-source-6.1_*.deb | tar xf - -C deb ./usr/src/linux-source-6.1.tar.xz", Cache);
            // Kconfig files, the scripts that their macros call, and the default configurations are enough.
            Shell.Run("tar xf deb/usr/src/linux-source-6.1.tar.xz -C linux --strip-components=1 --wildcards '*/Kconfig*' "
                + "'linux-source-6.1/scripts' 'linux-source-6.1/Makefile' 'linux-source-6.1/arch/*/configs' "
                + "'linux-source-6.1/arch/*/Makefile*' 'linux-source-6.1/include/linux' && rm -rf deb linux-source-6.1_*.deb", Cache);
        });
        Once("linux-conf", () =>
        {
            Log("building Linux's C tool");
            string directory = Path.Combine(Cache, "linux-conf");
            Directory.CreateDirectory(directory);
            Shell.Run($"cp {LinuxTree}/scripts/kconfig/*.[chly] . && flex -L -o lexer.lex.c lexer.l "
                + "&& bison -t -l -o parser.tab.c --defines=parser.tab.h parser.y && gcc -O2 -w -I. -o conf conf.c confdata.c expr.c "
                + "lexer.lex.c menu.c parser.tab.c preprocess.c symbol.c util.c", directory);
        });
        LinuxVersion = MakefileVersion(LinuxTree);
    }

    public void PrepareBusyBox()
    {
        Directory.CreateDirectory(Cache);
        Shell.Need("gcc", "gcc");
        Once("busybox", () =>
        {
            Log("fetching busybox");
            string suite = File.ReadLines("/etc/os-release").First(l => l.StartsWith("VERSION_CODENAME=", StringComparison.Ordinal)).Split('=')[1];
            File.WriteAllText(Path.Combine(Cache, "source.list"), $"deb-src http://deb.debian.org/debian {suite} main\n");
            string apt = "apt-get -o Dir::Etc::SourceList=$PWD/source.list -o Dir::Etc::SourceParts=/dev/null -o Dir::State::Lists=$PWD/lists";
            Shell.Run($"mkdir -p lists/partial busybox && {apt} update && {apt} source --download-only busybox", Cache);
            Shell.Run("tar xf busybox_*.orig.tar.* -C busybox --strip-components=1 && rm -rf busybox_* lists source.list", Cache);
            Shell.Run("sh scripts/gen_build_files.sh $PWD $PWD", BusyBoxTree);
        });
        Once("busybox-conf", () =>
        {
            Log("building BusyBox's C tool");
            string directory = Path.Combine(Cache, "busybox-conf");
            Directory.CreateDirectory(directory);
            Shell.Run($"cp {BusyBoxTree}/scripts/kconfig/*.[ch] . && for f in zconf.tab zconf.hash lex.zconf; do "
                + $"cp {BusyBoxTree}/scripts/kconfig/$f.c_shipped $f.c; done && gcc -O2 -w -I. -o conf conf.c zconf.tab.c", directory);
        });
        BusyBoxVersion = MakefileVersion(BusyBoxTree);
    }

    private static string MakefileVersion(string tree)
    {
        string[] keys = ["VERSION", "PATCHLEVEL", "SUBLEVEL"];
        string[] lines = [.. File.ReadLines(Path.Combine(tree, "Makefile")).Take(10)];
        return string.Join('.', keys.Select(k => lines.First(l => l.StartsWith(k + " =", StringComparison.Ordinal)).Split('=')[1].Trim()));
    }

    /// <summary>Does a step unless it was finished by an earlier run.</summary>
    private void Once(string name, Action step)
    {
        string stamp = Path.Combine(Cache, name + ".done");
        if (File.Exists(stamp))
            return;
        step();
        File.WriteAllText(stamp, "");
    }

    private static void Log(string text) => Console.Error.WriteLine(text);
}
