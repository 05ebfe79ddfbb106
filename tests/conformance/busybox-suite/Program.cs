using System.Diagnostics;
using Lithe.BusyboxSuite;

// usage: busybox-suite [APPLET...]: Debian's busybox against its own test suite, on Linux and in the image; a table, and the tests that pass on Linux alone. 0 when at least 90 of 100 pass.
string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "Lithe.slnx")))
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("run it inside of the repository");
Source source = await Source.PrepareAsync();
string work = Path.Combine("/tmp", $"bb{Environment.ProcessId}");
try
{
    Console.WriteLine("on Linux");
    Dictionary<string, Outcome> linux = await Suite.RunAsync(source, work, image: null, args);
    Console.WriteLine($"{linux.Count(pair => pair.Value == Outcome.Passed)} of {linux.Count} pass; in the image");
    await using Guest guest = await Guest.StartAsync(root, work);
    Dictionary<string, Outcome> image = await Suite.RunAsync(source, work, guest, args);
    return Suite.Report(linux, image);
}
finally
{
    if (Directory.Exists(work))
        Directory.Delete(work, recursive: true);
}
