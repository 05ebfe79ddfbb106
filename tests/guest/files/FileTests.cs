using System;
using System.IO;
using Lithe.Fs;
using Lithe.IO;
using Lithe.Testing;

namespace FileTests;

public static class FileTests
{
    [GuestTest]
    public static void WhatIsWrittenIsRead()
    {
        Check.True(!File.Exists("/a"));
        File.WriteAllText("/a", "Grüße");
        Check.True(File.Exists("/a") && !Directory.Exists("/a"));
        Check.Equal("Grüße", File.ReadAllText("/a"));
        File.AppendAllText("/a", "!");
        Check.Equal("Grüße!", File.ReadAllText("/a"));
        File.WriteAllText("/a", "x");
        Check.Equal("x", File.ReadAllText("/a"));
        byte[] large = new byte[100_000];
        for (int i = 0; i < large.Length; i++)
            large[i] = (byte)(i * 7);
        File.WriteAllBytes("/large", large);
        Check.True(File.ReadAllBytes("/large").AsSpan().SequenceEqual(large));
        File.Delete("/large");
        File.Delete("/large");
        Check.True(!File.Exists("/large"));
    }

    [GuestTest]
    public static void NamesMove()
    {
        Directory.CreateDirectory("/one/two/three");
        Check.True(Directory.Exists("/one/two/three"));
        File.WriteAllText("/one/f", "1");
        File.WriteAllText("/one/g", "2");
        Check.Equal((int)Errno.EEXIST, (int)File.TryMove("/one/f", "/one/g", overwrite: false));
        File.Move("/one/f", "/one/g", overwrite: true);
        Check.Equal("1", File.ReadAllText("/one/g"));
        File.Copy("/one/g", "/one/two/h");
        Check.Equal(1, Directory.GetFiles("/one").Length);
        Check.Equal("/one/g", Directory.GetFiles("/one")[0]);
        Check.Equal("/one/two", Directory.GetDirectories("/one/")[0]);
        Check.Equal((int)Errno.EINVAL, (int)File.TryMove("/one/two", "/one/two/three/into", overwrite: false));
        Directory.Delete("/one/two/three");
        Check.True(!Directory.Exists("/one/two/three"));
    }

    [GuestTest]
    public static void ErrorsAreAnswers()
    {
        Check.Equal((int)Errno.ENOENT, (int)File.TryReadAllBytes("/none/at/all", out byte[] bytes));
        Check.Equal(0, bytes.Length);
        Directory.CreateDirectory("/d");
        Check.Equal((int)Errno.EISDIR, (int)File.TryReadAllBytes("/d", out _));
        Check.Equal((int)Errno.EISDIR, (int)File.TryWrite("/d", "x"u8, appends: false));
        Check.Equal((int)Errno.EISDIR, (int)File.TryDelete("/d"));
        File.WriteAllText("/file", "x");
        Check.Equal((int)Errno.ENOTDIR, (int)File.TryWrite("/file/below", "x"u8, appends: false));
    }

    [GuestTest]
    public static void OtherFileSystemsAreMounted()
    {
        Check.Equal(0, (int)FileRoot.Mount("/mnt/small", new RamFileSystem("small", limit: 2)));
        File.WriteAllText("/mnt/small/f", "x");
        Check.Equal((int)Errno.ENOSPC, (int)File.TryWrite("/mnt/small/g", new byte[20_000], appends: false));
        Check.Equal((int)Errno.EXDEV, (int)File.TryMove("/mnt/small/f", "/f", overwrite: false));
        Check.Equal("x", File.ReadAllText("/mnt/small/f"));
    }

    [GuestTest(Panic = "no such file or directory")]
    public static void WhatIsNotThereEndsTheImage() => File.ReadAllText("/missing");
}
