using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>Finds the least memory that a machine boots an image with.</summary>
public static class LeastMemory
{
    /// <summary>Sizes are tried in steps of this.</summary>
    public const int StepKibibytes = 64;

    // An image that has not printed its line by now will not: booting takes some tens of milliseconds.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The least size with which the line is printed and the guest exits with status 0.</summary>
    /// <param name="options">The machine; its memory is what is looked for.</param>
    /// <param name="line">The line that shows that it booted.</param>
    /// <param name="most">A size that is enough.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <exception cref="BenchException">It does not boot with <paramref name="most"/> either.</exception>
    public static async Task<MemorySize> FindAsync(VmOptions options, string line, MemorySize most, CancellationToken cancel)
    {
        // Invariant: it boots with `good` steps, and not with `bad`.
        long bad = (Machines.MinimumMemory(options.EffectiveMachine).Kibibytes - 1) / StepKibibytes;
        long good = most.Kibibytes / StepKibibytes;
        if (!await BootsAsync(options, line, good, cancel).ConfigureAwait(false))
            throw new BenchException($"'{line}' is not printed on {Machines.NameOf(options.EffectiveMachine)} with {most} of memory");
        while (good - bad > 1)
        {
            long middle = (good + bad) / 2;
            if (await BootsAsync(options, line, middle, cancel).ConfigureAwait(false))
                good = middle;
            else
                bad = middle;
        }

        return MemorySize.FromKibibytes(good * StepKibibytes);
    }

    private static async Task<bool> BootsAsync(VmOptions options, string line, long steps, CancellationToken cancel)
    {
        var console = new GuestConsole();
        VmOptions machine = options with { Memory = MemorySize.FromKibibytes(steps * StepKibibytes), Timeout = Limit };
        VmResult result = await VirtualMachine.RunAsync(machine, console, cancel).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        bool printed = false;
        await foreach (string printedLine in console.ReadAllAsync(cancel).ConfigureAwait(false))
            printed |= printedLine == line;
        return printed && result is { Ending: VmEnding.Exited, Status: 0 };
    }
}
