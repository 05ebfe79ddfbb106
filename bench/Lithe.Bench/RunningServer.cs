using System.Diagnostics;
using System.Globalization;
using System.Text;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>One side of a comparison of servers: how it boots, and what shows that it serves.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="Options">The machine, without its card.</param>
/// <param name="Port">The port that it serves.</param>
/// <param name="Question">What is asked until it answers; <c>\r</c> and <c>\n</c> are written so.</param>
internal sealed record ServerSide(string Name, VmOptions Options, int Port, string Question);

/// <summary>A server that has answered once, on its private network.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private const int LastLines = 20;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly VirtualMachine _machine;
    private readonly ConsoleTail _console;

    private RunningServer(PrivateNetwork network, ServerSide side, VirtualMachine machine, ConsoleTail console, TimeSpan firstAnswer) =>
        (Network, Side, _machine, _console, FirstAnswer) = (network, side, machine, console, firstAnswer);

    /// <summary>Where it is; programs that drive it run there.</summary>
    internal PrivateNetwork Network { get; }

    /// <summary>What was started.</summary>
    internal ServerSide Side { get; }

    /// <summary>From QEMU's start to the first byte of its first answer.</summary>
    internal TimeSpan FirstAnswer { get; }

    /// <summary>What it printed last.</summary>
    internal string Console => _console.Text;

    /// <summary>QEMU's process.</summary>
    internal int ProcessId => _machine.ProcessId;

    /// <summary>Starts a server and asks until it answers.</summary>
    /// <exception cref="BenchException">It did not answer in time; the exception has what it printed.</exception>
    internal static async Task<RunningServer> StartAsync(BenchContext context, PrivateNetwork network, ServerSide side, CancellationToken cancel, TimeSpan? limit = null)
    {
        string ask = await LinuxGuest.CompileAsync(context, "ask.c", cancel).ConfigureAwait(false);
        TimeSpan patience = limit ?? StartLimit;
        var console = new ConsoleTail(LastLines);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task<string> answer = network.RunAsync(
            ask, [PrivateNetwork.GuestV4, side.Port.ToString(CultureInfo.InvariantCulture), ((int)patience.TotalSeconds).ToString(CultureInfo.InvariantCulture), side.Question], asking.Token);
        long start = Stopwatch.GetTimestamp();
        VirtualMachine machine = await VirtualMachine.StartAsync(network.Attach(side.Options), console, cancel).ConfigureAwait(false);
        try
        {
            // A machine that ends will not answer any more.
            if (await Task.WhenAny(answer, machine.WaitAsync()).ConfigureAwait(false) == answer)
            {
                long at = long.Parse((await answer.ConfigureAwait(false)).Trim(), CultureInfo.InvariantCulture);
                // Both are the host's monotonic clock, in nanoseconds.
                return new RunningServer(network, side, machine, console, TimeSpan.FromMicroseconds((at - start) / 1000.0));
            }

            await asking.CancelAsync().ConfigureAwait(false);
        }
        catch (BenchException)
        {
            // Said below, with what the machine printed.
        }
        catch
        {
            await machine.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await machine.DisposeAsync().ConfigureAwait(false);
        VmResult result = await machine.WaitAsync().ConfigureAwait(false);
        throw new BenchException($"{side.Name} did not answer within {patience.TotalSeconds} s ({result.Describe()}): {result.QemuErrors}{console.Text}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _machine.DisposeAsync().ConfigureAwait(false);

    // The last lines of a console.
    private sealed class ConsoleTail(int most) : IConsoleSink
    {
        private readonly StringBuilder _text = new();

        public string Text
        {
            get
            {
                lock (_text)
                    return string.Join('\n', _text.ToString().Split('\n').TakeLast(most));
            }
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            lock (_text)
            {
                _text.Append(Encoding.UTF8.GetString(bytes.Span).Replace("\r", "", StringComparison.Ordinal));
                if (_text.Length > 1 << 16)
                    _text.Remove(0, _text.Length - (1 << 15));
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync() => ValueTask.CompletedTask;
    }
}
