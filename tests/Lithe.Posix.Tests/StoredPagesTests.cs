using System.Diagnostics;
using System.Text;
using Lithe.Build.RootFiles;
using Lithe.Fs;

namespace Lithe.Posix.Tests;

/// <summary>Archives on a disk, read by pages: what cpio and the build have made, damaged ones, a disk that fails, and less memory than there is to read.</summary>
[Collection("pages")]
public sealed unsafe class StoredPagesTests : IDisposable
{
    private const int PageSize = PageCache.PageSize;
    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-stored-").FullName;
    private readonly long _takenBefore;

    public StoredPagesTests()
    {
        NativePages.Use();
        _takenBefore = NativePages.Instance.Taken;
    }

    public void Dispose()
    {
        NativePages.Instance.Limit = long.MaxValue;
        NativePages.Instance.Reclaim = null;
        Directory.Delete(_folder, true);
    }

    [Fact]
    public void What_cpio_packs_is_read_by_pages()
    {
        byte[] large = Bytes(100_001, 1);
        Directory.CreateDirectory(Path.Combine(_folder, "a/b"));
        File.WriteAllBytes(Path.Combine(_folder, "a/b/large"), large);
        File.WriteAllText(Path.Combine(_folder, "small"), "few bytes");
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "a/b/large");
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "find . | LC_ALL=C sort | cpio -o -H newc --quiet > ../$(basename $PWD).cpio"]) { WorkingDirectory = _folder })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        byte[] archive = File.ReadAllBytes(_folder + ".cpio");
        File.Delete(_folder + ".cpio");
        var disk = new MemoryDisk(archive);
        RamFileSystem files = Load(disk, out _);
        Assert.Equal(large, Read(Find(files, "link")));
        Assert.Equal("few bytes"u8.ToArray(), Read(Find(files, "small")));
        Assert.Equal(0, files.PageCount);
    }

    [Fact]
    public void An_archive_with_an_index_is_not_read_as_a_whole()
    {
        RootEntry[] entries = Entries();
        byte[] archive = Pack(entries);
        // The same for the same entries.
        Assert.Equal(archive, Pack(entries));
        var disk = new MemoryDisk(archive);
        RamFileSystem files = Load(disk, out PageCache cache);
        Assert.InRange(disk.Reads, 1, archive.Length / PageSize / 2);
        Assert.Equal("d/large", Encoding.UTF8.GetString(ReadLink(Find(files, "link", followsLink: false))));
        foreach (RootEntry entry in entries.Where(entry => entry.IsRegular))
            Assert.Equal(entry.Content.ToArray(), Read(Find(files, entry.Path)));
        Assert.Equal(0, files.PageCount);
        // In memory it is the same, and the index no file.
        fixed (byte* start = archive)
        {
            var inMemory = new RamFileSystem("rootfs");
            Assert.Equal(CpioError.None, CpioLoader.Load(new StoredContent(MemoryArea.FromAddress((ulong)start, archive.Length)), inMemory, out int count));
            Assert.Equal(entries.Length, count);
            Assert.Equal(Errno.ENOENT, inMemory.Root.Lookup(CpioReader.IndexName, out _));
            Assert.Equal(entries[^1].Content.ToArray(), Read(Find(inMemory, entries[^1].Path)));
        }

        Assert.Equal(Errno.ENOENT, files.Root.Lookup(CpioReader.IndexName, out _));
        // cpio reads it, too.
        Assert.Equal(entries.Length, CpioArchive.TryRead(archive)!.Count);
        Assert.True(cache.ReadCount > 0);
    }

    [Fact]
    public void Pages_are_looked_at_in_place_and_end_with_zeros()
    {
        RamFileSystem files = Load(new MemoryDisk(Pack(Entries())), out PageCache cache);
        Inode large = Find(files, "d/large");
        byte[] content = Read(large);
        for (long at = 0; at < content.Length; at += PageSize)
        {
            ulong frame = large.TakePage(at, isNear: false);
            Assert.NotEqual(0ul, frame);
            Assert.True(large.IsOwnPage(at, frame));
            byte[] expected = new byte[PageSize];
            content.AsSpan((int)at, (int)Math.Min(PageSize, content.Length - at)).CopyTo(expected);
            Assert.True(new ReadOnlySpan<byte>((void*)frame, PageSize).SequenceEqual(expected));
            large.ReturnPage(at, frame);
            Assert.False(large.IsOwnPage(at, frame));
        }

        Assert.Equal(0ul, large.TakePage(content.Length + PageSize, isNear: false));
        // What is looked at stays, and what was read in place does when the file is cut.
        ulong kept = large.TakePage(0, isNear: false);
        Assert.Equal(Errno.None, large.Resize(0));
        while (cache.Evict(1000) > 0)
        {
        }

        Assert.Equal(1, cache.Count);
        Assert.True(large.IsOwnPage(0, kept));
        Assert.True(new ReadOnlySpan<byte>((void*)kept, PageSize).SequenceEqual(content.AsSpan(0, PageSize)));
        large.ReturnPage(0, kept);
        Assert.Equal(0ul, large.TakePage(0, isNear: false));
        cache.Evict(1000);
        cache.Evict(1000);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void More_is_read_than_there_is_memory()
    {
        RamFileSystem files = Load(new MemoryDisk(Pack(Entries())), out PageCache cache);
        Inode large = Find(files, "d/large");
        long extent = (large.Size + PageSize - 1) / PageSize;
        NativePages.Instance.Limit = NativePages.Instance.Taken + extent / 4;
        NativePages.Instance.Reclaim = () => cache.Evict(16) > 0;
        byte[] content = Read(large);
        Assert.Equal(Entries().Single(entry => entry.Path == "d/large").Content.ToArray(), content);
        Assert.Equal(content, Read(large));
        Assert.InRange(cache.EvictedCount, extent, long.MaxValue);
        Assert.InRange(cache.Count, 1, extent / 2);
        // Pages in use do not go; when all are, it is said that there is no memory.
        var held = new List<(long, ulong)>();
        for (long at = 0; at < large.Size; at += PageSize)
        {
            ulong frame = large.TakePage(at, isNear: false);
            if (frame == 0)
                break;
            held.Add((at, frame));
        }

        Assert.InRange(held.Count, 4, extent - 1);
        Assert.Equal(-(long)Errno.ENOMEM, large.ReadAt((held.Count + 20) * PageSize, new byte[100]));
        foreach ((long at, ulong frame) in held)
            large.ReturnPage(at, frame);
        Assert.Equal(content, Read(large));
    }

    [Fact]
    public void A_disk_that_fails_is_an_error_of_the_pages_that_it_fails_for()
    {
        byte[] archive = Pack(Entries());
        var disk = new MemoryDisk(archive);
        RamFileSystem files = Load(disk, out PageCache cache);
        Inode large = Find(files, "d/large");
        byte[] content = Read(large);
        while (cache.Evict(1000) > 0)
        {
        }

        long start = archive.AsSpan().IndexOf(content.AsSpan(0, 64)) / PageSize;
        disk.Bad = start + 5;
        byte[] page = new byte[PageSize];
        Assert.Equal(-(long)Errno.EIO, large.ReadAt(5 * PageSize, page));
        Assert.Equal(0ul, large.TakePage(5 * PageSize, isNear: false));
        Assert.Equal(PageSize, large.ReadAt(6 * PageSize, page));
        Assert.Equal(content.AsSpan(6 * PageSize, PageSize).ToArray(), page);
        Assert.Equal(PageSize, large.ReadAt(4 * PageSize, page));
        Assert.Equal(-(long)Errno.EIO, large.WriteAt(5 * PageSize + 7, "x"u8));
        Assert.True(cache.FailedCount > 0);
        // Once it can be read, it is.
        disk.Bad = -1;
        Assert.Equal(content, Read(large));
        // A disk that never answers again.
        while (cache.Evict(1000) > 0)
        {
        }

        disk.IsDead = true;
        Assert.Equal(-(long)Errno.EIO, large.ReadAt(0, page));
        Assert.Equal(-(long)Errno.EIO, large.ReadAt(0, page));
        Assert.Equal(CpioError.Unreadable, CpioLoader.Load(new StoredContent(cache, 0, cache.Length, false), new RamFileSystem("rootfs"), out _));
    }

    [Fact]
    public void A_damaged_index_is_refused_or_read_and_nothing_worse()
    {
        byte[] good = Pack(Entries());
        int size = good.AsSpan().IndexOf("TRAILER!!!"u8);
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = [.. good];
            for (int i = random.Next(1, 4); i > 0; i--)
                bytes[random.Next(Math.Min(size, 3000))] = random.Next(3) == 0 ? (byte)random.Next(256) : "0123456789abcdef/.\0"u8[random.Next(19)];
            var cache = new PageCache(new MemoryDisk(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes));
            var files = new RamFileSystem("rootfs");
            CpioLoader.Load(new StoredContent(cache, 0, cache.Length, false), files, out _);
            DirectoryEntry entry = default;
            entry.Place = 2;
            while (files.Root.ReadDirectory(ref entry))
            {
                files.Root.Lookup(entry.Name, out Inode? inode);
                inode!.ReadAt(0, new byte[10000]);
            }
        }
    }

    [Fact]
    public void A_page_that_was_given_up_and_is_needed_again_is_counted()
    {
        var disk = new MemoryDisk(Bytes(40 * PageSize, 3)) { Turn = 10 };
        var cache = new PageCache(disk);
        for (int i = 0; i < 40; i++)
            Use(i);
        Assert.Equal((0, 0UL), (cache.MissedCount, cache.MissedTime));
        Assert.Equal(40, cache.Evict(40) + cache.Evict(40));
        Assert.Equal(0, cache.Count);
        Use(5);
        Use(5);
        Assert.Equal(1, cache.MissedCount);
        Assert.InRange(cache.MissedTime, 10UL, 1000UL);
        // What comes with one that is needed is nobody's need.
        Use(20, 16);
        Assert.Equal((2, 40), (cache.MissedCount, cache.Count));
        for (int i = 0; i < 40; i++)
            Use(i);
        Assert.Equal(2, cache.MissedCount);

        void Use(long number, int most = 1)
        {
            Assert.Equal(PageResult.Found, cache.Take(number, most, out ulong frame));
            Assert.Equal(Bytes(40 * PageSize, 3).AsSpan((int)number * PageSize, PageSize), new ReadOnlySpan<byte>((void*)frame, PageSize));
            cache.Return(number);
        }
    }

    [Fact]
    public void Pressure_is_high_while_most_time_goes_to_pages_that_were_given_up()
    {
        const ulong Second = 1_000_000_000;
        MissPressure pressure = default;
        // A start that reads much once, and some pages again.
        Assert.False(pressure.Look(3 * Second, Second, 500, 100));
        // Most of the time, but for few pages: a slow disk.
        Assert.False(pressure.Look(6 * Second, 3 * Second, 540, 100));
        // Many, but quickly.
        Assert.False(pressure.Look(9 * Second, 4 * Second, 740, 100));
        Assert.True(pressure.Look(12 * Second, 6 * Second, 860, 100));
        // As it was until the next stretch ends; then the program has got on.
        Assert.True(pressure.Look(13 * Second, 6 * Second, 860, 100));
        Assert.False(pressure.Look(15 * Second, 6 * Second, 860, 100));
    }

    private static RootEntry[] Entries() =>
    [
        new("d", RootEntry.Directory | 0x1ed, default),
        new("d/empty", RootEntry.Regular | 0x1a4, default),
        new("d/large", RootEntry.Regular | 0x1ed, Bytes(1_000_001, 7)),
        new("d/page", RootEntry.Regular | 0x1a4, Bytes(PageSize, 8)),
        new("d/small", RootEntry.Regular | 0x1a4, Bytes(100, 9)) { User = 3, Group = 4, Time = 5 },
        new("link", RootEntry.Link | 0x1ff, "d/large"u8.ToArray()),
        .. Enumerable.Range(0, 120).Select(i => new RootEntry($"many{i:d3}-{new string('n', i)}", RootEntry.Regular | 0x1a4, Bytes(PageSize - 20 + i * 37, 100 + i))),
    ];

    private static byte[] Bytes(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Pack(IEnumerable<RootEntry> entries)
    {
        using var to = new MemoryStream();
        CpioArchive.Write(to, entries);
        return to.ToArray();
    }

    private static RamFileSystem Load(MemoryDisk disk, out PageCache cache)
    {
        cache = new PageCache(disk);
        var files = new RamFileSystem("rootfs");
        Assert.Equal(CpioError.None, CpioLoader.Load(new StoredContent(cache, 0, cache.Length, false), files, out _));
        return files;
    }

    private static byte[] Read(Inode inode)
    {
        byte[] bytes = new byte[inode.Size];
        for (long at = 0; at < bytes.Length;)
        {
            // In pieces, so that borders are met.
            long count = inode.ReadAt(at, bytes.AsSpan((int)at, (int)Math.Min(9000, bytes.Length - at)));
            Assert.True(count > 0, $"{count} at {at}");
            at += count;
        }

        return bytes;
    }

    private static byte[] ReadLink(Inode link)
    {
        byte[] target = new byte[100];
        return target[..link.ReadLink(target)];
    }

    private static Inode Find(RamFileSystem files, string path, bool followsLink = true)
    {
        var who = new Credentials();
        Assert.Equal(Errno.None, PathWalk.Walk(files.Root, files.Root, Encoding.UTF8.GetBytes("/" + path), followsLink ? WalkOptions.None : WalkOptions.NoFollow, who, new byte[2 * PathWalk.MaxPath], out WalkResult result));
        return result.Inode!;
    }

    // A disk that ends what was started one turn later, the last first.
    private sealed class MemoryDisk(byte[] bytes) : PageSource
    {
        private readonly List<(long Number, ulong Frame)> _started = [];
        private bool _isHeld, _isBroken;

        public int Reads { get; private set; }

        public long Bad { get; set; } = -1;

        public bool IsDead { get; set; }

        // What a turn of waiting takes.
        public ulong Turn { get; set; } = 1;

        private ulong _now = 1;

        public override ulong Now => _now;

        public override long Length => bytes.Length;

        public override bool IsBroken => _isBroken;

        public override void Enter()
        {
            Assert.False(_isHeld);
            _isHeld = true;
        }

        public override void Exit()
        {
            Assert.True(_isHeld);
            _isHeld = false;
        }

        public override int Start(long first, ReadOnlySpan<ulong> frames)
        {
            Assert.True(_isHeld);
            int room = _isBroken ? 0 : Math.Min(frames.Length, 100 - _started.Count);
            for (int i = 0; i < room; i++)
                _started.Add((first + i, frames[i]));
            return room;
        }

        public override int Collect(Span<PageRead> ended)
        {
            Assert.True(_isHeld);
            int count = 0;
            while (!IsDead && count < ended.Length && _started.Count > 0)
            {
                (long number, ulong frame) = _started[^1];
                _started.RemoveAt(_started.Count - 1);
                Reads++;
                var page = new Span<byte>((void*)frame, PageSize);
                page.Clear();
                int start = checked((int)(number * PageSize));
                bytes.AsSpan(start, Math.Min(PageSize, bytes.Length - start)).CopyTo(page);
                ended[count++] = new PageRead(number, number != Bad);
            }

            return count;
        }

        public override bool Wait(ref ulong since)
        {
            Assert.False(_isHeld);
            if (since == 0)
                since = _now;
            _now += Turn;
            _isBroken |= IsDead && Now - since >= 3;
            return !_isBroken;
        }

    }
}
