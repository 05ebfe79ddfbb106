using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Cli.Commands;

/// <summary>Turns whatever ends a command early into a message and an exit code.</summary>
internal static class Guard
{
    public static async Task<int> RunAsync(Screen screen, Func<Task<int>> body)
    {
        try
        {
            return await body().ConfigureAwait(false);
        }
        catch (UserError error)
        {
            screen.Print(error.Diagnostics);
            return error.ExitCode;
        }
        catch (VmException error)
        {
            bool missing = error.Problem == VmProblem.MissingTool;
            screen.Print(Diagnostic.Error(missing ? ErrorCodes.MissingTool : ErrorCodes.MachineRefused, error.Message, error.Mend));
            return missing ? ExitCodes.MissingTool : ExitCodes.Usage;
        }
        catch (OperationCanceledException)
        {
            screen.Note("interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            screen.Print(Diagnostic.Error(ErrorCodes.CannotWrite, error.Message.TrimEnd('.'), null));
            if (screen.Verbose)
                screen.Note(error.ToString());
            return ExitCodes.Failure;
        }
        catch (Exception error)
        {
            // A defect of the tool: the trace is for its authors, so it comes only when asked for.
            screen.Print(Diagnostic.Error(
                ErrorCodes.Internal, $"the tool failed: {error.GetType().Name}: {error.Message}", "call again with --verbose and report what it prints"));
            if (screen.Verbose)
                screen.Note(error.ToString());
            return ExitCodes.Failure;
        }
    }
}
