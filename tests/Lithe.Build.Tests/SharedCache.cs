[assembly: AssemblyFixture(typeof(Lithe.Build.Tests.SharedCache))]

namespace Lithe.Build.Tests;

/// <summary>One cache of compiled libraries for all trees of a test run.</summary>
public sealed class SharedCache : IDisposable
{
    internal static string Path { get; } = Directory.CreateTempSubdirectory("lithe-build-cache-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
