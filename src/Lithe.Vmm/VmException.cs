namespace Lithe.Vmm;

/// <summary>Why a virtual machine was not started.</summary>
public enum VmProblem
{
    /// <summary>The options do not go together; QEMU was not asked.</summary>
    Refused,

    /// <summary>A program is not installed.</summary>
    MissingTool,
}

/// <summary>A machine that cannot be started: what is wrong, and how to mend it.</summary>
public sealed class VmException(VmProblem problem, string message, string mend) : Exception(message)
{
    /// <summary>The kind of problem.</summary>
    public VmProblem Problem { get; } = problem;

    /// <summary>What the user can do about it.</summary>
    public string Mend { get; } = mend;
}
