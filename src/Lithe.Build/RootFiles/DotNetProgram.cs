using System.Diagnostics;
using Lithe.Build.Output;
using Lithe.Description;

namespace Lithe.Build.RootFiles;

/// <summary>Publishes a .NET project with NativeAOT, as one static program that needs no file beside it.</summary>
internal static class DotNetProgram
{
    /// <summary>The program's file.</summary>
    /// <exception cref="BuildFailure">It cannot be published.</exception>
    public static string Publish(BuildRequest request, FileHashes hashes)
    {
        string project = request.App.Source, folder = Path.GetDirectoryName(project)!;
        // The image's own output folder is no part of the project; it is made first, so that it does not count as a change.
        Directory.CreateDirectory(Path.Combine(request.App.Folder, "build"));
        Watch(folder, hashes);
        HostPackages.Need(NeedsOf(project), "publishing a .NET project with NativeAOT");
        // Each project has a folder of its own: what is made for one image does not disturb the project's own bin and obj.
        string output = Path.Combine(request.LitheRoot, "build", "dotnet", ContentHash.OfTexts([project, request.Target.Arch])[..16]);
        string runtime = request.Target.Arch == "arm64" ? "linux-arm64" : "linux-x64";
        string[] arguments =
        [
            "publish", project, "--nologo", "-v", "quiet", "-c", "Release", "-r", runtime, "-o", Path.Combine(output, "publish"),
            "-p:PublishAot=true", "-p:StaticExecutable=true", "-p:PositionIndependentExecutable=false", "-p:ObjCopyName=objcopy", "-p:InvariantGlobalization=true",
            $"-p:BaseIntermediateOutputPath={output}/obj/", $"-p:BaseOutputPath={output}/bin/", "-p:StripSymbols=true", "-p:TreatWarningsAsErrors=false",
        ];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // What the tool itself was started with is no setting of the project's.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        // The image's folder holds C# files of its own, and so do those of an ordinary build, which are not the SDK's to leave out here; it adds to what the environment says.
        start.Environment["DefaultItemExcludes"] = "build/**;bin/**;obj/**";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            IEnumerable<string> lines = text.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Select(line => line.Trim()).Distinct().Take(3).Select(line => line.Length <= 200 ? line : line[..197] + "...");
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1726", "the .NET project cannot be published: " + string.Join("; ", lines), "call 'dotnet publish' on it to see more; NativeAOT needs gcc or clang", project));
        }
        string program = Path.Combine(output, "publish", Path.GetFileNameWithoutExtension(project));
        if (!File.Exists(program))
            throw new BuildFailure(Diagnostic.ErrorAt("LITHE1726", $"publishing the .NET project made no program '{Path.GetFileName(program)}'", "let the project have the assembly name of its file, and <OutputType>Exe</OutputType>", project));
        return program;
    }

    // NativeAOT links by a C compiler against the C library's archives; for OpenSSL in the program it compiles what binds the two.
    private static IEnumerable<(string Package, Func<bool> IsThere)> NeedsOf(string project)
    {
        yield return ("gcc", () => HostPackages.HasProgram("gcc") || HostPackages.HasProgram("clang"));
        yield return ("binutils", () => HostPackages.HasProgram("objcopy"));
        yield return ("libc6-dev", () => HostPackages.HasLibrary("libc.a"));
        if (!File.ReadAllText(project).Contains("StaticOpenSslLinking", StringComparison.Ordinal))
            yield break;
        yield return ("libssl-dev", () => HostPackages.HasLibrary("libssl.a"));
        yield return ("cmake", () => HostPackages.HasProgram("cmake"));
        yield return ("make", () => HostPackages.HasProgram("make"));
    }

    private static void Watch(string folder, FileHashes hashes)
    {
        hashes.Watch(folder);
        foreach (FileSystemInfo info in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (info is DirectoryInfo && info.Name is not ("bin" or "obj" or "build") && !info.Name.StartsWith('.'))
                Watch(info.FullName, hashes);
            else if (info is FileInfo)
                hashes.Watch(info.FullName);
        }
    }
}
