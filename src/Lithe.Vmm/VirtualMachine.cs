using System.Diagnostics;

namespace Lithe.Vmm;

/// <summary>A process that runs one image: QEMU, or the image itself where it is a Linux program: its console in both directions, and its end.</summary>
/// <remarks>The process never outlives this object: disposing it ends the machine.</remarks>
public sealed class VirtualMachine : IAsyncDisposable
{
    private static readonly TimeSpan LastOutputTime = TimeSpan.FromSeconds(1);
    private readonly Process _process;
    private readonly VmOptions _options;
    private readonly RunFolder _folder;
    private readonly string _logPath;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly PanicDetector _panic = new();
    private readonly CancellationTokenSource _stopReading = new();
    private readonly Task<VmResult> _end;
    private int _stopCause = (int)StopCause.None;

    private enum StopCause
    {
        None,
        Timeout,
        Caller,
    }

    private VirtualMachine(VmOptions options, Process process, RunFolder folder, string logPath, IConsoleSink sink)
    {
        (_options, _process, _folder, _logPath) = (options, process, folder, logPath);
        _end = RunAsync(sink);
    }

    /// <summary>The process id of QEMU.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Refuses what cannot be started, without the image, which need not be built yet.</summary>
    /// <exception cref="VmException">The options do not go together, or the host does not have what they name.</exception>
    public static void Validate(VmOptions options)
    {
        if (options.IsProcess)
            ProcessCommandLine.ValidateProcess(options);
        else
            QemuCommandLine.ValidateMachine(options);
    }

    /// <summary>Starts a machine. Its console's output goes to the sink.</summary>
    /// <exception cref="VmException">The options do not go together, or QEMU is not installed.</exception>
    public static async Task<VirtualMachine> StartAsync(VmOptions options, IConsoleSink sink, CancellationToken cancel = default)
    {
        if (options.IsProcess)
            return StartProcess(options, sink);
        QemuCommandLine.Validate(options);
        string program = QemuCommandLine.ProgramFor(options.Architecture);
        string path = ProgramFinder.Find(program) ?? throw new VmException(
            VmProblem.MissingTool,
            $"'{program}' is not installed",
            $"apt-get install --no-install-recommends {QemuCommandLine.PackageFor(options.Architecture)}");
        Accelerator accelerator = await ChooseAsync(options, cancel).ConfigureAwait(false);

        var folder = new RunFolder();
        try
        {
            string logPath = options.LogPath ?? Path.Combine(folder.Path, "log");
            IReadOnlyList<string> arguments = QemuCommandLine.Build(options, accelerator, folder.StatusPath, logPath);
            // The program ip becomes QEMU: it is the process to end, as without a namespace.
            Process process = options.NetworkNamespace is { } name ? Start("ip", ["netns", "exec", name, path, .. arguments]) : Start(path, arguments);
            return new VirtualMachine(options, process, folder, logPath, sink);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Runs a machine from start to end.</summary>
    /// <exception cref="VmException">The options do not go together, or QEMU is not installed.</exception>
    public static async Task<VmResult> RunAsync(VmOptions options, IConsoleSink sink, CancellationToken cancel = default)
    {
        await using VirtualMachine machine = await StartAsync(options, sink, cancel).ConfigureAwait(false);
        using CancellationTokenRegistration kill = cancel.Register(machine.Kill);
        return await machine.WaitAsync().ConfigureAwait(false);
    }

    /// <summary>Sends bytes to the guest's console. Bytes for a machine that has ended are dropped.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        try
        {
            Stream input = _process.StandardInput.BaseStream;
            await input.WriteAsync(bytes, cancel).ConfigureAwait(false);
            await input.FlushAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The machine ended in between: WaitAsync says how.
        }
    }

    /// <summary>
    /// Says that no more bytes come: a process's input is closed; a serial line, which has no end, gets what a person types for it, Ctrl-D (twice where
    /// <paramref name="isWithinLine"/>: the first ends that line). A machine that has ended is no matter.
    /// </summary>
    public async Task EndInputAsync(bool isWithinLine, CancellationToken cancel = default)
    {
        const byte EndOfTransmission = 4;
        if (!_options.IsProcess)
        {
            await WriteAsync(isWithinLine ? new[] { EndOfTransmission, EndOfTransmission } : new[] { EndOfTransmission }, cancel).ConfigureAwait(false);
            return;
        }

        try
        {
            _process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
    }

    /// <summary>Waits for the machine's end.</summary>
    public Task<VmResult> WaitAsync() => _end;

    /// <summary>Ends the machine at once.</summary>
    public void Kill() => Stop(StopCause.Caller);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _end.ConfigureAwait(false);
        _process.Dispose();
        _stopReading.Dispose();
        _folder.Dispose();
    }

    private static VirtualMachine StartProcess(VmOptions options, IConsoleSink sink)
    {
        ProcessCommandLine.Validate(options);
        var folder = new RunFolder();
        try
        {
            return new VirtualMachine(options, Start(options.ImagePath, ProcessCommandLine.Build(options, folder.Path)), folder, folder.StatusPath, sink);
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is System.ComponentModel.Win32Exception)
                throw new VmException(VmProblem.Refused, $"'{options.ImagePath}' does not start on this host: {e.Message}", "it needs an x86-64 Linux");
            throw;
        }
    }

