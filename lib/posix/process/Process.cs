using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>The process: there is one.</summary>
public static class Process
{
    /// <summary>Its number.</summary>
    public const int Id = 2;

    /// <summary>Its parent's number.</summary>
    public const int ParentId = 1;

    /// <summary>Held while file systems are looked at or changed.</summary>
    public static Mutex FileLock { get; } = new();

    /// <summary>Where paths with a slash in front start.</summary>
    public static Inode Root { get; private set; } = null!;

    /// <summary>Where other paths start.</summary>
    public static Inode WorkingDirectory { get; private set; } = null!;

    /// <summary>On whose behalf files are used.</summary>
    public static Credentials Credentials;

    /// <summary>The real and saved users and groups.</summary>
    public static uint RealUser, SavedUser, RealGroup, SavedGroup;

    /// <summary>Permissions that new files do not get.</summary>
    public static uint Umask { get; set; } = 0x12;

    /// <summary>The path of the program's file, zero-terminated texts of its arguments and of its environment: for <c>/proc/self</c>.</summary>
    public static byte[] ProgramPath { get; set; } = [];

    /// <inheritdoc cref="ProgramPath"/>
    public static byte[] CommandLine { get; set; } = [];

    /// <summary>The program's file.</summary>
    public static Inode? ProgramFile { get; set; }

    /// <summary>Told of every thread that ends.</summary>
    public static List<ThreadEnd> ThreadEnds { get; } = [];

    /// <summary>Begins with a root directory.</summary>
    public static void Begin(Inode root)
    {
        root.Acquire();
        root.Acquire();
        Root = WorkingDirectory = root;
    }

    /// <summary>Changes the working directory; with the files' lock held.</summary>
    public static void ChangeDirectory(Inode directory)
    {
        directory.Acquire();
        WorkingDirectory.Release();
        WorkingDirectory = directory;
    }

    /// <summary>Changes the root directory; with the files' lock held.</summary>
    public static void ChangeRoot(Inode directory)
    {
        directory.Acquire();
        Root.Release();
        Root = directory;
    }

    /// <summary>Ends the process, and with it the image.</summary>
    [DoesNotReturn]
    public static void Exit(int status) => Platform.PowerOff(status & 0xff);

    /// <summary>Ends the process as a signal does: the status is 128 and the signal's number, as shells say it.</summary>
    [DoesNotReturn]
    public static void Kill(int signal, string reason)
    {
        Console.WriteLine($"posix: the program was ended by signal {signal}: {reason}");
        Platform.PowerOff(128 + signal);
    }
}
