using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>The smallest application: how large its image is, how much it executes until its line is printed, how little memory it needs.</summary>
/// <remarks>None of these figures depends on the time of day or on the machine that measures.</remarks>
public sealed class HelloBench : IBenchmark
{
    private const string App = "apps/hello";
    private const string Line = "Hello from Lithe!";
    private const double MostImageBytes = 32 * 1024;
    private const double MostInstructions = 8000;
    private const double MostMemoryKibibytes = 1408;
    private static readonly MemorySize Ample = MemorySize.FromMebibytes(64);

    // Unikraft's smallest configuration, on the machines that it was measured on; its 100 million instructions of waiting for a clock are left out.
    private static readonly Peer PeerBytes = new("Unikraft 0.17, smallest", 143_672);
    private static readonly Peer PeerInstructions = new("Unikraft 0.17, smallest", 46_087);
    private static readonly Peer PeerMemory = new("Unikraft 0.17, smallest", 1408);

    /// <inheritdoc/>
    public string Name => "hello";

    /// <inheritdoc/>
    public string Summary => "the hello image: bytes, instructions from entry to the printed line, least memory";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        foreach (Target target in Target.All.Where(target => !target.IsProcess))
        {
            context.Note($"building {App} for {target.Name}");
            BuildOutcome build = await context.BuildAsync(App, target, cancel).ConfigureAwait(false);
            context.Report(new Measurement($"hello.image_bytes.{target.Arch}", new FileInfo(build.ImagePath).Length, "bytes")
            {
                Target = MostImageBytes,
                Peer = target == Target.QemuX64 ? PeerBytes : null,
            });
            foreach (MachineType machine in Machines.For(ArchitectureOf(target)))
                await MeasureAsync(context, build.ImagePath, machine, cancel).ConfigureAwait(false);
        }
    }

    private static async Task MeasureAsync(BenchContext context, string image, MachineType machine, CancellationToken cancel)
    {
        string name = Machines.NameOf(machine);
        var options = new VmOptions { ImagePath = image, Architecture = Machines.ArchitectureOf(machine), Machine = machine, Memory = Ample };

        context.Note($"counting instructions on {name}");
        long instructions = await InstructionCounter.ToLineAsync(options, Line, cancel).ConfigureAwait(false);
        context.Report(new Measurement($"hello.entry_to_line_instructions.{name}", instructions, "instructions")
        {
            Target = MostInstructions,
            Peer = machine == MachineType.Microvm ? PeerInstructions : null,
        });

        context.Note($"looking for the least memory on {name}");
        MemorySize memory = await LeastMemory.FindAsync(options, Line, Ample, cancel).ConfigureAwait(false);
        context.Report(new Measurement($"hello.least_memory.{name}", memory.Kibibytes, "KiB")
        {
            Target = machine is MachineType.Pc or MachineType.Microvm ? MostMemoryKibibytes : null,
            Peer = machine == MachineType.Pc ? PeerMemory : null,
        });
    }

    private static GuestArchitecture ArchitectureOf(Target target) => target.Arch == "arm64" ? GuestArchitecture.Arm64 : GuestArchitecture.X86_64;
}
