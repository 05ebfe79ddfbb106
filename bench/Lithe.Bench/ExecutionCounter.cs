using System.IO.MemoryMappedFiles;
using Lithe.Vmm;

namespace Lithe.Bench;

/// <summary>
/// Counts all instructions that a guest of one processor executes, while it runs at full speed and with the host's clock, by a plugin of QEMU (<c>bench/peers/count.c</c>). A processor that
/// waits executes none. For a guest whose own clock cannot count, since it sleeps between requests.
/// </summary>
internal sealed class ExecutionCounter : IDisposable
{
    private readonly string _path;
    private readonly string _plugin;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private ExecutionCounter(string plugin)
    {
        _plugin = plugin;
        _path = Path.Combine(Path.GetTempPath(), $"lithe-count-{Guid.NewGuid():N}");
        using (FileStream file = File.Create(_path))
            file.SetLength(sizeof(ulong));
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Open, null, sizeof(ulong), MemoryMappedFileAccess.ReadWrite);
        _view = _file.CreateViewAccessor(0, sizeof(ulong));
    }

    /// <summary>Compiles the plugin.</summary>
    /// <exception cref="BenchException">It does not compile.</exception>
    public static async Task<ExecutionCounter> CreateAsync(BenchContext context, CancellationToken cancel) =>
        new(await LinuxGuest.CompileAsync(context, "count.c", "-O2 -shared -fPIC", cancel).ConfigureAwait(false));

    /// <summary>How many instructions the guest has executed.</summary>
    public long Value => (long)_view.ReadUInt64(0);

    /// <summary>A machine whose instructions are counted.</summary>
    public VmOptions Count(VmOptions options) => options with { ExtraArguments = ["-plugin", $"{_plugin},counter={_path}", .. options.ExtraArguments] };

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
