namespace Lithe.Linux;

/// <summary>How the host protects a range: the bits of mmap and mprotect.</summary>
[System.Flags]
public enum Protection
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
}

/// <summary>
/// The memory that plays the machine's: one anonymous file, so that a page can be seen at several addresses. Its byte n has the "physical" address
/// <see cref="Start"/> + n, where it is also mapped once somebody asks for it.
/// </summary>
/// <remarks>Made by start-up code; changed by who may change page tables.</remarks>
public static unsafe class MachineMemory
{
    /// <summary>Above the image, which lies below 1 GiB, and far below what the kernel gives a process by itself.</summary>
    public const ulong Start = 1UL << 32;

    /// <summary>The most there can be: up to where the addresses begin that <c>vmem</c> hands out.</summary>
    public const ulong MaxLength = (1UL << 40) - Start;

    private const ulong Shared = 1, Fixed = 0x10;

    private static int s_file = -1;

    /// <summary>Number of bytes; 0 before <see cref="Create"/>.</summary>
    public static ulong Length { get; private set; }

    /// <summary>Makes it; nothing is mapped and no memory is in use yet. False when the host refuses.</summary>
    public static bool Create(ulong length)
    {
        long file;
        fixed (byte* name = "lithe memory\0"u8)
            file = SystemCall.Call(SystemCall.MemfdCreate, (ulong)name, 1);
        if (file < 0 || length > MaxLength || SystemCall.Call(SystemCall.Ftruncate, (ulong)file, length) < 0)
            return false;
        s_file = (int)file;
        Length = length;
        return true;
    }

    /// <summary>Whether these physical addresses are memory.</summary>
    public static bool Contains(ulong physical, ulong length) => physical >= Start && length <= Length && physical - Start <= Length - length;

    /// <summary>Makes a range of addresses lead to physical memory, in place of what was there.</summary>
    public static bool Map(ulong address, ulong physical, ulong length, Protection protection) =>
        SystemCall.Call(SystemCall.Mmap, address, length, (ulong)protection, Shared | Fixed, (ulong)s_file, physical - Start) == (long)address;

    /// <summary>Makes a range of addresses lead nowhere.</summary>
    public static bool Unmap(ulong address, ulong length) => SystemCall.Call(SystemCall.Munmap, address, length) == 0;

    /// <summary>Changes how a range that is mapped may be used.</summary>
    public static bool Protect(ulong address, ulong length, Protection protection) =>
        SystemCall.Call(SystemCall.Mprotect, address, length, (ulong)protection) == 0;
}
