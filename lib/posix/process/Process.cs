using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>The process that the running thread belongs to. With <c>POSIX_EXEC</c> there may be others than the first.</summary>
public static class Process
{
    /// <summary>The first process's number, and its parent's.</summary>
    public const int FirstId = 2, FirstParentId = 1;

    /// <summary>The running thread's process.</summary>
    public static ProgramProcess Current
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        get => !Config.POSIX_EXEC || ProgramProcess.IsAlone ? ProgramProcess.First : ProgramThread.CurrentProcess;
    }

    /// <summary>Its number.</summary>
    public static int Id
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        get => !Config.POSIX_EXEC || ProgramProcess.IsAlone ? FirstId : IdOfCurrent();
    }

    // Apart, so that the usual way keeps nothing across a call.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static int IdOfCurrent() => ProgramThread.CurrentProcess.Id;

    /// <summary>Its parent's number.</summary>
    public static int ParentId => Current.Parent?.Id ?? FirstParentId;

    /// <summary>Held while file systems are looked at or changed.</summary>
    public static Mutex FileLock { get; } = new();

    /// <summary>Where paths with a slash in front start.</summary>
    public static Inode Root => Current.Root;

    /// <summary>Where other paths start.</summary>
    public static Inode WorkingDirectory => Current.WorkingDirectory;

    /// <summary>On whose behalf files are used.</summary>
    public static ref Credentials Credentials => ref Current.Credentials;

    /// <summary>The real and saved users and groups.</summary>
    public static ref uint RealUser => ref Current.RealUser;

    /// <inheritdoc cref="RealUser"/>
    public static ref uint SavedUser => ref Current.SavedUser;

    /// <inheritdoc cref="RealUser"/>
    public static ref uint RealGroup => ref Current.RealGroup;

    /// <inheritdoc cref="RealUser"/>
    public static ref uint SavedGroup => ref Current.SavedGroup;

    /// <summary>Permissions that new files do not get.</summary>
    public static ref uint Umask => ref Current.Umask;

    /// <summary>The path of the program's file, zero-terminated texts of its arguments and of its environment: for <c>/proc/self</c>.</summary>
    public static System.ReadOnlySpan<byte> ProgramPath => Current.ProgramPath;

    /// <inheritdoc cref="ProgramPath"/>
    public static System.ReadOnlySpan<byte> CommandLine => Current.CommandLine;

    /// <summary>The program's file.</summary>
    public static ref Inode? ProgramFile => ref Current.ProgramFile;

    /// <summary>Told of every thread that ends.</summary>
    public static List<ThreadEnd> ThreadEnds { get; } = [];

    /// <summary>Begins with a root directory.</summary>
    public static void Begin(Inode root)
    {
        root.Acquire();
        root.Acquire();
        ProgramProcess.First.Root = ProgramProcess.First.WorkingDirectory = root;
    }

    /// <summary>Changes the working directory; with the files' lock held.</summary>
    public static void ChangeDirectory(Inode directory)
    {
        directory.Acquire();
        WorkingDirectory.Release();
        Current.WorkingDirectory = directory;
    }

    /// <summary>Changes the root directory; with the files' lock held.</summary>
    public static void ChangeRoot(Inode directory)
    {
        directory.Acquire();
        Root.Release();
        Current.Root = directory;
    }

    /// <summary>Ends the process; with the first one ends the image.</summary>
    [DoesNotReturn]
    public static void Exit(int status)
    {
        if (Config.POSIX_EXEC && Current != ProgramProcess.First)
            ProgramThread.Current.ExitProcess((status & 0xff) << 8);
        if (Config.PROGRAM_COUNT_CALLS)
            CallCounts.Print();
        Platform.PowerOff(status & 0xff);
    }

    /// <summary>Ends the process as a signal does: the image's status is 128 and the signal's number, as shells say it.</summary>
    [DoesNotReturn]
    public static void Kill(int signal, string reason)
    {
        if (Config.POSIX_EXEC && Current != ProgramProcess.First)
            ProgramThread.Current.ExitProcess(signal);
        Console.WriteLine($"posix: the program was ended by signal {signal}: {reason}");
        if (Config.PROGRAM_COUNT_CALLS)
            CallCounts.Print();
        Platform.PowerOff(128 + signal);
    }
}
