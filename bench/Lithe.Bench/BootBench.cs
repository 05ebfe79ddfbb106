using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>The machine's part of a boot: guest instructions from the image's entry to Main's first line, with threads, a TLSF heap and a paged address space.</summary>
public sealed class BootBench : IBenchmark
{
    private const string App = "bench/guest/boot";
    private const string Line = "main";
    private const double MostInstructions = 25_000;
    private static readonly MemorySize Small = MemorySize.FromMebibytes(64), Large = MemorySize.FromMebibytes(4096);

    /// <inheritdoc/>
    public string Name => "boot";

    /// <inheritdoc/>
    public string Summary => "guest instructions from entry to Main with coop, TLSF and vmem, on 64 MiB and on 4 GiB";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        foreach (Target target in Target.All.Where(target => !target.IsProcess))
        {
            context.Note($"building {App} for {target.Name}");
            BuildOutcome build = await context.BuildAsync(App, target, cancel).ConfigureAwait(false);
            GuestArchitecture architecture = target.Arch == "arm64" ? GuestArchitecture.Arm64 : GuestArchitecture.X86_64;
            foreach (MachineType machine in Machines.For(architecture))
            {
                var options = new VmOptions { ImagePath = build.ImagePath, Architecture = architecture, Machine = machine };
                await CountAsync(context, Machines.NameOf(machine).Replace('-', '_'), options, cancel).ConfigureAwait(false);
            }
        }
    }

    private static async Task CountAsync(BenchContext context, string name, VmOptions options, CancellationToken cancel)
    {
        context.Note($"counting instructions on {name}");
        long small = await InstructionCounter.ToLineAsync(options with { Memory = Small }, Line, cancel).ConfigureAwait(false);
        context.Report(new Measurement($"boot.entry_to_main_instructions.{name}.64_mib", small, "instructions") { Target = MostInstructions });
        long large = await InstructionCounter.ToLineAsync(options with { Memory = Large }, Line, cancel).ConfigureAwait(false);
        context.Report(new Measurement($"boot.entry_to_main_instructions.{name}.4_gib", large, "instructions") { Target = 2 * MostInstructions });
    }
}
