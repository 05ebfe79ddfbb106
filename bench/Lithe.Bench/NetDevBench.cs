using System.Globalization;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>The raw packet interface: guest instructions for a 64-byte packet, by size of burst.</summary>
public sealed class NetDevBench : IBenchmark
{
    private const double MostInstructions = 150;
    private static readonly string[] Figures = ["transmit", "receive", "forward"];

    /// <inheritdoc/>
    public string Name => "netdev";

    /// <inheritdoc/>
    public string Summary => "raw packets: instructions to transmit, receive and forward one, by size of burst";

    /// <inheritdoc/>
    public async Task RunAsync(BenchContext context, CancellationToken cancel)
    {
        NetworkDevice card = new() { Backend = NetworkBackend.Hub, Peer = "0" };
        foreach (string[] words in await GuestFigures.RunAsync(context, "bench/images/netdev", MachineType.Microvm, [card, card], "netdev", cancel).ConfigureAwait(false))
        {
            for (int i = 0; i < Figures.Length; i++)
            {
                context.Report(new Measurement($"netdev.{Figures[i]}_instructions.burst_{words[1]}", double.Parse(words[2 + i], CultureInfo.InvariantCulture), "instructions")
                {
                    Target = words[1] == "32" && Figures[i] != "forward" ? MostInstructions : null,
                });
            }
        }
    }
}
