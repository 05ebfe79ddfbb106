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
        LinuxGuest linux = await LinuxGuest.PrepareAsync(context, cancel).ConfigureAwait(false);
        GuestDevice[] devices = [new DiskDevice(), new DiskDevice { IsNvme = true }];
        context.Note("counting on Linux");
        var options = new VmOptions { ImagePath = "", Architecture = GuestArchitecture.X86_64, Machine = MachineType.Q35, Memory = MemorySize.FromMebibytes(128), Devices = devices, CountInstructions = true };
        Dictionary<string, double> theirs = (await linux.RunAsync(context, "pread.c", options, ["block"], cancel).ConfigureAwait(false))
            .ToDictionary(words => words[1], words => double.Parse(words[3], CultureInfo.InvariantCulture));
        var seen = new HashSet<string>();
        foreach (string[] words in await GuestFigures.RunAsync(context, "bench/images/block", MachineType.Q35, devices, "block", cancel).ConfigureAwait(false))
        {
            string metric = $"block.read_4k_instructions.{words[1]}.depth_{words[2]}";
            if (seen.Add(metric))
            {
                bool isCompared = words[2] == "1" && theirs.ContainsKey(words[1]);
                context.Report(new Measurement(metric, double.Parse(words[3], CultureInfo.InvariantCulture), "instructions")
                {
                    Peer = isCompared ? new Peer($"{LinuxGuest.Name}: pread, O_DIRECT", theirs[words[1]]) : null,
                    Target = isCompared && words[1] == "nvme" ? Math.Round(theirs[words[1]] / 3) : null,
                });
            }
        }
    }
}