    private static Process Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    }

    private static async Task<Accelerator> ChooseAsync(VmOptions options, CancellationToken cancel)
    {
        if (options.Accelerator == Accelerator.Kvm)
        {
            return await KvmProbe.WhyUnusableAsync(cancel).ConfigureAwait(false) is { } why
                ? throw new VmException(VmProblem.Refused, $"KVM cannot be used: {why}", "use --accel tcg")
                : Accelerator.Kvm;
        }

        bool wanted = options is { Accelerator: Accelerator.Auto, Architecture: GuestArchitecture.X86_64, CountInstructions: false };
        return wanted && await KvmProbe.WhyUnusableAsync(cancel).ConfigureAwait(false) is null ? Accelerator.Kvm : Accelerator.Tcg;
    }

    private async Task<VmResult> RunAsync(IConsoleSink sink)
    {
        // A timer rather than a delay: it is gone as soon as the machine is.
        await using Timer? timer = _options.Timeout is { } limit
            ? new Timer(_ => Stop(StopCause.Timeout), null, limit, Timeout.InfiniteTimeSpan)
            : null;
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        Task pump = PumpAsync(sink);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        TimeSpan elapsed = _clock.Elapsed;
        await pump.ConfigureAwait(false);
        return Judge(await errors.ConfigureAwait(false), elapsed);
    }

    private async Task PumpAsync(IConsoleSink sink)
    {
        byte[] buffer = new byte[16 * 1024];
        Stream output = _process.StandardOutput.BaseStream;
        try
        {
            int count;
            while ((count = await output.ReadAsync(buffer, _stopReading.Token).ConfigureAwait(false)) > 0)
            {
                _panic.Add(buffer.AsSpan(0, count));
                await sink.WriteAsync(buffer.AsMemory(0, count), _stopReading.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped by the caller: what the guest printed last is not awaited.
        }
        finally
        {
            _panic.Complete();
            await sink.CompleteAsync().ConfigureAwait(false);
        }
    }

    private void Stop(StopCause cause)
    {
        Interlocked.CompareExchange(ref _stopCause, (int)cause, (int)StopCause.None);
        try
        {
            if (!_process.HasExited)
                _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It ended in between.
        }

        // Someone may be reading still; nobody has to be, so what was printed last is not waited for without end.
        _stopReading.CancelAfter(cause == StopCause.Caller ? TimeSpan.Zero : LastOutputTime);
    }

    private VmResult Judge(string errors, TimeSpan elapsed)
    {
        int code = _process.ExitCode;
        int? status = _options.IsProcess ? (StopCause)_stopCause == StopCause.None ? code : null
            : _options.Architecture == GuestArchitecture.X86_64
            ? ExitStatus.FromFile(_folder.StatusPath)
            : (StopCause)_stopCause == StopCause.None ? ExitStatus.FromSemihosting(code, _logPath, errors) : null;
        var result = new VmResult
        {
            Ending = VmEnding.Exited,
            Status = status,
            PanicReason = _panic.Reason,
            QemuErrors = errors,
            QemuExitCode = code,
            Elapsed = elapsed,
        };
        // A status that arrived counts even when the machine was stopped in the same moment.
        if (status is not null)
            return result with { Ending = _panic.Reason is null ? VmEnding.Exited : VmEnding.Panicked };
        return result with
        {
            Ending = (StopCause)_stopCause switch
            {
                StopCause.Timeout => VmEnding.TimedOut,
                StopCause.Caller => VmEnding.Killed,
                _ => ExitStatus.WithoutStatus(code, _logPath),
            },
        };
    }
}
