namespace Lithe.Vmm;

/// <summary>Finds a program along <c>PATH</c>.</summary>
public static class ProgramFinder
{
    /// <summary>The full path of a program, or null when it is not installed.</summary>
    public static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>The full path of a program along the given search path, or null.</summary>
    public static string? Find(string name, string? searchPath)
    {
        foreach (string folder in (searchPath ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            string candidate = Path.Combine(folder, name);
            if (File.Exists(candidate) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(candidate) & UnixFileMode.UserExecute) != 0))
                return candidate;
        }

        return null;
    }
}
