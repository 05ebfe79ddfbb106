using System.Text;
using Lithe.Build;
using Lithe.Build.Output;
using Lithe.Build.RootFiles;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>
/// A server on the Linux guest: files of Debian packages, or those of an application of this repository, so that both sides run the same program; Debian's busybox brings the
/// network up and starts it.
/// </summary>
internal sealed record LinuxServer
{
    /// <summary>What it is called; its archive of files is kept under this name.</summary>
    internal required string Name { get; init; }

    /// <summary>The program and its arguments, as a line of shell.</summary>
    internal required string Command { get; init; }

    /// <summary>
    /// Paths of the programs that run, busybox aside: of packages only they, the libraries that they name and what is no code are there, so that the guest has no memory taken by files that nobody
    /// reads. Empty: everything is there.
    /// </summary>
    internal IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>Debian packages that are there, with what they depend on.</summary>
    internal IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>An application (<c>apps/redis</c>) whose root file system is there, program and all; null for none.</summary>
    internal string? App { get; init; }

    /// <summary>More files, by path; they win over those of packages.</summary>
    internal IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Lines of shell before the program is started.</summary>
    internal string Before { get; init; } = "";

    /// <summary>The kernel for several processors.</summary>
    internal bool IsForMany { get; init; }

    /// <summary>Makes the archive of its files; what boots it on a private network, with memory and processors as <paramref name="options"/> say.</summary>
    /// <exception cref="BenchException">Kernel or files cannot be had.</exception>
    internal async Task<VmOptions> PrepareAsync(BenchContext context, VmOptions options, CancellationToken cancel)
    {
        LinuxGuest linux = await LinuxGuest.PrepareAsync(context, IsForMany, cancel).ConfigureAwait(false);
        context.Note($"files for {Name} on Linux");
        var files = new SortedDictionary<string, RootEntry>(StringComparer.Ordinal);
        try
        {
            var hashes = new FileHashes();
            if (App is not null)
            {
                AppDescription described = DescriptionReader.Read(Path.Combine(context.Root, App)).App ?? throw new BenchException($"{App} has no description that can be read");
                Add(Read(context, described, hashes));
            }

            Add(Read(context, Described(context), hashes));
        }
        catch (BuildFailure failure)
        {
            throw new BenchException($"{Name} on Linux: {string.Join('\n', failure.Diagnostics)}");
        }

        if (Programs.Count > 0)
            files = new(ProgramFiles.Only(files.Values, Programs.Append("busybox")).ToDictionary(file => file.Path), StringComparer.Ordinal);
        // Packages' scripts, which would make users, do not run.
        files["etc/passwd"] = new RootEntry("etc/passwd", RootEntry.Regular | 0x1a4, "root:x:0:0:root:/root:/bin/sh\nwww-data:x:33:33::/:/bin/false\nnobody:x:65534:65534::/:/bin/false\n"u8.ToArray());
        files["etc/group"] = new RootEntry("etc/group", RootEntry.Regular | 0x1a4, "root:x:0:\nwww-data:x:33:\nnogroup:x:65534:\n"u8.ToArray());
        foreach ((string path, byte[] content) in Files)
            files[path.TrimStart('/')] = new RootEntry(path.TrimStart('/'), RootEntry.Regular | 0x1ed, content);
        foreach (string path in files.Keys.ToArray())
        {
            for (string? parent = Path.GetDirectoryName(path); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
                files.TryAdd(parent, new RootEntry(parent, RootEntry.Directory | 0x1ed, default));
        }

        foreach (string folder in new[] { "proc", "sys", "dev", "tmp", "run", "root", "var", "var/log", "var/lib", "var/run" })
            files.TryAdd(folder, new RootEntry(folder, RootEntry.Directory | 0x1ff, default));
        files["init"] = LinuxGuest.Init(Encoding.UTF8.GetBytes(Script()));
        files.Remove("dev");
        string archive = Path.Combine(LinuxGuest.CacheFolder(), "lithe", "linux-guest", $"{Name}-server.cpio");
        await LinuxGuest.WriteInitrdAsync(archive, files.Values, cancel).ConfigureAwait(false);
        // The generator of random numbers is ready at once: a kernel that waits for one would be measured waiting.
        return linux.Boot(options with { CommandLine = $"random.trust_cpu=on {options.CommandLine}".TrimEnd() }, archive);

        void Add(RootFileSystem root)
        {
            foreach (RootEntry entry in root.Entries)
                files[entry.Path] = entry;
        }
    }

    private static RootFileSystem Read(BenchContext context, AppDescription app, FileHashes hashes) =>
        RootFileSystem.Read(new BuildRequest(context.Root, app, Target.QemuX64, BuildProfile.Release, new Dictionary<string, string>()), hashes)
            ?? throw new BenchException($"{app.Name} is no Linux program");

    private AppDescription Described(BenchContext context) => new()
    {
        Name = Name,
        Folder = context.Root,
        File = Path.Combine(context.Root, "bench"),
        Kind = AppKind.Elf,
        Source = "",
        ProgramPath = "/bin/busybox",
        RootPackages = [.. Packages.Append("busybox-static").Select(package => new PlacedText(package, 0, 0))],
    };

    private string Script() => $"""
        #!/bin/busybox sh
        B=/bin/busybox
        export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
        $B mount -t proc proc /proc
        $B mount -t sysfs sysfs /sys
        $B mount -t devtmpfs devtmpfs /dev
        $B mkdir -p /dev/shm
        $B mount -t tmpfs tmpfs /dev/shm
        $B mount -t tmpfs tmpfs /tmp
        $B mount -t tmpfs tmpfs /run
        $B ip link set lo up
        $B ip addr add {PrivateNetwork.GuestV4}/24 dev eth0
        $B ip -6 addr add {PrivateNetwork.GuestV6}/64 dev eth0
        $B ip link set eth0 up
        $B ip route add default via {PrivateNetwork.HostV4}
        {Before}
        echo started
        {Command}
        echo "the server ended with $?"
        $B sleep 1
        $B poweroff -f

        """;
}
