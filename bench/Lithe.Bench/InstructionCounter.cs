using System.Globalization;
using System.Text;
using Lithe.Image;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>
/// Counts the guest's instructions from the image's entry to the moment the last byte of a line is written to the console's
/// data register. bench/README.md says how, and how the method was checked.
/// </summary>
public static class InstructionCounter
{
    private const string Executed = "Trace ";
    private const string Rewound = "cpu_io_recompile: ";
    private const uint ProgramSegment = 1;
    private const uint Executable = 1;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Boots the image and counts.</summary>
    /// <param name="options">The machine; what concerns counting and logging is filled in here.</param>
    /// <param name="line">The line, without its line break.</param>
    /// <param name="cancel">Ends the machine.</param>
    /// <exception cref="BenchException">The line did not come.</exception>
    public static async Task<long> ToLineAsync(VmOptions options, string line, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lithe-count-");
        try
        {
            string log = Path.Combine(folder.FullName, "log");
            (ulong first, ulong last) = CodeRange(options.ImagePath);
            VmOptions counting = options with
            {
                Accelerator = Accelerator.Tcg,
                CountInstructions = true,
                Timeout = Limit,
                LogPath = log,
                TraceEvents = [options.Architecture == GuestArchitecture.Arm64 ? ConsoleWrites.Pl011Event : ConsoleWrites.Uart16550Event],
                // One instruction a translation block and no chaining, so that each instruction executed is one line of the log.
                ExtraArguments = ["-singlestep", "-d", "exec,nochain", "-dfilter", $"0x{first:x}..0x{last:x}", .. options.ExtraArguments],
            };
            VmResult result = await VirtualMachine.RunAsync(counting, new GuestConsole(), cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return Count(File.ReadLines(log), line, options.Architecture)
                ?? throw new BenchException($"'{line}' was not printed on {Machines.NameOf(options.EffectiveMachine)}: the image {result.Describe()}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>How many instructions a log holds so far, of a machine that still writes it.</summary>
    internal static long CountLines(string log)
    {
        long instructions = 0;
        using var reader = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } entry)
        {
            if (entry.StartsWith(Executed, StringComparison.Ordinal))
                instructions++;
            else if (entry.StartsWith(Rewound, StringComparison.Ordinal))
                instructions--;
        }

        return instructions;
    }

    /// <summary>Counts in a log; null when the line is not in it.</summary>
    internal static long? Count(IEnumerable<string> log, string line, GuestArchitecture architecture)
    {
        long instructions = 0;
        var console = new ConsoleWrites(architecture);
        var current = new StringBuilder();
        foreach (string entry in log)
        {
            if (entry.StartsWith(Executed, StringComparison.Ordinal))
            {
                instructions++;
            }
            else if (entry.StartsWith(Rewound, StringComparison.Ordinal))
            {
                // An access to a device's memory that was begun, undone, and will be logged once more.
                instructions--;
            }
            else if (console.ByteOf(entry) is { } b)
            {
                if (b == '\n' && current.ToString() == line)
                    return instructions;
                if (b == '\n')
                    current.Clear();
                else if (b != '\r')
                    current.Append((char)b);
            }
        }

        return null;
    }

    // The firmware's instructions are outside of this range, so the first one that is logged is the image's entry.
    internal static (ulong First, ulong Last) CodeRange(string image)
    {
        ElfSegment[] code = [.. ElfFile.Open(image).Segments.Where(s => s.Type == ProgramSegment && (s.Flags & Executable) != 0)];
        if (code.Length == 0)
            throw new BenchException($"{image} has no executable segment");
        return (code.Min(s => s.Address), code.Max(s => s.Address + s.MemorySize) - 1);
    }
}

/// <summary>Finds the bytes written to the console among QEMU's trace events.</summary>
internal sealed class ConsoleWrites(GuestArchitecture architecture)
{
    public const string Uart16550Event = "serial_write";
    public const string Pl011Event = "pl011_write";

    private const uint LineControl = 3;
    private const uint DivisorLatchAccess = 0x80;
    private bool _latchOpen;

    /// <summary>The byte that a log entry says was sent, or null when it says something else.</summary>
    public byte? ByteOf(string entry)
    {
        // serial_write write addr 0x00 val 0x48
        // pl011_write addr 0x000 value 0x00000048 reg DR
        string name = architecture == GuestArchitecture.Arm64 ? Pl011Event : Uart16550Event;
        if (!entry.StartsWith(name, StringComparison.Ordinal))
            return null;
        uint? register = HexAfter(entry, "addr ");
        uint? value = HexAfter(entry, architecture == GuestArchitecture.Arm64 ? "value " : "val ");
        if (register is null || value is null)
            return null;
        if (architecture == GuestArchitecture.X86_64 && register == LineControl)
            _latchOpen = (value & DivisorLatchAccess) != 0;
        // While the divisor latch is open, register 0 is the low byte of the divisor.
        return register == 0 && !_latchOpen ? (byte)value : null;
    }

    private static uint? HexAfter(string entry, string label)
    {
        int at = entry.IndexOf(label + "0x", StringComparison.Ordinal);
        if (at < 0)
            return null;
        ReadOnlySpan<char> digits = entry.AsSpan(at + label.Length + 2);
        int end = digits.IndexOf(' ');
        return uint.TryParse(end < 0 ? digits : digits[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) ? value : null;
    }
}
