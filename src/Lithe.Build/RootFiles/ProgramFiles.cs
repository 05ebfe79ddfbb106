using System.Buffers.Binary;
using System.Text;
using Lithe.Image;

namespace Lithe.Build.RootFiles;

/// <summary>Finds the files that programs cannot do without: a guest's memory is what is left of it by its files, and reading them takes time, so it has no others.</summary>
internal static class ProgramFiles
{
    private const ulong Needed = 1;

    // Folders of programs and of code that they load.
    private static readonly string[] s_code = ["usr/bin/", "usr/sbin/", "usr/lib/", "usr/libexec/", "usr/games/"];

    /// <summary>Leaves of all files the programs, the libraries that these name, and what is no code.</summary>
    internal static IEnumerable<RootEntry> Only(IReadOnlyCollection<RootEntry> files, IEnumerable<string> programs)
    {
        var byName = files.Where(file => IsCode(file.Path) && !file.IsDirectory).ToLookup(file => Path.GetFileName(file.Path), StringComparer.Ordinal);
        var kept = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(programs.Select(program => Path.GetFileName(program)));
        // The programs' interpreter; everybody's.
        open.Enqueue("ld-linux-x86-64.so.2");
        while (open.TryDequeue(out string? name))
        {
            foreach (RootEntry file in byName[name])
            {
                if (!kept.Add(file.Path))
                    continue;
                if (file.IsLink)
                    open.Enqueue(Path.GetFileName(Encoding.UTF8.GetString(file.Content.Span)));
                else
                    NamesIn(file.Content).ForEach(open.Enqueue);
            }
        }

        return files.Where(file => file.IsDirectory ? !file.Path.StartsWith("usr/", StringComparison.Ordinal) : !IsCode(file.Path) || kept.Contains(file.Path));
    }

    private static bool IsCode(string path) => Array.Exists(s_code, folder => path.StartsWith(folder, StringComparison.Ordinal));

    // Libraries by the dynamic section (System V ABI): pairs of a tag and a value.
    private static List<string> NamesIn(ReadOnlyMemory<byte> content)
    {
        var names = new List<string>();
        if (!content.Span.StartsWith("\u007fELF"u8))
            return names;
        ElfFile file = ElfFile.Parse(content);
        ReadOnlySpan<byte> entries = file.Contents(".dynamic").Span, strings = file.Contents(".dynstr").Span;
        for (; entries.Length >= 16; entries = entries[16..])
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(entries) != Needed)
                continue;
            ReadOnlySpan<byte> name = strings[(int)BinaryPrimitives.ReadUInt64LittleEndian(entries[8..])..];
            names.Add(Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]));
        }

        return names;
    }
}
