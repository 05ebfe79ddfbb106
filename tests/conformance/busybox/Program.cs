using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

// A folder NAME.req of the queue is a request: args, env (texts that end with zeros), cwd, stdin, and perhaps merge. It becomes NAME.done with out, err and code.
const int Parallel = 8, TimeLimit = 20_000;
string queue = args[0];
var running = new Dictionary<int, (string Folder, long Deadline)>();
Native.Install();
Console.WriteLine("driver: ready");
while (true)
{
    bool found = false;
    foreach (string folder in Directory.GetDirectories(queue))
    {
        if (folder.EndsWith(".stop", StringComparison.Ordinal))
            return 0;
        if (!folder.EndsWith(".req", StringComparison.Ordinal) || running.Count >= Parallel)
            continue;
        found = true;
        string taken = Path.ChangeExtension(folder, ".run");
        Directory.Move(folder, taken);
        int process = Native.Spawn(taken);
        if (process > 0)
            running.Add(process, (taken, Environment.TickCount64 + TimeLimit));
        else
            Native.Finish(taken, 127);
    }

    while (Native.waitpid(-1, out int status, 1) is > 0 and int ended)
    {
        found = true;
        if (running.Remove(ended, out (string Folder, long Deadline) request))
            Native.Finish(request.Folder, (status & 0x7f) == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f));
    }

    foreach ((int process, (string _, long deadline)) in running)
    {
        if (Environment.TickCount64 > deadline)
            Native.kill(process, 9);
    }

    if (!found)
        Thread.Sleep(1);
}

internal static unsafe class Native
{
    private const int ReadOnly = 0, CreateForWriting = 0x241;

    [DllImport("libc")]
    internal static extern int waitpid(int process, out int status, int options);

    [DllImport("libc")]
    internal static extern int kill(int process, int signal);

    [DllImport("libc")]
    private static extern int posix_spawn(out int process, byte* path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_init(byte* actions);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_destroy(byte* actions);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_addopen(byte* actions, int number, byte* path, int flags, uint mode);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_addchdir_np(byte* actions, byte* path);

    /// <summary>Makes links of all applets' names, where busybox's own children find them.</summary>
    internal static void Install()
    {
        byte** arguments = stackalloc byte*[5], environment = stackalloc byte*[1];
        string[] words = ["busybox", "--install", "-s", "/bin"];
        for (int i = 0; i < words.Length; i++)
            arguments[i] = (byte*)Marshal.StringToCoTaskMemUTF8(words[i]);
        if (posix_spawn(out int process, (byte*)Marshal.StringToCoTaskMemUTF8("/bin/busybox"), null, null, arguments, environment) == 0)
            waitpid(process, out _, 0);
    }

    /// <summary>Starts busybox as a request says; its number, or a negated error number.</summary>
    internal static int Spawn(string folder)
    {
        var texts = new List<nint>();
        byte* Text(string text)
        {
            nint at = Marshal.StringToCoTaskMemUTF8(text);
            texts.Add(at);
            return (byte*)at;
        }

        byte*[] List(string file, Func<string, bool> isKept)
        {
            string[] words = [.. Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, file))).Split('\0')[..^1].Where(isKept).Select(word => word.StartsWith("PATH=", StringComparison.Ordinal) ? "PATH=/bin:/sbin" : word)];
            var list = new byte*[words.Length + 1];
            for (int i = 0; i < words.Length; i++)
                list[i] = Text(words[i]);
            return list;
        }

        byte* actions = stackalloc byte[256];
        posix_spawn_file_actions_init(actions);
        // The files first, by their absolute paths; then to where the request came from.
        posix_spawn_file_actions_addopen(actions, 0, Text(Path.Combine(folder, "stdin")), ReadOnly, 0);
        posix_spawn_file_actions_addopen(actions, 1, Text(Path.Combine(folder, "out")), CreateForWriting, 0x1b6);
        if (File.Exists(Path.Combine(folder, "merge")))
            posix_spawn_file_actions_adddup2(actions, 1, 2);
        else
            posix_spawn_file_actions_addopen(actions, 2, Text(Path.Combine(folder, "err")), CreateForWriting, 0x1b6);
        posix_spawn_file_actions_addchdir_np(actions, Text(File.ReadAllText(Path.Combine(folder, "cwd")).TrimEnd('\n')));
        int error, process;
        fixed (byte** arguments = List("args", _ => true), environment = List("env", word => !word.StartsWith("LD_", StringComparison.Ordinal)))
            error = posix_spawn(out process, Text("/bin/busybox"), actions, null, arguments, environment);
        posix_spawn_file_actions_destroy(actions);
        texts.ForEach(Marshal.FreeCoTaskMem);
        return error == 0 ? process : -error;
    }

    internal static void Finish(string folder, int code)
    {
        File.WriteAllText(Path.Combine(folder, "code"), code.ToString(CultureInfo.InvariantCulture));
        Directory.Move(folder, Path.ChangeExtension(folder, ".done"));
    }
}
