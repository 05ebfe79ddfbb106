using System.Text;
using Lithe.Build.Output;
using Lithe.Description;
using Lithe.Image;
using ConfigurationRequest = Lithe.Kconfig.ConfigurationRequest;

namespace Lithe.Build.RootFiles;

/// <summary>The root file system of an image that runs a Linux program: what goes into its archive, and what the program is like.</summary>
internal sealed class RootFileSystem
{
    /// <summary>The archive's name in the output folder.</summary>
    public const string FileName = "root.cpio";

    private const ulong PageMask = 4095;

    // From so many bytes on the archive is better on a disk than in memory.
    private const long LargeSize = 4 << 20;

    private readonly SortedDictionary<string, RootEntry> _entries = new(StringComparer.Ordinal);

    private RootFileSystem()
    {
    }

    /// <summary>What the program's file asks of the configuration.</summary>
    public IReadOnlyList<ConfigurationRequest> Requests { get; private set; } = [];

    /// <summary>All files, parents before what is in them.</summary>
    public IEnumerable<RootEntry> Entries => _entries.Values;

    /// <summary>Reads what the description names; null for an application that is no Linux program.</summary>
    /// <exception cref="BuildFailure">A file cannot be used.</exception>
    public static RootFileSystem? Read(BuildRequest request, FileHashes hashes)
    {
        AppDescription app = request.App;
        if (!app.IsProgram)
            return null;
        // Before anything is downloaded or published for it.
        if (request.Target.Arch != "x86_64")
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1728", $"Linux programs run on x86_64 only, not on {request.Target.Arch}", $"use a target for x86_64, and leave {request.Target.Name} out of 'targets:'", app.File));
        var root = new RootFileSystem();
        foreach (RootEntry entry in DebianPackages.Read(request, hashes))
            root.Add(entry);
        if (app.RootPrograms is { } programs)
            root.Keep(ProgramFiles.Only([.. root._entries.Values], programs.Select(program => program.Text).Append(app.ProgramPath)));
        if (app.Root is { } source)
            root.AddSource(source, hashes, app);
        if (app.Kind == AppKind.DotNet)
            root.Add(new RootEntry(app.ProgramPath.TrimStart('/'), RootEntry.Regular | 0x1ed, File.ReadAllBytes(DotNetProgram.Publish(request, hashes))));
        else if (app.Source.Length > 0)
        {
            hashes.Watch(app.Source);
            root.Add(new RootEntry(Path.GetFileName(app.Source), RootEntry.Regular | 0x1ed, File.ReadAllBytes(app.Source)));
        }

        root.AddUsual();
        root.AddParents();
        root.Examine(app, request.Target);
        return root;
    }

    /// <summary>Writes the archive.</summary>
    public void Write(string file)
    {
        // A machine that runs may have the old one as its disk.
        string next = file + ".new";
        using (FileStream stream = File.Create(next))
            CpioArchive.Write(stream, _entries.Values);
        File.Move(next, file, overwrite: true);
    }

    // What comes later holds; a directory's own entry does not remove what is in it.
    private void Add(RootEntry entry) => _entries[entry.Path] = entry;

    private void Keep(IEnumerable<RootEntry> kept)
    {
        RootEntry[] entries = [.. kept];
        _entries.Clear();
        foreach (RootEntry entry in entries)
            Add(entry);
    }

    private void AddSource(string source, FileHashes hashes, AppDescription app)
    {
        hashes.Watch(source);
        if (Directory.Exists(source))
        {
            AddFolder(source, source, hashes);
            return;
        }

        IReadOnlyList<RootEntry> entries = CpioArchive.TryRead(File.ReadAllBytes(source))
            ?? throw new BuildFailure(Diagnostic.ErrorAt("LITHE1720", $"'{source}' is neither a folder nor a cpio archive (newc)", "make one with: find . | cpio -o -H newc", app.File));
        foreach (RootEntry entry in entries)
            Add(entry);
    }

