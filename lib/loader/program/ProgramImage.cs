using System;
using System.Text;
using Lithe.Arch;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Posix;
using Lithe.Sched;

namespace Lithe.Loader;

/// <summary>The application of an image that runs a Linux program: makes the root file system, and starts the program.</summary>
public static class ProgramImage
{
    // What cannot be started ends as shells say it.
    private const int NotStarted = 126;

    /// <summary>Runs the program; does not come back, but when it cannot be started.</summary>
    /// <param name="path">Its path in the root file system.</param>
    /// <param name="arguments">Its arguments, without the path.</param>
    public static int Run(string path, string[] arguments)
    {
        VfsHost.Current = ImageHost.Instance;
        PageMemory.Current = new FramePages();
        if (!TryMakeRoot())
            return NotStarted;
        var terminal = new TerminalInode();
        Mount("dev"u8, DeviceFiles.Create(terminal));
        Mount("proc"u8, ProcessFiles.Create());
        Inode root = Process.Root;
        foreach (ImagePart part in ImagePart.All)
            part.OnRoot(root);
        if (root.Lookup("tmp"u8, out Inode? temporary) != Errno.None && root.Create("tmp"u8, InodeKind.Directory, 0x3ff, 0, out temporary) == Errno.None)
            temporary!.Permissions = 0x3ff;
        OpenTerminal(terminal);

        ProgramEntry.Initialize();
        ProgramEntry.InitializeProcessor();
        byte[] name = Encode(path, [], isList: false);
        byte[] line = Encode(path, arguments, isList: true);
        ProgramProcess.First.SetProgram(name.AsSpan(0, name.Length - 1), line);
        Errno error = ProgramLoader.TryLoad(name.AsSpan(0, name.Length - 1), line, "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\0HOME=/root\0TERM=linux\0LANG=C.UTF-8\0"u8, isQuiet: false, out SyscallFrame start, out Inode? file);
        if (error != Errno.None)
            return NotStarted;
        Process.ProgramFile = file;
        ProgramThread thread = ProgramThread.Create(start, 0, null);
        LastName(Process.ProgramPath).CopyTo(thread.Name);
        if (!thread.TryStart())
        {
            Console.WriteLine("program: there is no memory for its first thread: it needs a larger machine (--memory)");
            return NotStarted;
        }

        // The program's threads go on without this one.
        Scheduler.Exit();
        return 0;
    }

    private static bool TryMakeRoot()
    {
        var files = new RamFileSystem("rootfs");
        Mounts.MountRoot(files);
        Process.Begin(files.Root);
        if (!TryFindArchive(out StoredContent archive))
            return false;
        CpioError error = CpioLoader.Load(archive, files, out int count);
        if (error == CpioError.None)
            return true;
        ReadOnlySpan<byte> what = error == CpioError.Unreadable ? "cannot be read"u8 : "is damaged"u8;
        Console.WriteLine($"program: the root file system's archive {Encoding.UTF8.GetString(what)} behind {count} entries ({(int)error})");
        return false;
    }

    // What the loader has brought into memory, or what a part of the image finds.
    private static bool TryFindArchive(out StoredContent archive)
    {
        archive = default;
        MemoryRange module = Platform.BootModule;
        if (module.Length == 0)
        {
            foreach (ImagePart part in ImagePart.All)
            {
                if (part.TryOpenRoot(out archive))
                    return true;
            }

            Console.WriteLine(Config.ROOT_DISK
                ? "program: there is no root file system: neither a disk with it, nor a file that the loader has brought along (-initrd)"
                : "program: there is no root file system: the loader has brought no file along (-initrd)");
            return false;
        }

        const ulong PageMask = Processor.PageSize - 1;
        ulong first = module.Start & ~PageMask, end = (module.End + PageMask) & ~PageMask;
        if (!PageTables.Map(first, end - first, PageAccess.Read))
        {
            Console.WriteLine("program: the root file system's archive cannot be mapped");
            return false;
        }

        archive = new StoredContent(MemoryArea.FromAddress(module.Start, (long)module.Length));
        return true;
    }

    private static void Mount(ReadOnlySpan<byte> name, FileSystem files)
    {
        Inode root = Process.Root;
        if (root.Lookup(name, out Inode? directory) == Errno.None || root.Create(name, InodeKind.Directory, 0x1ed, 0, out directory) == Errno.None)
            Mounts.Mount(files, directory!);
    }

    // Descriptors 0, 1 and 2 are one open file, as a shell would pass them on.
    private static void OpenTerminal(TerminalInode terminal)
    {
        if (terminal.Open(OpenFlags.ReadWrite, out OpenFile? file) != Errno.None)
            return;
        Descriptors.Add(file!, false);
        for (int i = 1; i < 3; i++)
        {
            file!.Acquire();
            Descriptors.Add(file, false);
        }
    }

    private static ReadOnlySpan<byte> LastName(ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> name = path.Slice(path.LastIndexOf((byte)'/') + 1);
        return name.Length > 15 ? name.Slice(0, 15) : name;
    }

    // UTF-8 texts that each end with a zero.
    private static byte[] Encode(string first, string[] others, bool isList)
    {
        int length = Encoding.UTF8.GetByteCount(first) + 1;
        foreach (string other in others)
            length += Encoding.UTF8.GetByteCount(other) + 1;
        byte[] bytes = new byte[length];
        int at = Encoding.UTF8.GetBytes(first, bytes) + 1;
        foreach (string other in isList ? others : [])
            at += Encoding.UTF8.GetBytes(other, bytes.AsSpan(at)) + 1;
        return bytes;
    }
}
