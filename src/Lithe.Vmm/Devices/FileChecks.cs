using System.Text;

namespace Lithe.Vmm;

/// <summary>Whether the host's files and folders can be what a machine's devices, or a process's, make of them.</summary>
internal static class FileChecks
{
    /// <summary>Bytes of a sector: what the size of a disk's file is a multiple of, on a machine and in a process.</summary>
    public const int SectorSize = 512;

    /// <summary>The longest name of a shared folder (QEMU's hw/9pfs), in bytes.</summary>
    private const int LongestTag = 31;

    private sealed record Use(HostFile File, string Path, string What, bool IsWritten);

    /// <summary>Refuses what is not there, is something else, may not be opened, or is used twice.</summary>
    /// <exception cref="VmException">Something is such.</exception>
    public static void Check(IEnumerable<GuestDevice> devices)
    {
        var uses = new List<Use>();
        foreach (GuestDevice device in devices)
        {
            switch (device)
            {
                case DiskDevice { Path: { } path } disk:
                    uses.Add(CheckDisk(disk, path));
                    break;
                case ShareDevice share:
                    CheckShare(share);
                    break;
                case NetworkDevice { CapturePath: { } path }:
                    uses.Add(CheckOutput(path, "a capture of packets"));
                    break;
                case SimpleDevice { Path: { } path } console:
                    uses.Add(CheckOutput(path, "a console's output"));
                    for (int i = 1; i < console.Ports; i++)
                        uses.Add(CheckOutput($"{path}.{i}", "a console's output"));
                    break;
            }
        }

        foreach ((int index, Use use) in uses.Index())
        {
            if (uses.Take(index).FirstOrDefault(earlier => earlier.File.Identity == use.File.Identity && (earlier.IsWritten || use.IsWritten)) is not { } first)
                continue;
            bool areDisks = first.What == use.What;
            string same = first.Path == use.Path ? $"'{use.Path}' is given twice: {(areDisks ? "both times as a disk" : $"as {first.What}, and as {use.What}")}" : $"'{first.Path}' ({first.What}) and '{use.Path}' ({use.What}) are the same file";
            throw Refuse(same, areDisks ? "give each disk a file of its own, or give both read-only: --device \"disk file=FILE readonly\"" : "give each a file of its own");
        }
    }

    private static Use CheckDisk(DiskDevice disk, string path)
    {
        HostFile file = HostFile.Look(path);
        switch (file.Kind)
        {
            case HostFileKind.Missing:
                throw Refuse($"there is no disk '{path}'", "make the file first, for instance: truncate --size 64M FILE");
            case HostFileKind.Folder:
                throw Refuse($"'{path}' is a folder, not a disk", $"a disk is a file or a block device; a folder is given with --share {ShellWord(path)}");
            case HostFileKind.Other:
                throw Refuse($"'{path}' is neither a file nor a block device", "make a file, for instance: truncate --size 64M FILE");
            case HostFileKind.Regular when file.Length == 0:
                throw Refuse($"the disk '{path}' is empty", $"give it a size, for instance: truncate --size 64M {ShellWord(path)}");
            case HostFileKind.Regular when file.Length % SectorSize != 0:
                throw Refuse(
                    $"the disk '{path}' has {file.Length} bytes, which are no whole sectors of {SectorSize}", $"fill it up with zeroes: truncate --size %{SectorSize} {ShellWord(path)}");
        }

        if (HostFile.WhyUnusable(path, !disk.IsReadOnly) is { } why)
        {
            throw HostFile.WhyUnusable(path, isWritten: false) is null
                ? Refuse($"the disk '{path}' cannot be written: {why}", "change its rights (chmod, chown), or give it read-only: --device \"disk file=FILE readonly\"")
                : Refuse($"the disk '{path}' cannot be opened: {why}", "change its rights: chmod, chown");
        }

        return HostFile.IsLocked(path, !disk.IsReadOnly)
            ? throw Refuse($"the disk '{path}' is in use by another machine", "end that machine first, or give this one a copy")
            : new Use(file, path, "a disk", !disk.IsReadOnly);
    }

    private static void CheckShare(ShareDevice share)
    {
        HostFileKind kind = HostFile.Look(share.Folder).Kind;
        if (kind == HostFileKind.Missing)
            throw Refuse($"there is no folder '{share.Folder}' to share", "make it first: mkdir");
        if (kind != HostFileKind.Folder)
            throw Refuse($"'{share.Folder}' is a file, and what is shared is a folder", $"share the folder that it is in, or give it as a disk: --disk {ShellWord(share.Folder)}");
        if (share.Tag.Length == 0)
            throw Refuse($"the share of '{share.Folder}' has no name", $"give it one: --share {ShellWord(share.Folder)}:NAME");
        int length = Encoding.UTF8.GetByteCount(share.Tag);
        if (length > LongestTag)
            throw Refuse($"the name of a share has at most {LongestTag} bytes, and '{Shorten(share.Tag)}' has {length}", $"give it a shorter one: --share {ShellWord(share.Folder)}:NAME");
    }

    private static Use CheckOutput(string path, string what) =>
        HostFile.WhyNotWritable(path) is { } why ? throw Refuse($"{what} cannot be written to '{path}': {why}", "name another file") : new Use(HostFile.Look(path), path, what, true);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..37] + "...";

    private static string ShellWord(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);
}
