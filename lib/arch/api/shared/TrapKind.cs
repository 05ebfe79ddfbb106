namespace Lithe.Arch;

/// <summary>What a trap is, in terms that hold for every processor.</summary>
public enum TrapKind
{
    /// <summary>A software trap made by <c>lithe_fail</c>; <see cref="TrapFrame.FailReason"/> says why.</summary>
    Fail,

    /// <summary>An access to an address that is not mapped, or not mapped for this kind of access.</summary>
    PageFault,

    /// <summary>A division by zero or a quotient that does not fit, found by the processor.</summary>
    DivideError,

    /// <summary>An instruction that the processor does not know or that is not allowed here.</summary>
    InvalidInstruction,

    /// <summary>A fault while another fault was being delivered.</summary>
    DoubleFault,

    /// <summary>An interrupt that has no handler; <see cref="TrapFrame.Vector"/> is its number.</summary>
    UnhandledInterrupt,

    /// <summary>A breakpoint or single step.</summary>
    Breakpoint,

    /// <summary>An access that is not aligned where it must be.</summary>
    Alignment,

    /// <summary>A protection fault that is not about a page: a bad selector, a non-canonical address, a system register.</summary>
    Protection,

    /// <summary>Any other exception; <see cref="TrapFrame.Vector"/> is its number.</summary>
    Other,
}

/// <summary>What the processor was doing when an address faulted.</summary>
public enum FaultAccess
{
    /// <summary>Reading data.</summary>
    Read,

    /// <summary>Writing data.</summary>
    Write,

    /// <summary>Fetching an instruction.</summary>
    Execute,
}
