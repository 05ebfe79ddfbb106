using System.Diagnostics;

namespace Lithe.BusyboxSuite;

/// <summary>How a test went.</summary>
internal enum Outcome
{
    Passed,
    Failed,

    /// <summary>It failed, and a program had asked for fork.</summary>
    NeedsFork,
}

/// <summary>Runs the suite: its shell scripts on this machine, busybox here or in the image.</summary>
internal static class Suite
{
    private const double Wanted = 0.9;

    // One test each, of a thousand runs; by name they are run as any other. The last one looks at source files.
    private static readonly string[] s_leftOut = ["md5sum", "sha1sum", "sha256sum", "sha512sum", "sha3sum", "all_sourcecode"];

    // In place of busybox: a request to the image, and its answer. What a program reads is read before it starts.
    private const string Proxy =
        """
        #!/bin/sh
        export PATH=/usr/bin:/bin
        d="$LITHE_QUEUE/$$"
        mkdir "$d.tmp" || exit 99
        printf '%s\0' "${0##*/}" "$@" > "$d.tmp/args"
        pwd > "$d.tmp/cwd"
        env -0 > "$d.tmp/env"
        cat > "$d.tmp/stdin"
        [ ! /proc/self/fd/1 -ef /proc/self/fd/2 ] || : > "$d.tmp/merge"
        : > "$d.tmp/err"
        mv "$d.tmp" "$d.req"
        n=0
        while [ ! -e "$d.done" ]; do sleep 0.01; n=$((n + 1)); [ $n -lt 4000 ] || exit 99; done
        ! grep -qs "Function not implemented" "$d.done/err" "$d.done/out" || : > "$LITHE_QUEUE/fork"
        cat "$d.done/out"
        cat "$d.done/err" >&2
        code=$(cat "$d.done/code")
        rm -rf "$d.done"
        exit $code

        """;

    public static async Task<Dictionary<string, Outcome>> RunAsync(Source source, string work, Guest? image, string[] applets)
    {
        string folder = Path.Combine(work, image is null ? "linux" : "image"), tests = Path.Combine(folder, "testsuite"), program = Path.Combine(folder, "busybox");
        Directory.CreateDirectory(folder);
        await ShellAsync($"cp -r '{source.Tests}' '{tests}' && cp '{source.Configuration}' '{folder}/.config'", folder, null);
        if (image is null)
        {
            File.Copy(source.Program, program);
        }
        else
        {
            await File.WriteAllTextAsync(program, Proxy);
            await ShellAsync($"chmod 755 '{program}'", folder, null);
            // A test that failed says whether fork was asked for.
            foreach (string script in (string[])["testing.sh", "runtest"])
            {
                string path = Path.Combine(tests, script);
                string text = await File.ReadAllTextAsync(path);
                text = text.Replace("echo \"FAIL: $NAME\"", "echo \"FAIL: $NAME\"; [ ! -e \"$LITHE_QUEUE/fork\" ] || echo \"FORK: $NAME\"", StringComparison.Ordinal)
                    .Replace("echo \"FAIL: $testname\"", "echo \"FAIL: $testname\"; [ ! -e \"$LITHE_QUEUE/fork\" ] || echo \"FORK: $testname\"", StringComparison.Ordinal)
                    .Replace("  $ECHO -ne \"$3\" > expected", "  rm -f \"$LITHE_QUEUE/fork\"\n  $ECHO -ne \"$3\" > expected", StringComparison.Ordinal)
                    .Replace("\tstatus=0\n\tuc_applet", "\trm -f \"$LITHE_QUEUE/fork\"\n\tstatus=0\n\tuc_applet", StringComparison.Ordinal);
                await File.WriteAllTextAsync(path, text);
            }
        }

        var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        string[] all = applets.Length > 0 ? applets : [.. Directory.GetFileSystemEntries(source.Tests)
            .Select(path => Directory.Exists(path) ? Path.GetFileName(path) : Path.GetExtension(path) == ".tests" ? Path.GetFileNameWithoutExtension(path) : "").Where(name => name.Length > 0).Distinct().Order()];
        foreach (string applet in all.Where(name => applets.Length > 0 || !s_leftOut.Contains(name)))
        {
            // What does not end counts as failed from there on.
            string output = await ShellAsync($"timeout 120 ./runtest '{applet}' 2>&1 || true", tests, image?.Queue, source.Program + " echo");
            Take(applet, output, outcomes);
        }

        return outcomes;
    }

    /// <summary>Prints what passes where, and what passes on Linux alone. 0 when enough does.</summary>
    public static int Report(Dictionary<string, Outcome> linux, Dictionary<string, Outcome> image)
    {
        string[] passing = [.. linux.Where(pair => pair.Value == Outcome.Passed).Select(pair => pair.Key)];
        Outcome Of(string test) => image.GetValueOrDefault(test, Outcome.Failed);
        string[] forks = [.. passing.Where(test => Of(test) == Outcome.NeedsFork)], possible = [.. passing.Except(forks)], failing = [.. possible.Where(test => Of(test) != Outcome.Passed)];
        Console.WriteLine();
        foreach (IGrouping<string, string> applet in passing.GroupBy(test => test[..test.IndexOf(": ", StringComparison.Ordinal)]))
            Console.WriteLine($"{applet.Key,-16} {applet.Count(test => Of(test) == Outcome.Passed),4} of {applet.Count(),4}{(applet.Count(test => Of(test) == Outcome.NeedsFork) is > 0 and int count ? $", {count} need fork" : "")}");
        Console.WriteLine("\nneed fork:");
        foreach (string test in forks)
            Console.WriteLine("  " + test);
        Console.WriteLine("\nfail in the image:");
        foreach (string test in failing)
            Console.WriteLine("  " + test);
        double share = possible.Length == 0 ? 0 : 1 - (double)failing.Length / possible.Length;
        if (s_leftOut.Length > 0)
            Console.WriteLine($"\nnot run unless named: {string.Join(' ', s_leftOut)}");
        Console.WriteLine($"\n{linux.Count} tests, {passing.Length} pass on Linux, {forks.Length} of these need fork; of the other {possible.Length} the image passes {possible.Length - failing.Length}: {share:P1}");
        return share >= Wanted ? 0 : 1;
    }

    private static void Take(string applet, string output, Dictionary<string, Outcome> outcomes)
    {
        foreach (string line in output.Split('\n'))
        {
            int colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0)
                continue;
            string test = $"{applet}: {line[(colon + 2)..].Trim()}";
            switch (line[..colon])
            {
                case "PASS":
                    // Of two with one name the worse counts.
                    outcomes.TryAdd(test, Outcome.Passed);
                    break;
                case "FAIL":
                    outcomes[test] = Outcome.Failed;
                    break;
                case "FORK":
                    outcomes[test] = Outcome.NeedsFork;
                    break;
            }
        }
    }

    private static async Task<string> ShellAsync(string script, string folder, string? queue, string? echo = null)
    {
        var start = new ProcessStartInfo("sh", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["LITHE_QUEUE"] = queue ?? folder;
        // The scripts' own echo -ne, which they would compile.
        start.Environment["ECHO"] = echo;
        start.Environment["TZ"] = "UTC";
        start.Environment["LC_ALL"] = "C.UTF-8";
        using Process shell = Process.Start(start)!;
        shell.StandardInput.Close();
        string output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return output;
    }
}
