using System.Diagnostics;
using System.Formats.Tar;
using System.Text;
using Lithe.Build.Output;
using Lithe.Description;

namespace Lithe.Build.RootFiles;

/// <summary>
/// Files of Debian packages, with what these depend on. apt says which versions there are and downloads them, once for each version; their files are unpacked, nothing of
/// them is run or installed.
/// </summary>
internal static class DebianPackages
{
    public static IEnumerable<RootEntry> Read(BuildRequest request, FileHashes hashes)
    {
        if (request.App.RootPackages.Count == 0)
            return [];
        string folder = Path.Combine(request.LitheRoot, "build", "debian");
        Directory.CreateDirectory(folder);
        var entries = new List<RootEntry>();
        foreach ((string name, string version) in Resolve(request))
        {
            string file = Path.Combine(folder, $"{name}_{version.Replace(":", "%3a", StringComparison.Ordinal)}.deb");
            if (!File.Exists(file))
                Download(request, name, version, folder, file);
            hashes.Watch(file);
            entries.AddRange(Unpack(request, file));
        }
        return entries;
    }

    private static string ArchitectureOf(Target target) => target.Arch == "arm64" ? "arm64" : "amd64";

    // Names and versions of the packages and all that they cannot do without. What is essential to a Debian system is not: there is no shell in an image.
    private static IReadOnlyList<(string Name, string Version)> Resolve(BuildRequest request)
    {
        string[] wanted = [.. request.App.RootPackages.Select(package => package.Text)];
        string suffix = ":" + ArchitectureOf(request.Target);
        // apt-cache says nothing of packages that it does not know as long as it knows another, and names none where it knows none.
        string known = Output(request, "apt-cache", ["show", "--no-all-versions", .. wanted.Select(name => name + suffix)], null, out _, out _);
        CheckKnown(request.App, known);
        string listing = Run(request, "apt-cache",
        [
            "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks", "--no-replaces", "--no-enhances",
            .. wanted.Select(name => name + suffix),
        ]);
        SortedSet<string> names = Reach(wanted, listing, suffix);
        var found = new List<(string, string)>();
        foreach (string block in Run(request, "apt-cache", ["show", "--no-all-versions", .. names.Select(name => name + suffix)]).Split("\n\n"))
        {
            string? name = Field(block, "Package: "), version = Field(block, "Version: ");
            if (name is not null && version is not null)
                found.Add((name, version));
        }
        return [.. found.OrderBy(entry => entry.Item1, StringComparer.Ordinal)];
    }

    /// <summary>Refuses a description that names a package which is not in what <c>apt-cache show</c> has printed.</summary>
    /// <exception cref="BuildFailure">apt knows no such package.</exception>
    internal static void CheckKnown(AppDescription app, string shown)
    {
        HashSet<string?> names = [.. shown.Split("\n\n").Select(block => Field(block, "Package: "))];
        foreach (PlacedText package in app.RootPackages)
        {
            if (!names.Contains(package.Text))
                throw new BuildFailure(Diagnostic.ErrorAt("LITHE1723", $"apt knows no package '{package.Text}'", "look for it with 'apt-cache search', after 'apt-get update'", app.File, package.Line, package.Column));
        }
    }

    /// <summary>
    /// What packages need, in the listing of <c>apt-cache depends</c>: a package in the first column, below it what it depends on, all alternatives and all that provide it. Packages that only maintainer
    /// scripts use are left out with what they alone need, if nobody asks for them; <c>perl-base</c> is perl's program.
    /// </summary>
    internal static SortedSet<string> Reach(string[] wanted, string listing, string suffix)
    {
        var needs = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? below = null;
        foreach (string line in listing.Split('\n'))
        {
            string name = line[(line.IndexOf(": ", StringComparison.Ordinal) is >= 0 and int colon ? colon + 2 : 0)..].Trim().Replace(suffix, string.Empty, StringComparison.Ordinal);
            if (name.Length == 0)
                continue;
            if (char.IsWhiteSpace(line[0]))
                below?.Add(name);
            else if (!needs.TryGetValue(name, out below))
                needs[name] = below = [];
        }

        var reached = new SortedSet<string>(StringComparer.Ordinal);
        var left = new Stack<string>(wanted);
        while (left.TryPop(out string? name))
        {
            bool isPerls = name == "perl-base" && (reached.Contains("perl") || wanted.Contains("perl"));
            if (Needless.Contains(name) && !isPerls && !wanted.Contains(name) || !reached.Add(name))
                continue;
            foreach (string next in needs.GetValueOrDefault(name) ?? [])
                left.Push(next);
        }

        reached.RemoveWhere(name => name.StartsWith('<'));
        return reached;
    }

