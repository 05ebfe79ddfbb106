using System.Globalization;
using Lithe.Kconfig.Conformance;

string cache = Option("--cache") ?? Path.Combine(
    Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
    "lithe", "kconfig-conformance");
switch (args is [{ } first, ..] && !first.StartsWith('-') ? first : "run")
{
    case "conf":
        return ConfCommand.Run(args.AsSpan(1));
    case "bench":
        return Bench.Run(new Sources(cache), Number("--runs", 5));
    case "fuzz" when args.Contains("--show"):
        Console.Write(new Lithe.Kconfig.Fuzz.Mutator(Number("--seed", 1)).Kconfig(Lithe.Kconfig.Fuzz.FuzzSamples.Kconfigs));
        return 0;
    case "fuzz":
        return FuzzCommand.Run(Number("--seconds", 60), Number("--seed", 1));
    case "run":
        return Run();
    default:
        Console.Error.WriteLine("usage: kconfig-conformance [run [--only x86_64|arm64|samples|busybox] [--first N] [--random N] | bench [--runs N] | "
            + "fuzz [--seconds N] [--seed N] [--show] | conf …] [--cache DIRECTORY]");
        return 2;
}

int Run()
{
    var sources = new Sources(cache);
    var report = new Report();
    string? only = Option("--only");
    int random = Number("--random", 20), first = Number("--first", 1);
    foreach (string arch in new[] { "x86_64", "arm64" })
    {
        if (only is not null && only != arch)
            continue;
        sources.PrepareLinux();
        new LinuxSuite(sources, arch, report).Run(first, random);
    }
    if (only is null or "samples")
    {
        sources.PrepareLinux();
        new SampleSuite(sources, report, Option("--update")).Run();
    }
    if (only is null or "busybox")
    {
        sources.PrepareBusyBox();
        new BusyBoxSuite(sources, report).Run(first, random);
    }
    return report.Finish();
}

string? Option(string name)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}

int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
