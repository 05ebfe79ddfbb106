using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Lithe.Fs;
using Lithe.Tests.Shared;

namespace Lithe.Posix.Tests;

/// <summary>Archives that cpio itself has made, and broken ones.</summary>
[Collection("pages")]
public sealed unsafe class CpioTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-cpio-").FullName;

    public CpioTests() => NativePages.Use();

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void What_cpio_packs_is_there()
    {
        string content = string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i}\n"));
        Directory.CreateDirectory(Path.Combine(_folder, "etc/deep/er"));
        File.WriteAllText(Path.Combine(_folder, "etc/deep/er/file"), content);
        File.WriteAllText(Path.Combine(_folder, "empty"), "");
        File.WriteAllText(Path.Combine(_folder, "script"), "#!/bin/sh\n");
        File.SetUnixFileMode(Path.Combine(_folder, "script"), (UnixFileMode)0b111_101_000);
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "etc/deep/er/file");
        Shell("ln empty second; ln empty third");
        byte[] archive = Pack();

        using var area = new Area(archive);
        var files = new RamFileSystem("rootfs");
        Assert.Equal(CpioError.None, CpioLoader.Load(new StoredContent(area.Memory), files, out int count));
        Assert.Equal(10, count);
        Assert.Equal(content, Encoding.UTF8.GetString(Read(Find(files, "etc/deep/er/file"))));
        Assert.Equal(content, Encoding.UTF8.GetString(Read(Find(files, "link"))));
        Assert.Equal(0b111_101_000u, Find(files, "script").Permissions);
        Assert.Same(Find(files, "empty"), Find(files, "third"));
        Assert.Equal(3u, Find(files, "second").LinkCount);
        Assert.Equal(0, files.PageCount);
        // A file that is written is the file system's own from then on.
        Inode file = Find(files, "etc/deep/er/file");
        Assert.Equal(3, file.WriteAt(4095, "XYZ"u8));
        byte[] expected = Encoding.UTF8.GetBytes(content);
        "XYZ"u8.CopyTo(expected.AsSpan(4095));
        Assert.Equal(expected, Read(file));
    }

    [Fact]
    public void Two_archives_in_a_row_are_one()
    {
        File.WriteAllText(Path.Combine(_folder, "a"), "first");
        byte[] first = Pack();
        File.WriteAllText(Path.Combine(_folder, "a"), "second");
        File.WriteAllText(Path.Combine(_folder, "b"), "more");
        using var area = new Area([.. first, .. Pack()]);
        var files = new RamFileSystem("rootfs");
        Assert.Equal(CpioError.None, CpioLoader.Load(new StoredContent(area.Memory), files, out _));
        Assert.Equal("second"u8.ToArray(), Read(Find(files, "a")));
        Assert.Equal("more"u8.ToArray(), Read(Find(files, "b")));
    }

    [Fact]
    public void A_fuzzed_archive_is_refused_and_nothing_worse()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "d"));
        for (int i = 0; i < 5; i++)
            File.WriteAllText(Path.Combine(_folder, $"d/file{i}"), new string('x', i * 100));
        File.CreateSymbolicLink(Path.Combine(_folder, "s"), "d/file1");
        byte[] good = Pack();
        FuzzRounds.Run(1, seed => Damage(good, seed));
    }

    private static void Damage(byte[] good, int seed)
    {
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 5_000; round++)
        {
            byte[] bytes = [.. good];
            int changes = random.Next(1, 4);
            for (int i = 0; i < changes; i++)
                bytes[random.Next(bytes.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : "0123456789abcdef/.\0"u8[random.Next(19)];
            if (random.Next(4) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            using var area = new Area(bytes);
            var files = new RamFileSystem("rootfs");
            if (CpioLoader.Load(new StoredContent(area.Memory), files, out _) != CpioError.None)
                refused++;
        }

        Assert.InRange(refused, 500, 5_000);
    }

    private static byte[] Read(Inode inode)
    {
        byte[] bytes = new byte[inode.Size];
        for (long at = 0; at < bytes.Length;)
        {
            // In pieces, so that borders are met.
            long count = inode.ReadAt(at, bytes.AsSpan((int)at, (int)Math.Min(1000, bytes.Length - at)));
            Assert.True(count > 0);
            at += count;
        }

        return bytes;
    }

    private static Inode Find(RamFileSystem files, string path)
    {
        var who = new Credentials();
        Assert.Equal(Errno.None, PathWalk.Walk(files.Root, files.Root, Encoding.UTF8.GetBytes("/" + path), WalkOptions.None, who, new byte[2 * PathWalk.MaxPath], out WalkResult result));
        return result.Inode!;
    }

    private byte[] Pack()
    {
        Shell("find . | LC_ALL=C sort | cpio -o -H newc --quiet > ../$(basename $PWD).cpio");
        string file = _folder + ".cpio";
        byte[] bytes = File.ReadAllBytes(file);
        File.Delete(file);
        return bytes;
    }

    private void Shell(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = _folder })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    // Memory outside of the collector, as an archive in an image is.
    private sealed class Area : IDisposable
    {
        private readonly void* _start;

        public Area(byte[] bytes)
        {
            _start = NativeMemory.Alloc((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(_start, bytes.Length));
            Memory = MemoryArea.FromAddress((ulong)_start, bytes.Length);
        }

        public MemoryArea Memory { get; }

        public void Dispose() => NativeMemory.Free(_start);
    }
}
