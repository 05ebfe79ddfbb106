using Lithe.Build;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>Runs images that measure themselves: with counted instructions the processor's counter is the number of instructions, and lines of figures are read from the console.</summary>
internal static class GuestFigures
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Boots an image of the repository with counted instructions and gives the lines that start with a word, split at spaces.</summary>
    /// <exception cref="BenchException">It does not build, or does not end well.</exception>
    public static async Task<IReadOnlyList<string[]>> RunAsync(
        BenchContext context, string app, MachineType machine, IReadOnlyList<GuestDevice> devices, string word, CancellationToken cancel)
    {
        context.Note($"building {app}");
        BuildOutcome build = await context.BuildAsync(app, Target.QemuX64, cancel).ConfigureAwait(false);
        context.Note($"counting on {Machines.NameOf(machine)}");
        var options = new VmOptions
        {
            ImagePath = build.ImagePath,
            Architecture = GuestArchitecture.X86_64,
            Machine = machine,
            Devices = devices,
            CountInstructions = true,
            Timeout = Limit,
        };
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(options, console, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        var lines = new List<string[]>();
        var other = new List<string>();
        await foreach (string line in console.ReadAllAsync(cancel).ConfigureAwait(false))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words[0] == word)
                lines.Add(words);
            else
                other.Add(line);
        }

        if (result is not { Ending: VmEnding.Exited, Status: 0 })
            throw new BenchException($"{app} {result.Describe()}: {string.Join('\n', other)}");
        return lines;
    }
}
