using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Lithe.Tests.Shared;
using Lithe.Vmm;

namespace Lithe.Apps.Tests;

/// <summary>A root file system on a disk: more files than memory, and a disk that cannot be read.</summary>
public sealed class RootDiskTests : IDisposable
{
    private const int LargeSize = (24 << 20) + 4321, SectorSize = 512;

    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-root-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task FilesAreReadThroughLittleMemoryAndADiskThatFailsIsTheProgramsError()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        byte[] large = new byte[LargeSize];
        new Random(5).NextBytes(large);
        Directory.CreateDirectory(Path.Combine(_folder, "root"));
        await File.WriteAllBytesAsync(Path.Combine(_folder, "root/large"), large, cancel);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "lithe.yaml"),
            "name: reader\napp: { elf: /bin/busybox }\nargs: [sha256sum, /large, /large]\nroot: { debian: [busybox-static], files: ./root }\ntargets: [qemu-x86_64]\n",
            cancel);
        string hash = Convert.ToHexStringLower(SHA256.HashData(large)), good = $"{hash}  /large\n{hash}  /large\n";
        foreach (string[] machine in new string[][] { ["--memory", "8M"], ["--memory", "64M", "--machine", "q35"] })
        {
            ToolResult read = await Tool.RunAsync(Tool.Repository, ["run", _folder, .. machine, "--timeout", "100"], cancel);
            Assert.Equal((good, 0), (read.Output.Replace("\r", "", StringComparison.Ordinal), read.Status));
        }

        // A file that grows until there is no room is told so, by a program that still can run.
        ToolResult full = await Tool.RunAsync(Tool.Repository, ["run", _folder, "--memory", "8M", "--timeout", "100", "--", "dd", "if=/dev/zero", "of=/tmp/full", "bs=64k"], cancel);
        Assert.Contains("No space left on device", full.Output, StringComparison.Ordinal);
        Assert.Equal(1, full.Status);

        // From here on without the tool, which gives no machine a disk that fails.
        string output = Path.Combine(_folder, "build/qemu-x86_64");
        byte[] archive = await File.ReadAllBytesAsync(Path.Combine(output, "root.cpio"), cancel);
        int largeAt = archive.AsSpan().IndexOf(large.AsSpan(0, 64)), programAt = archive.AsSpan().IndexOf("\u007fELF"u8);

        // In the middle of a file: what was read before is good, the rest is EIO.
        (string text, int? status) = await RunAsync(output, largeAt + (1 << 20), "sha256sum /large /etc/passwd", cancel);
        Assert.Contains("'/large': Input/output error", text, StringComparison.Ordinal);
        Assert.Contains("  /etc/passwd", text, StringComparison.Ordinal);
        Assert.Equal(1, status);

        // Where the program begins to run: SIGBUS.
        (text, status) = await RunAsync(output, programAt + EntryOffset(archive.AsSpan(programAt)), "true", cancel);
        Assert.DoesNotContain("PANIC", text, StringComparison.Ordinal);
        Assert.Equal(128 + 7, status);

        // At the index.
        (text, status) = await RunAsync(output, 0, "true", cancel);
        Assert.Contains("the root file system's archive cannot be read", text, StringComparison.Ordinal);
        Assert.Equal(126, status);

        // And none at all.
        (text, status) = await RunAsync(output, -1, "true", cancel);
        Assert.Contains("there is no root file system: neither a disk", text, StringComparison.Ordinal);
        Assert.Equal(126, status);

        // In memory it needs more of that than there is: QEMU said so, and nobody what to do.
        ToolResult small = await Tool.RunAsync(Tool.Repository, ["run", _folder, "--memory", "8M", "--set", "ROOT_DISK=n", "--timeout", "100"], cancel);
        Assert.Equal(2, small.Status);
        Assert.Contains("8M of memory does not hold the image and its files", small.Errors, StringComparison.Ordinal);
        Assert.Contains("-s ROOT_DISK=y", small.Errors, StringComparison.Ordinal);
    }

    // With a disk that cannot read the sector at an offset; without one below 0.
    private async Task<(string Text, int? Status)> RunAsync(string output, int badAt, string arguments, CancellationToken cancel)
    {
        string rules = Path.Combine(_folder, "rules");
        await File.WriteAllTextAsync(
            rules, $"[inject-error]\nevent = \"read_aio\"\nerrno = \"5\"\nsector = \"{(badAt / SectorSize).ToString(CultureInfo.InvariantCulture)}\"\nonce = \"off\"\n", cancel);
        var options = new VmOptions
        {
            ImagePath = Path.Combine(output, "reader.elf"),
            Architecture = GuestArchitecture.X86_64,
            Memory = MemorySize.FromMebibytes(16),
            CommandLine = "-- " + arguments,
            Timeout = TimeSpan.FromSeconds(100),
            ExtraArguments = badAt < 0 ? [] :
            [
                "-global", "virtio-mmio.force-legacy=false", "-device", "virtio-blk-device,drive=root",
                "-drive", $"if=none,id=root,format=raw,readonly=on,file=blkdebug:{rules}:{Path.Combine(output, "root.cpio")}",
            ],
        };
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(options, console, cancel);
        var lines = new List<string>();
        await foreach (string line in console.ReadAllAsync(cancel))
            lines.Add(line);
        return (string.Join('\n', lines), result.Status);
    }

    // Where in the file the page is that has the first instruction (ELF-64: e_entry, e_phoff, e_phnum, PT_LOAD).
    private static int EntryOffset(ReadOnlySpan<byte> file)
    {
        ulong entry = BinaryPrimitives.ReadUInt64LittleEndian(file[24..]);
        ReadOnlySpan<byte> headers = file[(int)BinaryPrimitives.ReadUInt64LittleEndian(file[32..])..];
        for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(file[56..]); i++)
        {
            ReadOnlySpan<byte> header = headers[(56 * i)..];
            ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), address = BinaryPrimitives.ReadUInt64LittleEndian(header[16..]), size = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) == 1 && entry >= address && entry < address + size)
                return (int)(offset + (entry - address));
        }

        throw new InvalidDataException("no segment has the program's entry");
    }
}
