using System;

namespace Lithe.Posix;

/// <summary>
/// Marks a <c>public static long</c> method as a system call: the build makes the table of calls from those of the selected libraries, as one switch with direct
/// calls. Parameters take the call's arguments in order, each an integer type or a <see cref="UserPointer"/>; a last one may be <c>ref SyscallFrame</c>. The
/// answer is the result, or a negated error number.
/// </summary>
/// <param name="x86">The call's number on x86_64; -1 where there is none.</param>
/// <param name="arm64">The number on arm64 (Linux's generic table); -1 where there is none.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class SyscallAttribute(int x86, int arm64) : Attribute
{
    /// <summary>The call's number on x86_64.</summary>
    public int X86 { get; } = x86;

    /// <summary>The number on arm64.</summary>
    public int Arm64 { get; } = arm64;
}
