namespace Lithe.Cli;

/// <summary>The tool's own exit codes; <c>lithe run</c> otherwise returns the guest's status. Listed in <c>--help</c>.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>A build, a test, a check or any other work failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>A program that is needed is missing or too old.</summary>
    public const int MissingTool = 3;

    /// <summary>The time limit passed.</summary>
    public const int Timeout = 124;

    /// <summary>The guest ended without an exit status: a reset, or a power-off that carries none.</summary>
    public const int NoStatus = 125;

    /// <summary>QEMU could not run the machine.</summary>
    public const int QemuFailed = 126;

    /// <summary>Interrupted, by Ctrl-C for instance.</summary>
    public const int Interrupted = 130;
}
