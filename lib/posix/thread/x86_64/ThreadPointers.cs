using Lithe.Fs;
using Lithe.Sched;

namespace Lithe.Posix;

/// <summary>The registers behind which programs keep thread-local storage.</summary>
public static class ThreadPointers
{
    /// <summary>arch_prctl(2): the base of fs can be set and read. gs is the kernel's here.</summary>
    [Syscall(158, -1)]
    public static long ArchPrctl(int code, ulong address)
    {
        const int SetFs = 0x1002, GetFs = 0x1003;
        if (code == SetFs)
        {
            if (address >= Arch.PageTables.AddressLimit)
                return -(long)Errno.EPERM;
            Scheduler.SetThreadPointer(address);
            return 0;
        }

        if (code == GetFs)
            return UserMemory.TryWrite(new UserPointer(address), Arch.ThreadContext.ThreadPointer) ? 0 : -(long)Errno.EFAULT;
        return -(long)Errno.EINVAL;
    }
}