    // Packages that only maintainer scripts use.
    private static readonly string[] Needless = ["debconf", "dpkg", "tar", "perl-base", "init-system-helpers", "lsb-base", "adduser", "passwd", "debconf-2.0", "cdebconf", "sysvinit-utils"];

    private static string? Field(string block, string name) =>
        block.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();

    private static void Download(BuildRequest request, string name, string version, string folder, string file)
    {
        string temporary = Path.Combine(folder, ".download-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(temporary);
        try
        {
            Run(request, "apt-get", ["-q", "download", $"{name}:{ArchitectureOf(request.Target)}={version}"], temporary);
            string[] files = Directory.GetFiles(temporary, "*.deb");
            if (files.Length != 1)
                throw new BuildFailure(Diagnostic.ErrorAt("LITHE1724", $"apt-get did not download the package '{name}'", null, request.App.File));
            File.Move(files[0], file, overwrite: true);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static List<RootEntry> Unpack(BuildRequest request, string file)
    {
        var entries = new List<RootEntry>();
        using Process process = Start(request, "dpkg-deb", ["--fsys-tarfile", file], null);
        using (var reader = new TarReader(process.StandardOutput.BaseStream, leaveOpen: true))
        {
            var contents = new Dictionary<string, RootEntry>(StringComparer.Ordinal);
            while (reader.GetNextEntry(copyData: true) is { } entry)
            {
                string path = entry.Name.TrimEnd('/');
                path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/');
                if (path is "" or ".")
                    continue;
                RootEntry? made = entry.EntryType switch
                {
                    TarEntryType.Directory => new RootEntry(path, RootEntry.Directory | (uint)entry.Mode, default),
                    TarEntryType.SymbolicLink => new RootEntry(path, RootEntry.Link | 0x1ff, Encoding.UTF8.GetBytes(entry.LinkName)),
                    TarEntryType.RegularFile or TarEntryType.V7RegularFile => new RootEntry(path, RootEntry.Regular | (uint)entry.Mode, Contents(entry)),
                    TarEntryType.HardLink when contents.TryGetValue(entry.LinkName.StartsWith("./", StringComparison.Ordinal) ? entry.LinkName[2..] : entry.LinkName, out RootEntry? target)
                        => target with { Path = path },
                    _ => null,
                };
                if (made is null)
                    continue;
                made = made with { User = (uint)entry.Uid, Group = (uint)entry.Gid, Time = (uint)entry.ModificationTime.ToUnixTimeSeconds() };
                contents[path] = made;
                // Nobody reads manuals in an image.
                if (!path.StartsWith("usr/share/doc/", StringComparison.Ordinal) && !path.StartsWith("usr/share/man/", StringComparison.Ordinal)
                    && !path.StartsWith("usr/share/lintian/", StringComparison.Ordinal) && !path.StartsWith("usr/share/locale/", StringComparison.Ordinal))
                {
                    entries.Add(made);
                }
            }
        }
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1725", $"the package '{Path.GetFileName(file)}' cannot be unpacked: {errors.Trim()}", "remove the file and build again", file));
        // Debian's merged /usr: /bin is /usr/bin, and so on.
        foreach (RootEntry entry in entries.ToArray())
        {
            string top = entry.Path.Split('/')[0];
            if (top is not ("bin" or "sbin" or "lib" or "lib64"))
                continue;
            entries.Remove(entry);
            if (entry.Path != top)
                entries.Add(entry with { Path = "usr/" + entry.Path });
        }
        foreach (string top in new[] { "bin", "sbin", "lib", "lib64" })
            entries.Add(new RootEntry(top, RootEntry.Link | 0x1ff, Encoding.UTF8.GetBytes("usr/" + top)));
        return entries;
    }

    private static byte[] Contents(TarEntry entry)
    {
        if (entry.DataStream is null)
            return [];
        using var copy = new MemoryStream();
        entry.DataStream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string Run(BuildRequest request, string program, string[] arguments, string? folder = null)
    {
        string output = Output(request, program, arguments, folder, out string errors, out int status);
        if (status != 0)
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1724", $"{program} {arguments[0]} failed: {errors.Trim()}", "packages come from the machine's own apt sources; try 'apt-get update'", request.App.File));
        return output;
    }

    private static string Output(BuildRequest request, string program, string[] arguments, string? folder, out string errors, out int status)
    {
        using Process process = Start(request, program, arguments, folder);
        Task<string> told = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        errors = told.Result;
        status = process.ExitCode;
        return output;
    }

    private static Process Start(BuildRequest request, string program, string[] arguments, string? folder)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? string.Empty };
        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1724", $"'{program}' is not installed: files of Debian packages are had on Debian only", null, request.App.File));
        }
    }
}
