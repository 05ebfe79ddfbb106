namespace Lithe.Build.Output;

/// <summary>
/// Results by the hash of everything that went into them, each in a folder of its own under <c>build/cache/</c>. An entry appears in
/// one step, so builds that run side by side, or are killed, never see half of one.
/// </summary>
internal sealed class BuildCache(string folder)
{
    private static readonly TimeSpan KeepUnused = TimeSpan.FromDays(14);

    /// <summary>The folder of an entry, made by <paramref name="make"/> when it is not there yet.</summary>
    /// <param name="key">The hash of the inputs.</param>
    /// <param name="make">Fills the (empty) folder it is given. When it throws, the cache stays as it was.</param>
    public async Task<string> GetOrAddAsync(string key, Func<string, Task> make)
    {
        string entry = Path.Combine(folder, key[..2], key[2..]);
        if (Directory.Exists(entry))
            return entry;
        Directory.CreateDirectory(Path.GetDirectoryName(entry)!);
        string temporary = entry + ".tmp-" + Guid.NewGuid().ToString("N")[..8];
        Directory.CreateDirectory(temporary);
        try
        {
            await make(temporary).ConfigureAwait(false);
            Directory.Move(temporary, entry);
        }
        catch (IOException) when (Directory.Exists(entry))
        {
            // Another build made the same entry meanwhile: its bytes are the same.
            Directory.Delete(temporary, recursive: true);
        }
        catch
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            throw;
        }
        return entry;
    }

    /// <summary>Removes what no build has made for two weeks; called after builds that compiled something.</summary>
    public void Trim(DateTime now)
    {
        if (!Directory.Exists(folder))
            return;
        foreach (string group in Directory.EnumerateDirectories(folder))
        {
            foreach (string entry in Directory.EnumerateDirectories(group))
            {
                if (now - Directory.GetLastWriteTimeUtc(entry) <= KeepUnused)
                    continue;
                try
                {
                    Directory.Delete(entry, recursive: true);
                }
                catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
                {
                    // In use, or another build is removing it: the next one will.
                }
            }
        }
    }
}
