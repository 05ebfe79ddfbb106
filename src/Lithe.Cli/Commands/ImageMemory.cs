using Lithe.Cli.Terminal;
using Lithe.Image;
using Lithe.Vmm;

namespace Lithe.Cli.Commands;

/// <summary>Whether an image fits a machine's memory at all: QEMU starts one that does not, and it hangs or resets without a word.</summary>
internal static class ImageMemory
{
    // Where memory begins: 0 on x86_64, and on QEMU's virt at 1 GiB.
    private const ulong VirtStart = 1 << 30;
    private const uint Load = 1;

    // The stacks for traps lie last, and a program that takes none never touches them.
    private const ulong TrapStacks = 32 << 10;

    /// <summary>Refuses less memory than the image itself takes, and its files where they are in memory.</summary>
    /// <exception cref="UserError">The machine has too little.</exception>
    public static void Check(VmOptions options)
    {
        if (options.IsProcess || LeastOf(options) is not { } least || !(options.Memory < least))
            return;
        if (FilesOf(options) is > 0 and long files)
        {
            throw UserError.Usage(
                $"{options.Memory} of memory does not hold the image and its files, {files} KiB of them",
                $"use --memory {least} or more, the program needs some besides; or have the files on a disk (-s ROOT_DISK=y)");
        }

        throw UserError.Usage($"{options.Memory} of memory does not hold the image, which ends at {least}", $"use --memory {least} or more; the program needs some besides");
    }

    private static MemorySize? LeastOf(VmOptions options)
    {
        ulong start = options.Architecture == GuestArchitecture.Arm64 ? VirtStart : 0, end = 0;
        try
        {
            foreach (ElfSegment segment in ElfFile.Open(options.ImagePath).Segments.Where(segment => segment.Type == Load))
                end = Math.Max(end, segment.PhysicalAddress + segment.MemorySize);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            // Whoever boots it says what is wrong with it.
            return null;
        }

        return end > start + TrapStacks ? MemorySize.FromKibibytes((long)((end - start - TrapStacks + 1023) / 1024) + FilesOf(options)) : null;
    }

    // KiB of the root file system's archive, where the loader puts it into memory.
    private static long FilesOf(VmOptions options) => options.InitialRamdisk is { Length: > 0 } archive && File.Exists(archive) ? (new FileInfo(archive).Length + 1023) / 1024 : 0;
}
