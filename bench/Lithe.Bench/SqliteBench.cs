using System.Globalization;
using System.Text;
using Lithe.Build;
using Lithe.Build.RootFiles;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>
/// Debian's sqlite3 with 60,000 inserts: in one transaction into a database in a shared folder, which the host's sqlite3 checks afterwards, and one by one into a database in the memory's file
/// system. The same program and script in the image and on Linux, in turns.
/// </summary>
public sealed class SqliteBench : IBenchmark
{
    private const int Rows = 60_000, Pairs = 5;
    private const string Init = "sqlite-init.c";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <inheritdoc/>
    public string Name => "sqlite";

    /// <inheritdoc/>
    public string Summary => "sqlite3: 60,000 inserts into a shared folder and into memory, against Linux";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        LinuxGuest linux = await LinuxGuest.PrepareAsync(context, cancel).ConfigureAwait(false);
        context.Note("building the image");
        BuildOutcome build = await context.BuildAsync("apps/sqlite", Target.QemuX64, new Dictionary<string, string> { ["FS_9P"] = "y" }, cancel).ConfigureAwait(false);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-sqlite-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "load.sql"), Script(), cancel).ConfigureAwait(false);
            var options = new VmOptions
            {
                ImagePath = build.ImagePath,
                InitialRamdisk = build.RootInMemory,
                RootDisk = build.RootDisk,
                Architecture = GuestArchitecture.X86_64,
                Machine = MachineType.Q35,
                Memory = MemorySize.FromMebibytes(256),
                Accelerator = Accelerator.Tcg,
                Devices = [new ShareDevice(folder.FullName, "/data")],
                CommandLine = "-- :memory: \".read /data/load.sql\"",
                Timeout = Limit,
            };
            string archive = Path.Combine(folder.FullName, "..", Path.GetFileName(folder.FullName) + ".cpio");
            VmOptions theirs = linux.Boot(options with { CommandLine = "" }, archive);
            await WriteArchiveAsync(context, build.RootArchive!, archive, cancel).ConfigureAwait(false);
            try
            {
                await CompareAsync(context, options, theirs, folder.FullName, cancel).ConfigureAwait(false);
            }
            finally
            {
                File.Delete(archive);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CompareAsync(BenchContext context, VmOptions ours, VmOptions theirs, string folder, CancellationToken cancel)
    {
        var times = new Dictionary<(bool, string), List<double>>();
        for (int i = 0; i < Pairs; i++)
        {
            foreach (bool isOurs in i % 2 == 0 ? new[] { true, false } : [false, true])
            {
                context.Note($"pair {i + 1} of {Pairs}: {(isOurs ? "apps/sqlite" : LinuxGuest.Name)}");
                string database = Path.Combine(folder, "test.db");
                File.Delete(database);
                foreach ((string name, double value) in await RunAsync(isOurs ? ours : theirs, cancel).ConfigureAwait(false))
                {
                    if (!times.TryGetValue((isOurs, name), out List<double>? values))
                        times.Add((isOurs, name), values = []);
                    values.Add(value);
                }

                await LinuxGuest.ShellAsync($"[ \"$(sqlite3 '{database}' 'pragma integrity_check; select count(*) from t;' | tr '\\n' ' ')\" = 'ok {Rows} ' ]", folder, cancel).ConfigureAwait(false);
            }
        }

        foreach (string name in (string[])["share", "memory"])
        {
            context.Report(new Compared(Spread.Of(times[(true, name)]), Spread.Of(times[(false, name)]), LinuxGuest.Name)
                .AsMeasurement($"sqlite.inserts_per_second.{name}", "inserts/s", Better.Higher, 1));
        }
    }

    // Seconds by the program's own clock before and after.
    private static string Script()
    {
        const string Time = "(julianday('now') - 2440587.5) * 86400.0";
        var text = new StringBuilder("create temp table times(name text, at real);\nattach '/data/test.db' as share;\nattach '/tmp/test.db' as memory;\n");
        foreach (string place in (string[])["share", "memory"])
        {
            text.Append(CultureInfo.InvariantCulture, $"create table {place}.t(id integer primary key, k text, v text);\ninsert into times values('{place}', {Time});\n");
            if (place == "share")
                text.Append("begin;\n");
            for (int i = 0; i < Rows; i++)
                text.Append(CultureInfo.InvariantCulture, $"insert into {place}.t(k, v) values('key{i}', 'value {i * 7919 % 10007}');\n");
            if (place == "share")
                text.Append("commit;\n");
            text.Append(CultureInfo.InvariantCulture, $"insert into times values('{place}', {Time});\n");
        }

        return text.Append("select 'seconds ' || name || ' ' || printf('%.4f', max(at) - min(at)) from times group by name;\nselect 'rows ' || count(*) from memory.t;\n").ToString();
    }

    private static async Task WriteArchiveAsync(BenchContext context, string root, string archive, CancellationToken cancel)
    {
        string program = await LinuxGuest.CompileAsync(context, Init, cancel).ConfigureAwait(false);
        IReadOnlyList<RootEntry> entries = CpioArchive.TryRead(await File.ReadAllBytesAsync(root, cancel).ConfigureAwait(false)) ?? throw new BenchException($"'{root}' is no archive");
        await LinuxGuest.WriteInitrdAsync(archive, [.. entries, LinuxGuest.Init(await File.ReadAllBytesAsync(program, cancel).ConfigureAwait(false))], cancel).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<(string Name, double Value)>> RunAsync(VmOptions options, CancellationToken cancel)
    {
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(options, console, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var found = new List<(string, double)>();
        var other = new List<string>();
        bool isWhole = false;
        await foreach (string line in console.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["seconds", _, _])
                found.Add((words[1], Rows / double.Parse(words[2], CultureInfo.InvariantCulture)));
            else if (words is ["rows", _])
                isWhole = words[1] == Rows.ToString(CultureInfo.InvariantCulture);
            else
                other.Add(line);
        }

        return found.Count == 2 && isWhole ? found : throw new BenchException($"sqlite3 {result.Describe()}: {string.Join('\n', other)}");
    }
}
