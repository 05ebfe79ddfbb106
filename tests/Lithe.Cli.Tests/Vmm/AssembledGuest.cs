using System.Diagnostics;
using Lithe.Vmm;

namespace Lithe.Cli.Tests.Vmm;

/// <summary>Guests of a few instructions, assembled by the test: they show what QEMU and Lithe.Vmm do, whatever state the libraries are in.</summary>
public sealed class AssembledGuest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lithe-guest-");
    private readonly Lock _turn = new();

    /// <summary>Prints a text, then leaves with a status by the debug console (docs/composition.md, "Leaving").</summary>
    public string X86Printing(string text, int status) => X86($"""
            mov $text, %esi
            call print
            mov $status, %esi
            mov $0xe9, %dx
        1:  lodsb
            test %al, %al
            jz 2f
            out %al, %dx
            jmp 1b
        2:  mov $0xf4, %dx
            xor %eax, %eax
            out %eax, %dx
        text: .asciz "{text}"
        status: .asciz "{status}\n"
        """);

    /// <summary>Copies its console's input to its output, one greater each byte, until a line feed comes; then powers off without a status.</summary>
    public string X86Echo() => X86("""
        1:  mov $0x3fd, %dx
            in %dx, %al
            test $1, %al
            jz 1b
            mov $0x3f8, %dx
            in %dx, %al
            cmp $10, %al
            je 2f
            inc %al
            out %al, %dx
            jmp 1b
        2:  out %al, %dx
            mov $0xf4, %dx
            xor %eax, %eax
            out %eax, %dx
        """);

    /// <summary>Runs for ever.</summary>
    public string X86Endless() => X86("1: jmp 1b");

    /// <summary>Faults without a handler, which resets the processor.</summary>
    public string X86TripleFault() => X86("""
            lidt none
            int3
        none: .word 0
            .long 0
        """);

    /// <summary>Prints a text, then leaves with a status by semihosting.</summary>
    public string Arm64Printing(string text, int status) => Arm64($"""
            adr x1, text
            mov x2, #0x09000000
        1:  ldrb w0, [x1], #1
            cbz w0, 2f
            str w0, [x2]
            b 1b
        2:  adr x1, leaving
            mov w0, #0x20
            hlt #0xf000
            .balign 8
        leaving: .quad 0x20026, {status}
        text: .asciz "{text}"
        """);

    /// <summary>Powers off by PSCI, which carries no status.</summary>
    public string Arm64PowerOff() => Arm64("""
            movz w0, #0x8400, lsl #16
            movk w0, #0x0008
            hvc #0
        """);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private string X86(string body) => Assemble("x86_64-linux-gnu", "0x100000", $"""
            .code32
            .globl _start
        _start:
        {body}
            hlt
        print:
            mov $0x3f8, %dx
        9:  lodsb
            test %al, %al
            jz 8f
            out %al, %dx
            jmp 9b
        8:  ret
            .section .note.Xen, "a", @note
            .long 4, 4, 18
            .asciz "Xen"
            .long _start
        """);

    private string Arm64(string body) => Assemble("aarch64-linux-gnu", "0x40100000", $"""
            .globl _start
        _start:
        {body}
        """);

    private string Assemble(string triple, string address, string source)
    {
        lock (_turn)
        {
            string name = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
            File.WriteAllText(name + ".s", source + "\n");
            Run("llvm-mc", $"-triple={triple}", "-filetype=obj", name + ".s", "-o", name + ".o");
            Run("ld.lld", "-static", "-nostdlib", $"-Ttext={address}", "-e", "_start", "-z", "noseparate-code", name + ".o", "-o", name + ".elf");
            return name + ".elf";
        }
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
