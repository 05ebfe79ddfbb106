using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Lithe.Build.RootFiles;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>
/// The peer that most figures are held against: Linux 6.1 from Debian's source, configured tiny with what the load needs (<c>bench/peers/kernel.config</c>), and as its first
/// program one C file of <c>bench/peers</c>, static. It boots by PVH on q35, with the same processor and devices as the image beside it.
/// </summary>
/// <remarks>The kernel is built once, some ten minutes of two processors, and kept in the user's cache until its configuration changes.</remarks>
internal sealed class LinuxGuest
{
    /// <summary>How the kernel is called in tables.</summary>
    internal const string Name = "Linux 6.1, tiny";

    private const string Packages = "build-essential flex bison bc libelf-dev xz-utils";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly string _kernel;
    private readonly string _folder;

    private LinuxGuest(string kernel, string folder) => (_kernel, _folder) = (kernel, folder);

    /// <summary>The kernel, built if need be.</summary>
    /// <exception cref="BenchException">It cannot be fetched or built.</exception>
    internal static Task<LinuxGuest> PrepareAsync(BenchContext context, CancellationToken cancel) => PrepareAsync(context, isForMany: false, cancel);

    /// <summary>The same, for one processor or for as many as the machine has.</summary>
    internal static async Task<LinuxGuest> PrepareAsync(BenchContext context, bool isForMany, CancellationToken cancel)
    {
        string folder = Path.Combine(CacheFolder(), "lithe", "linux-guest"), peers = Path.Combine(context.Root, "bench", "peers"), kind = isForMany ? "smp" : "one";
        string symbols = await File.ReadAllTextAsync(Path.Combine(peers, "kernel.config"), cancel).ConfigureAwait(false)
            + await File.ReadAllTextAsync(Path.Combine(peers, $"kernel-{kind}.config"), cancel).ConfigureAwait(false);
        string kernel = Path.Combine(folder, $"vmlinux-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(symbols)))[..16]}");
        Directory.CreateDirectory(folder);
        if (!File.Exists(kernel))
        {
            context.Note("building Linux for the comparison: once, some ten minutes");
            await ShellAsync("missing=; for p in " + Packages + "; do dpkg -s $p >/dev/null 2>&1 || missing=\"$missing $p\"; done; [ -z \"$missing\" ] || apt-get install -y $missing", folder, cancel)
                .ConfigureAwait(false);
            if (!File.Exists(Path.Combine(folder, "src", "Makefile")))
            {
                await ShellAsync(
                    "apt-get download linux-source-6.1 && mkdir -p deb src && dpkg-deb --fsys-tarfile linux-source-6.1_*.deb | tar xf - -C deb ./usr/src/linux-source-6.1.tar.xz"
                    + " && tar xf deb/usr/src/linux-source-6.1.tar.xz -C src --strip-components=1 && rm -rf deb linux-source-6.1_*.deb", folder, cancel).ConfigureAwait(false);
            }

            string config = Path.Combine(folder, $"config-{kind}"), output = Path.Combine(folder, $"out-{kind}");
            await File.WriteAllTextAsync(config, symbols, cancel).ConfigureAwait(false);
            Directory.CreateDirectory(output);
            await ShellAsync(
                $"[ ! -f src/.config ] || make -C src mrproper; make -C src O='{output}' tinyconfig && cd '{output}' && KCONFIG_CONFIG=.config ../src/scripts/kconfig/merge_config.sh -m .config '{config}'"
                + $" && make olddefconfig && make -j$(nproc) vmlinux && cp vmlinux '{kernel}.new' && mv '{kernel}.new' '{kernel}'",
                folder, cancel).ConfigureAwait(false);
        }

        return new LinuxGuest(kernel, folder);
    }

    /// <summary>What boots Linux with a C file of <c>bench/peers</c> as its first program; the rest of the options is the caller's.</summary>
    internal async Task<VmOptions> BootAsync(BenchContext context, string source, VmOptions options, CancellationToken cancel)
    {
        string initrd = Path.Combine(_folder, Path.ChangeExtension(source, ".cpio"));
        string program = await CompileAsync(context, source, cancel).ConfigureAwait(false);
        await WriteInitrdAsync(initrd, [Init(await File.ReadAllBytesAsync(program, cancel).ConfigureAwait(false))], cancel).ConfigureAwait(false);
        return Boot(options, initrd);
    }

