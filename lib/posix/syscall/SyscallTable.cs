using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Posix;

/// <summary>The table that the build generates, and what answers calls that are not in it.</summary>
public static class SyscallTable
{
    private const int MaxNumber = 512;

    // Bit n: call n has been named on the log. A race names one twice.
    private static Named s_named;

    /// <summary>Makes a call: the composition root's switch.</summary>
    [RuntimeImport("*", "lithe_syscall_dispatch"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern long Dispatch(ref SyscallFrame frame);

    [RuntimeImport("*", "lithe_syscall_name"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern string ReadName(int number);

    /// <summary>How many arguments a call has, one digit, and its name; empty for one that is not in the image.</summary>
    public static string NameOf(long number) => (ulong)number <= int.MaxValue ? ReadName((int)number) : "";

    /// <summary>The answer for a call that no selected library has; names it once on the console.</summary>
    public static long Absent(ref SyscallFrame frame)
    {
        const long ENOSYS = 38;
        // Numbers that Linux does not have either are named once all together.
        ulong number = (ulong)frame.Number, place = number < MaxNumber ? number : MaxNumber - 1, bit = 1UL << (int)(place & 63);
        ref ulong word = ref s_named[(int)(place >> 6)];
        if ((word & bit) != 0)
            return -ENOSYS;
        word |= bit;
        Console.WriteLine($"posix: system call {number}({frame.Argument0:x}, {frame.Argument1:x}, {frame.Argument2:x}, {frame.Argument3:x}, {frame.Argument4:x}, {frame.Argument5:x}) is not in this image");
        return -ENOSYS;
    }

    [InlineArray(MaxNumber / 64)]
    private struct Named
    {
        private ulong _first;
    }
}
