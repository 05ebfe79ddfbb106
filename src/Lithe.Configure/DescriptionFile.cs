using System.Security.Cryptography;
using System.Text;
using Lithe.Description;
using Lithe.Description.Editing;

namespace Lithe.Configure;

/// <summary>Writes <c>config:</c> of a <c>lithe.yaml</c>; the rest of the file stays byte for byte.</summary>
public static class DescriptionFile
{
    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Changes lines. The file is replaced in one step, or left as it is.</summary>
    /// <param name="path">The description.</param>
    /// <param name="changes">The lines to write.</param>
    /// <exception cref="ConfigureException">The way it is written cannot be edited.</exception>
    public static void Change(string path, IReadOnlyList<SettingChange> changes)
    {
        if (changes.Count == 0)
            return;
        // Two that read the same file and write it one after the other would leave only what the second one changed.
        using FileStream? turn = TakeTurn(path);
        string text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        bool hasMark = File.ReadAllBytes(path) is [0xEF, 0xBB, 0xBF, ..];
        Diagnostic? problem = ConfigEditor.TryEdit(
            text.TrimStart(ByteOrderMark), [.. changes.Select(change => KeyValuePair.Create(change.Name, change.Value))], out string edited);
        if (problem is not null)
            throw new ConfigureException(problem with { File = path });
        // A link stays a link: what it points to is replaced.
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        string temporary = $"{target}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllText(temporary, edited, new UTF8Encoding(hasMark));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    // Held while a description is changed; beside the file it would be in people's way, so it lies with the temporary files. Null where those cannot be written: then there is no turn.
    private static FileStream? TakeTurn(string path)
    {
        string full = Path.GetFullPath(path), hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..16];
        string file = Path.Combine(Path.GetTempPath(), $"lithe-{Environment.UserName}-{hash}.lock");
        for (long start = Environment.TickCount64; ;)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
            catch (IOException) when (Environment.TickCount64 - start < 10_000)
            {
                Thread.Sleep(5);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