    /// <summary>What boots Linux with an archive of files, of which <c>init</c> is the first program.</summary>
    internal VmOptions Boot(VmOptions options, string initrd) => options with
    {
        // microvm has no clock that Linux would trust on a busy host; nor does it find the timer's interrupt there in time, and gives up.
        Machine = MachineType.Q35,
        ImagePath = _kernel,
        CommandLine = $"console=ttyS0 quiet panic=-1 no_timer_check mitigations=off {options.CommandLine}".TrimEnd(),
        InitialRamdisk = initrd,
    };

    /// <summary>Boots a program that prints lines and ends the machine; its lines.</summary>
    /// <exception cref="BenchException">It printed none that begins with one of these words.</exception>
    internal async Task<IReadOnlyList<string[]>> RunAsync(BenchContext context, string source, VmOptions options, IReadOnlyList<string> words, CancellationToken cancel)
    {
        VmOptions boot = await BootAsync(context, source, options with { Timeout = Limit }, cancel).ConfigureAwait(false);
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(boot, console, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var found = new List<string[]>();
        var other = new StringBuilder();
        await foreach (string line in console.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 1 && words.Contains(parts[0]))
                found.Add(parts);
            else
                other.AppendLine(line);
        }

        return found.Count > 0 ? found : throw new BenchException($"{source} on Linux {result.Describe()}: {other}");
    }

    /// <summary>Compiles a C file of <c>bench/peers</c>, static and optimised; the program's path.</summary>
    internal static Task<string> CompileAsync(BenchContext context, string source, CancellationToken cancel) => CompileAsync(context, source, "-O2 -static -pthread", cancel);

    /// <summary>The same with the compiler's options.</summary>
    internal static async Task<string> CompileAsync(BenchContext context, string source, string options, CancellationToken cancel)
    {
        string folder = Path.Combine(CacheFolder(), "lithe", "peers");
        Directory.CreateDirectory(folder);
        string program = Path.Combine(folder, Path.GetFileNameWithoutExtension(source));
        await ShellAsync($"gcc {options} -o '{program}' '{Path.Combine(context.Root, "bench", "peers", source)}'", folder, cancel).ConfigureAwait(false);
        return program;
    }

    /// <summary>Where what is built for comparisons is kept.</summary>
    internal static string CacheFolder() => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    /// <summary>The first program.</summary>
    internal static RootEntry Init(byte[] program) => new("init", RootEntry.Regular | 0x1ed, program);

    /// <summary>Writes an archive of files, with the device that the first program has as its console.</summary>
    internal static async Task WriteInitrdAsync(string path, IEnumerable<RootEntry> files, CancellationToken cancel)
    {
        const uint CharacterDevice = 0x2000;
        // Several benchmarks may run at a time.
        string made = $"{path}.{Environment.ProcessId}";
        await using (FileStream file = File.Create(made))
            CpioArchive.Write(file, [new RootEntry("dev", RootEntry.Directory | 0x1ed, default), new RootEntry("dev/console", CharacterDevice | 0x180, default) { Device = (5, 1) }, .. files]);
        cancel.ThrowIfCancellationRequested();
        File.Move(made, path, overwrite: true);
    }

    /// <summary>Runs a line of shell.</summary>
    /// <exception cref="BenchException">It failed.</exception>
    internal static async Task ShellAsync(string command, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("sh", ["-e", "-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder };
        using Process process = Process.Start(start) ?? throw new BenchException("sh did not start");
        process.StandardInput.Close();
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None), errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            string text = await errors.ConfigureAwait(false) + await output.ConfigureAwait(false);
            throw new BenchException($"'{command}' ended with {process.ExitCode}: {text[Math.Max(0, text.Length - 2000)..]}");
        }
    }
}
