namespace Lithe.Vmm;

/// <summary>A temporary folder for one run's status and log files.</summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("lithe-run-").FullName;

    /// <summary>Where the debug console's output goes.</summary>
    public string StatusPath => System.IO.Path.Combine(Path, "status");

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Left for the system's own clearing of temporary files.
        }
    }
}
