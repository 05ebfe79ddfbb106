using System.Runtime.InteropServices;

namespace Lithe.Machine.Tests;

/// <summary>A copy of some bytes that ends where nothing is mapped any more: who reads behind it ends the test program.</summary>
internal sealed unsafe partial class GuardedCopy : IDisposable
{
    private const int ReadWrite = 3, None = 0, PrivateAnonymous = 0x22, PageSize = 4096;

    private readonly byte* _memory;
    private readonly nuint _length;

    internal GuardedCopy(ReadOnlySpan<byte> bytes)
    {
        nuint room = (nuint)(bytes.Length + PageSize - 1) & ~(nuint)(PageSize - 1);
        _length = room + PageSize;
        nint memory = Map(0, _length, ReadWrite, PrivateAnonymous, -1, 0);
        if (memory == -1 || Protect((byte*)memory + room, PageSize, None) != 0)
            throw new InvalidOperationException("the host gives no memory");
        _memory = (byte*)memory;
        End = _memory + room;
        Start = End - bytes.Length;
        bytes.CopyTo(new Span<byte>(Start, bytes.Length));
    }

    internal byte* Start { get; }

    internal byte* End { get; }

    public void Dispose() => _ = Unmap(_memory, _length);

    [LibraryImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(void* address, nuint length);
}
