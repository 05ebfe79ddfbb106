using System.Diagnostics;

namespace Lithe.BusyboxSuite;

/// <summary>Busybox's source and Debian's binary of it, from Debian, kept in the user's cache.</summary>
internal sealed class Source
{
    private Source(string folder) => Folder = folder;

    private string Folder { get; }

    /// <summary>The suite.</summary>
    public string Tests => Path.Combine(Folder, "source", "testsuite");

    /// <summary>What the binary was configured with.</summary>
    public string Configuration => Path.Combine(Folder, "source", "debian", "config", "pkg", "deb");

    /// <summary>The binary, linked dynamically.</summary>
    public string Program => Path.Combine(Folder, "binary", "bin", "busybox");

    public static async Task<Source> PrepareAsync()
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set ? set : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var source = new Source(Path.Combine(cache, "lithe", "busybox-suite"));
        if (File.Exists(source.Configuration) && File.Exists(source.Program))
            return source;
        Directory.CreateDirectory(source.Folder);
        // The machine's own package sources, for source packages.
        await ShellAsync(
            """
            mkdir -p lists/partial cache/archives/partial source binary
            { sed 's/^Types: deb$/Types: deb-src/' /etc/apt/sources.list.d/*.sources; } > src.sources 2>/dev/null || true
            sed -n 's/^deb /deb-src /p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list > src.list 2>/dev/null || true
            list=src.sources; [ -s src.sources ] || list=src.list
            options="-o Dir::Etc::sourcelist=$PWD/$list -o Dir::Etc::sourceparts=- -o Dir::State::lists=$PWD/lists -o Dir::Cache=$PWD/cache"
            apt-get $options -qq update
            apt-get $options -qq source --download-only busybox
            tar xf busybox_*.orig.tar.bz2 -C source --strip-components=1
            tar xf busybox_*.debian.tar.xz -C source
            apt-get -qq download busybox
            dpkg-deb -x busybox_*.deb binary
            """, source.Folder);
        return source;
    }

    private static async Task ShellAsync(string script, string folder)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-e", "-c", script]) { WorkingDirectory = folder })!;
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"busybox's source cannot be had: status {shell.ExitCode}");
    }
}
