using Lithe.Build.Tools;

namespace Lithe.Build.Linking;

/// <summary>
/// A guest library's assembly as a shared library of the host: functions that touch nothing but memory can then be timed and tested
/// on the host's own processor, which an emulated guest does not have.
/// </summary>
public static class SharedLibrary
{
    /// <summary>Assembles and links one source file.</summary>
    /// <param name="source">The <c>.s</c> file.</param>
    /// <param name="arch">The processor that it is for: <c>x86_64</c> or <c>arm64</c>.</param>
    /// <param name="output">The library to write, e.g. <c>memory.so</c>.</param>
    /// <param name="cancellation">Ends the tools.</param>
    /// <returns>What a tool said when it failed; null when the library is there.</returns>
    public static async Task<string?> MakeAsync(string source, string arch, string output, CancellationToken cancellation)
    {
        string compiled = output + ".o";
        try
        {
            ToolPaths tools = Toolchain.Locate();
            return await RunAsync(tools.Assembler!, [.. CodeGeneration.For(arch).AssemblerOptions, "-filetype=obj", "-o", compiled, source], cancellation).ConfigureAwait(false)
                ?? await RunAsync(tools.Linker!, ["-shared", "-o", output, compiled], cancellation).ConfigureAwait(false);
        }
        catch (BuildFailure failure)
        {
            return failure.Message;
        }
        finally
        {
            File.Delete(compiled);
        }
    }

    private static async Task<string?> RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        ToolResult result = await ToolProcess.RunAsync(program, arguments, "/", cancellation).ConfigureAwait(false);
        return result.ExitCode == 0 ? null : result.Text.Trim();
    }
}
