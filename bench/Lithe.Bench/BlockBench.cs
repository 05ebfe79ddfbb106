using System.Globalization;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>The raw block interface: guest instructions to read 4 KiB, by requests under way.</summary>
public sealed class BlockBench : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "block";

    /// <inheritdoc/>
    public string Summary => "raw blocks: instructions to read 4 KiB by virtio-blk and NVMe, by requests under way";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        GuestDevice[] devices = [new DiskDevice(), new DiskDevice { IsNvme = true }];
        var seen = new HashSet<string>();
        foreach (string[] words in await GuestFigures.RunAsync(context, "bench/images/block", MachineType.Q35, devices, "block", cancel).ConfigureAwait(false))
        {
            string metric = $"block.read_4k_instructions.{words[1]}.depth_{words[2]}";
            if (seen.Add(metric))
                context.Report(new Measurement(metric, double.Parse(words[3], CultureInfo.InvariantCulture), "instructions"));
        }
    }
}
