using System.Runtime.InteropServices;

namespace Lithe.Bench.Alloc;

/// <summary>Memory straight from the host.</summary>
internal static unsafe partial class Memory
{
    private const int ReadWrite = 3, PrivateAnonymousNoReserve = 0x4022;

    private const int HugePages = 14;

    /// <summary>Pages that come as they are touched, large ones where the host has them, as images map memory; ended with the process.</summary>
    public static byte* Reserve(nuint length)
    {
        nint memory = Map(0, length, ReadWrite, PrivateAnonymousNoReserve, -1, 0);
        if (memory == -1)
            throw new InvalidOperationException("the host gives no memory");
        // Where that is refused, small pages have to do.
        _ = Advise(memory, length, HugePages);
        return (byte*)memory;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nuint length, int advice);

    /// <summary>Sets a variable for C libraries that are loaded later; .NET's own setter does not reach them.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetVariable(string name, string value, int overwrite);
}
