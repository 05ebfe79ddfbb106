using System.IO.MemoryMappedFiles;
using System.Text;

namespace DotnetWide;

/// <summary>Files and folders by everything that System.IO has for them.</summary>
internal static class FileChecks
{
    public static void Add(Checks checks)
    {
        Add(checks, "texts, lines and appending", Texts);
        Add(checks, "positions and lengths", Positions);
        Add(checks, "holes and growing", Growing);
        checks.Add("files: asynchronous", () => InFolderAsync(AsynchronousAsync));
        Add(checks, "folders", Folders);
        Add(checks, "moves, copies, replacements", Moves);
        Add(checks, "links", Links);
        Add(checks, "times, sizes, modes", Attributes);
        Add(checks, "what is not there and what is taken", Refusals);
        Add(checks, "shares and locks", Shares);
        Add(checks, "mapped into memory", Mapped);
        checks.Add("files: watched", () => InFolderAsync(WatchedAsync));
        Add(checks, "many open at once", Many);
    }

    private static void Add(Checks checks, string name, Action<string> check) => checks.Add("files: " + name, () => InFolderAsync(folder => Task.Run(() => check(folder))));

    private static async Task InFolderAsync(Func<string, Task> check)
    {
        string folder = Directory.CreateTempSubdirectory("wide").FullName;
        try
        {
            await check(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Texts(string folder)
    {
        string file = Path.Combine(folder, "täxt");
        File.WriteAllText(file, "first\nsecond\n", Encoding.UTF8);
        File.AppendAllLines(file, ["third", "φ"]);
        Checks.Equal("first,second,third,φ", string.Join(',', File.ReadLines(file)));
        using (StreamWriter writer = File.AppendText(file))
            writer.Write("end");
        Checks.Equal("end", File.ReadAllLines(file)[^1]);
        Checks.Equal((byte)0xef, File.ReadAllBytes(file)[0]);
    }

    private static void Positions(string folder)
    {
        using FileStream stream = new(Path.Combine(folder, "data"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 100);
        byte[] bytes = new byte[100_000];
        new Random(1).NextBytes(bytes);
        stream.Write(bytes);
        stream.Seek(-10, SeekOrigin.End);
        Checks.Equal((int)bytes[^10], stream.ReadByte());
        stream.Position = 5;
        stream.Write([1, 2, 3]);
        stream.SetLength(50);
        stream.Flush(flushToDisk: true);
        stream.Position = 0;
        byte[] back = new byte[100];
        Checks.Equal(50, stream.ReadAtLeast(back, 100, throwOnEndOfStream: false));
        Checks.True(back.AsSpan(0, 5).SequenceEqual(bytes.AsSpan(0, 5)) && back[5] == 1 && back.AsSpan(8, 42).SequenceEqual(bytes.AsSpan(8, 42)), "other bytes");
        RandomAccess.Write(stream.SafeFileHandle, [9], 49);
        Checks.Equal(1, RandomAccess.Read(stream.SafeFileHandle, back, 49));
        Checks.Equal((byte)9, back[0]);
    }

    private static void Growing(string folder)
    {
        using FileStream stream = File.Create(Path.Combine(folder, "holes"));
        stream.Position = 1_000_000;
        stream.WriteByte(1);
        Checks.Equal(1_000_001L, stream.Length);
        stream.Position = 500_000;
        Checks.Equal(0, stream.ReadByte());
        for (int i = 0; i < 10_000; i++)
        {
            stream.Seek(0, SeekOrigin.End);
            stream.Write("a line of a log\n"u8);
        }

        Checks.Equal(1_160_001L, stream.Length);
    }

    private static async Task AsynchronousAsync(string folder)
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            string file = Path.Combine(folder, $"{number}");
            byte[] bytes = new byte[50_000 + number];
            new Random(number).NextBytes(bytes);
            await using (var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 4096, useAsync: true))
            {
                for (int at = 0; at < bytes.Length; at += 7000)
                    await stream.WriteAsync(bytes.AsMemory(at, Math.Min(7000, bytes.Length - at)));
            }

            byte[] back = await File.ReadAllBytesAsync(file);
            Checks.True(bytes.AsSpan().SequenceEqual(back), $"other bytes in file {number}");
        }));
    }

    private static void Folders(string folder)
    {
        for (int i = 0; i < 300; i++)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, $"d{i % 10}", "e")).FullName, $"f{i}.txt"), "x");
        Checks.Equal(300, Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories).Count());
        Checks.Equal(30, Directory.GetFiles(Path.Combine(folder, "d3", "e")).Length);
        Checks.Equal(10, Directory.GetDirectories(folder, "d?").Length);
        Checks.Throws<IOException>(() => Directory.Delete(Path.Combine(folder, "d1")));
        Directory.Move(Path.Combine(folder, "d1"), Path.Combine(folder, "moved"));
        Checks.True(File.Exists(Path.Combine(folder, "moved", "e", "f1.txt")) && !Directory.Exists(Path.Combine(folder, "d1")), "the folder was not moved");
        string before = Directory.GetCurrentDirectory();
        Directory.SetCurrentDirectory(folder);
        Checks.True(Directory.Exists("moved"), "paths do not start at the current folder");
        Directory.SetCurrentDirectory(before);
        var info = new DirectoryInfo(folder);
        Checks.Equal(300L, info.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));
    }

    private static void Moves(string folder)
    {
        string a = Path.Combine(folder, "a"), b = Path.Combine(folder, "b"), c = Path.Combine(folder, "c");
        File.WriteAllText(a, "a");
        File.Copy(a, b);
        Checks.Throws<IOException>(() => File.Copy(a, b));
        Checks.Throws<IOException>(() => File.Move(a, b));
        File.WriteAllText(b, "b");
        File.Replace(a, b, c);
        Checks.Equal("ab", File.ReadAllText(b) + File.ReadAllText(c));
        File.Move(b, c, overwrite: true);
        Checks.Equal("c", Path.GetFileName(Directory.GetFiles(folder).Single()));
        byte[] large = new byte[3_000_000];
        new Random(3).NextBytes(large);
        File.WriteAllBytes(a, large);
        File.Copy(a, b, overwrite: true);
        Checks.True(large.AsSpan().SequenceEqual(File.ReadAllBytes(b)), "the copy is another");
    }

    private static void Links(string folder)
    {
        string file = Path.Combine(folder, "file"), link = Path.Combine(folder, "link");
        File.WriteAllText(file, "content");
        File.CreateSymbolicLink(link, "file");
        Checks.Equal("content", File.ReadAllText(link));
        Checks.Equal("file", new FileInfo(link).LinkTarget!);
        Checks.Equal(file, File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName);
        File.Delete(file);
        Checks.True(!File.Exists(file) && new FileInfo(link).LinkTarget is not null, "the link went with its file");
        Checks.Throws<FileNotFoundException>(() => File.ReadAllText(link));
        File.CreateSymbolicLink(file, "link");
        Checks.Throws<IOException>(() => File.ReadAllText(link));
    }

    private static void Attributes(string folder)
    {
        string file = Path.Combine(folder, "file");
        DateTime before = DateTime.UtcNow.AddSeconds(-1);
        File.WriteAllText(file, "12345");
        var info = new FileInfo(file);
        Checks.True(info.LastWriteTimeUtc >= before && info.LastWriteTimeUtc <= DateTime.UtcNow.AddSeconds(1), $"written at {info.LastWriteTimeUtc}");
        var then = new DateTime(2020, 2, 29, 12, 30, 45, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, then);
        File.SetLastAccessTimeUtc(file, then.AddDays(1));
        info.Refresh();
        Checks.Equal((then, then.AddDays(1), 5L), (info.LastWriteTimeUtc, info.LastAccessTimeUtc, info.Length));
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        Checks.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(file));
        Checks.True(info.Attributes.HasFlag(FileAttributes.Normal) || !info.Attributes.HasFlag(FileAttributes.Directory), $"{info.Attributes}");
    }

    private static void Refusals(string folder)
    {
        string file = Path.Combine(folder, "file");
        Checks.Throws<FileNotFoundException>(() => File.ReadAllText(file));
        Checks.Throws<DirectoryNotFoundException>(() => File.WriteAllText(Path.Combine(file, "below"), ""));
        Checks.Throws<UnauthorizedAccessException>(() => File.ReadAllText(folder));
        using (new FileStream(file, FileMode.CreateNew))
            Checks.Throws<IOException>(() => new FileStream(file, FileMode.CreateNew).Dispose());
        Checks.Throws<PathTooLongException>(() => File.WriteAllText(Path.Combine(folder, new string('n', 300)), ""));
        Checks.True(!File.Exists(Path.Combine(folder, "nothing")), "a file that is not there exists");
        File.Delete(Path.Combine(folder, "nothing"));
    }

    private static void Shares(string folder)
    {
        string file = Path.Combine(folder, "file");
        using var one = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        Checks.Throws<IOException>(() => new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose());
        one.Write("bytes"u8);
        one.Lock(0, 3);
        one.Unlock(0, 3);
    }

    private static void Mapped(string folder)
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllBytes(file, new byte[20_000]);
        using (var mapped = MemoryMappedFile.CreateFromFile(file, FileMode.Open))
        using (MemoryMappedViewAccessor view = mapped.CreateViewAccessor(4096, 8192))
        {
            view.Write(0, 0x1234_5678);
            view.Write(8000, (byte)9);
            view.Flush();
        }

        byte[] bytes = File.ReadAllBytes(file);
        Checks.Equal((0x78, 0x12, 9), ((int)bytes[4096], (int)bytes[4099], (int)bytes[12_096]));
        using var alone = MemoryMappedFile.CreateNew(null, 100_000);
        using MemoryMappedViewStream stream = alone.CreateViewStream();
        stream.Write("shared"u8);
        stream.Position = 2;
        Checks.Equal('a', (char)stream.ReadByte());
    }

    private static async Task WatchedAsync(string folder)
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var watcher = new FileSystemWatcher(folder);
        watcher.Created += (_, e) => seen.Enqueue("+" + e.Name);
        watcher.Changed += (_, e) => seen.Enqueue("*" + e.Name);
        watcher.Renamed += (_, e) => seen.Enqueue(e.OldName + ">" + e.Name);
        watcher.Deleted += (_, e) => seen.Enqueue("-" + e.Name);
        watcher.EnableRaisingEvents = true;
        File.WriteAllText(Path.Combine(folder, "a"), "text");
        await Checks.UntilAsync(() => seen.Contains("+a") && seen.Contains("*a"), "making and writing were not told");
        File.Move(Path.Combine(folder, "a"), Path.Combine(folder, "b"));
        await Checks.UntilAsync(() => seen.Contains("a>b"), "a new name was not told: " + string.Join(' ', seen));
        File.Delete(Path.Combine(folder, "b"));
        await Checks.UntilAsync(() => seen.Contains("-b"), "the end was not told");
    }

    private static void Many(string folder)
    {
        FileStream[] streams = [.. Enumerable.Range(0, 400).Select(i => new FileStream(Path.Combine(folder, $"{i}"), FileMode.Create))];
        for (int i = 0; i < streams.Length; i++)
            streams[i].WriteByte((byte)i);
        foreach (FileStream stream in streams)
            stream.Dispose();
        Checks.Equal(400, Directory.GetFiles(folder).Count(file => new FileInfo(file).Length == 1));
    }
}
