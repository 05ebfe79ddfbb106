using System.Globalization;
using Lithe.Build;
using Lithe.Vmm;

namespace Lithe.Cli.Doctor;

/// <summary>Looks at everything that Lithe needs from this machine.</summary>
internal static class Examination
{
    private const double LeastFreeMebibytes = 1024;
    private static readonly Version LeastQemu = new(7, 2);

    public static async Task<IReadOnlyList<Check>> RunAsync(string root, CancellationToken cancel)
    {
        var checks = new List<Check>();
        foreach (Tool tool in await Toolchain.ExamineAsync(cancel).ConfigureAwait(false))
            checks.Add(Judge(tool));
        foreach (GuestArchitecture architecture in Enum.GetValues<GuestArchitecture>())
            checks.Add(await JudgeQemuAsync(architecture, cancel).ConfigureAwait(false));
        checks.Add(await JudgeKvmAsync(cancel).ConfigureAwait(false));
        checks.Add(JudgeDisk(root));
        return checks;
    }

    /// <summary>One command that installs every missing Debian package, or null when none is missing.</summary>
    public static string? MendAll(IEnumerable<Check> checks)
    {
        string[] packages =
        [
            .. checks.Where(c => c.Verdict == Verdict.Bad && c.Mend?.StartsWith(Apt, StringComparison.Ordinal) == true)
                .Select(c => c.Mend![Apt.Length..].Trim()).Distinct(),
        ];
        return packages.Length == 0 ? null : $"{Apt} {string.Join(' ', packages)}";
    }

    private const string Apt = "apt-get install --no-install-recommends";

    private static Check Judge(Tool tool)
    {
        string finding = tool.Path is null ? "not found" : $"{tool.Version ?? "unknown version"}  ({tool.Path})";
        string? mend = tool.IsUsable ? null : tool.DebianPackage is null ? tool.Mend : $"{Apt} {tool.DebianPackage}";
        return new Check(tool.Name, tool.IsUsable ? Verdict.Good : Verdict.Bad, finding, AtLeast(tool.Minimum), mend);
    }

    private static async Task<Check> JudgeQemuAsync(GuestArchitecture architecture, CancellationToken cancel)
    {
        string name = QemuCommandLine.ProgramFor(architecture);
        string mend = $"{Apt} {QemuCommandLine.PackageFor(architecture)}";
        string wanted = AtLeast(LeastQemu.ToString());
        if (ProgramFinder.Find(name) is not { } path)
            return new Check(name, Verdict.Bad, "not found", wanted, mend);
        Version? version = await ProgramVersion.AskAsync(path, "--version", cancel).ConfigureAwait(false);
        bool good = version is not null && version >= LeastQemu;
        return new Check(name, good ? Verdict.Good : Verdict.Bad, $"{version?.ToString() ?? "unknown version"}  ({path})", wanted, good ? null : mend);
    }

    private static async Task<Check> JudgeKvmAsync(CancellationToken cancel)
    {
        string? why = await KvmProbe.WhyUnusableAsync(cancel).ConfigureAwait(false);
        return why is null
            ? new Check("kvm", Verdict.Good, "usable", "")
            : new Check("kvm", Verdict.Remark, $"{why}; images run translated (tcg), slower", "");
    }

    private static Check JudgeDisk(string root)
    {
        double free = new DriveInfo(root).AvailableFreeSpace / (1024.0 * 1024);
        string finding = string.Create(CultureInfo.InvariantCulture, $"{free / 1024:0.0} GiB free in {root}");
        bool enough = free >= LeastFreeMebibytes;
        return new Check("disk", enough ? Verdict.Good : Verdict.Bad, finding, "at least 1 GiB", enough ? null : $"free some space; ./lithe clean --cache empties {root}/build/cache");
    }

    private static string AtLeast(string minimum) => minimum.Length == 0 ? "" : $"at least {minimum}";
}