    private void AddFolder(string top, string folder, FileHashes hashes)
    {
        foreach (FileSystemInfo info in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            string path = Path.GetRelativePath(top, info.FullName);
            hashes.Watch(info.FullName);
            uint permissions = (uint)info.UnixFileMode & 0xfff;
            if (info.LinkTarget is { } target)
            {
                Add(new RootEntry(path, RootEntry.Link | 0x1ff, Encoding.UTF8.GetBytes(target)));
            }
            else if (info is DirectoryInfo)
            {
                Add(new RootEntry(path, RootEntry.Directory | permissions, default));
                AddFolder(top, info.FullName, hashes);
            }
            else
            {
                Add(new RootEntry(path, RootEntry.Regular | permissions, File.ReadAllBytes(info.FullName)));
            }
        }
    }

    // What the C library and runtimes look names up in, where nobody has brought them.
    private void AddUsual()
    {
        foreach ((string path, string text) in new[]
        {
            ("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"),
            ("etc/group", "root:x:0:\nnogroup:x:65534:\n"),
            ("etc/hosts", "127.0.0.1\tlocalhost\n::1\tlocalhost\n"),
        })
            _entries.TryAdd(path, new RootEntry(path, RootEntry.Regular | 0x1a4, Encoding.UTF8.GetBytes(text)));
    }

    private void AddParents()
    {
        foreach (string path in _entries.Keys.ToArray())
        {
            for (string? parent = Path.GetDirectoryName(path); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
                _entries.TryAdd(parent, new RootEntry(parent, RootEntry.Directory | 0x1ed, default));
        }
    }

    // A program that is linked to fixed addresses has them kept free of page frames.
    private void Examine(AppDescription app, Target target)
    {
        RootEntry? program = Find(app.ProgramPath.TrimStart('/'), 0);
        if (program is not { IsRegular: true })
        {
            string? nearest = NearMatch.Find(app.ProgramPath.TrimStart('/'), [.. _entries.Values.Where(entry => entry.IsRegular && (entry.Mode & 0x49) != 0).Select(entry => entry.Path)]);
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1721", $"there is no file '{app.ProgramPath}' in the root file system", nearest is null ? null : $"did you mean '/{nearest}'?", app.File));
        }

        ElfFile file;
        try
        {
            file = ElfFile.Parse(program.Content);
        }
        catch (InvalidDataException problem)
        {
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1722", $"the program '{app.ProgramPath}' cannot run: it is {problem.Message}", "name a program for Linux on this processor", app.File));
        }

        const int X86 = 62, Arm64 = 183;
        if ((int)file.Machine != (target.Arch == "arm64" ? Arm64 : X86))
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1722", $"the program '{app.ProgramPath}' is for another processor than {target.Arch}", null, app.File));
        var requests = new List<ConfigurationRequest> { new("PROGRAM", "y") };
        if (app.RootPackages.Count > 0 || _entries.Values.Sum(entry => (long)entry.Content.Length) >= LargeSize)
            requests.Add(new("ROOT_IS_LARGE", "y"));
        // A network card is for sockets.
        if (app.Devices.Any(device => device.Text == "net" || device.Text.StartsWith("net:", StringComparison.Ordinal)))
            requests.Add(new("POSIX_INET", "y"));
        ElfSegment[] loaded = [.. file.Segments.Where(segment => segment.Type == 1)];
        if (program.Content.Span[16] == 2 && loaded.Length > 0)
        {
            ulong start = loaded.Min(segment => segment.Address) & ~PageMask, end = (loaded.Max(segment => segment.Address + segment.MemorySize) + PageMask) & ~PageMask;
            requests.Add(new("FRAMES_HOLE_START", $"0x{start:x}"));
            requests.Add(new("FRAMES_HOLE_END", $"0x{end:x}"));
        }

        Requests = requests;
    }

    // Through symbolic links, as the image will.
    private RootEntry? Find(string path, int depth)
    {
        string resolved = string.Empty;
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i] == ".")
                continue;
            if (parts[i] == "..")
            {
                resolved = Path.GetDirectoryName(resolved) ?? string.Empty;
                continue;
            }

            string next = resolved.Length == 0 ? parts[i] : resolved + "/" + parts[i];
            if (_entries.GetValueOrDefault(next) is { IsLink: true } link && depth < 40)
            {
                string target = Encoding.UTF8.GetString(link.Content.Span);
                string rest = string.Join('/', parts[(i + 1)..]);
                return Find((target.StartsWith('/') ? target : resolved + "/" + target) + "/" + rest, depth + 1);
            }
            resolved = next;
        }
        return _entries.GetValueOrDefault(resolved);
    }
}
