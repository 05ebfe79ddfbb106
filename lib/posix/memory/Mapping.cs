using System;
using Lithe.Arch;
using Lithe.Fs;
using Lithe.Sync;
using Lithe.Vmem;

namespace Lithe.Posix;

/// <summary>The program's address space: regions of <c>vmem</c>.</summary>
public static class Mapping
{
    private const ulong PageSize = 4096, PageMask = PageSize - 1;

    // PROT_*
    private const int ProtRead = 1, ProtWrite = 2, ProtExec = 4, ProtAll = 7;

    // MAP_*
    private const int MapShared = 1, MapPrivate = 2, MapSharedValidate = 3, MapTypeMask = 15, MapFixed = 0x10, MapAnonymous = 0x20, MapPopulate = 0x8000, MapFixedNoReplace = 0x100000;

    // The room that brk moves in: addresses cost nothing.
    private const ulong BreakRoom = 64UL << 30;

    private static readonly Mutex s_lock = new();

    private static MemorySpace Space => (MemorySpace)(Process.Current.Memory ??= new MemorySpace());

    /// <summary>mmap(2).</summary>
    [Syscall(9, 222)]
    public static long Mmap(ulong address, ulong length, int protection, int flags, int number, ulong offset)
    {
        int type = flags & MapTypeMask;
        if ((offset & PageMask) != 0 || length == 0 || type is not (MapShared or MapPrivate or MapSharedValidate))
            return -(long)Errno.EINVAL;
        length = (length + PageMask) & ~PageMask;
        bool isFixed = (flags & (MapFixed | MapFixedNoReplace)) != 0;
        if (length == 0 || length > PageTables.AddressLimit)
            return -(long)Errno.ENOMEM;
        if (isFixed && ((address & PageMask) != 0))
            return -(long)Errno.EINVAL;
        if (isFixed && !UserMemory.IsRange(address, length))
            return -(long)Errno.ENOMEM;
        if (!TryGetAccess(protection, out PageAccess access))
            return -(long)Errno.EACCES;
        InodePager? pager = null;
        if ((flags & MapAnonymous) == 0)
        {
            Errno error = FindPager(number, protection, type != MapPrivate, out pager);
            if (error != Errno.None)
                return -(long)error;
        }

        s_lock.Enter();
        long result = Reserve(address, length, access, flags, isFixed, pager, offset);
        if (result > 0)
            Space.Add((ulong)result, length);
        s_lock.Exit();
        if (result > 0 && pager is not null && type == MapPrivate)
            pager.Inode.Prefetch((long)offset, (long)length);
        // Best effort, as on Linux.
        if (result > 0 && (flags & MapPopulate) != 0 && access != PageAccess.None)
            AddressSpace.Populate((ulong)result, length);
        return result;
    }

    /// <summary>munmap(2).</summary>
    [Syscall(11, 215)]
    public static long Munmap(ulong address, ulong length)
    {
        length = (length + PageMask) & ~PageMask;
        if ((address & PageMask) != 0 || length == 0 || !UserMemory.IsRange(address, length))
            return -(long)Errno.EINVAL;
        s_lock.Enter();
        bool done = AddressSpace.Release(address, length);
        if (done)
            Space.Remove(address, length);
        s_lock.Exit();
        return done ? 0 : -(long)Errno.ENOMEM;
    }

    /// <summary>mprotect(2).</summary>
    [Syscall(10, 226)]
    public static long Mprotect(ulong address, ulong length, int protection)
    {
        if ((address & PageMask) != 0 || (protection & ~(ProtAll | 0x0300_0000)) != 0)
            return -(long)Errno.EINVAL;
        length = (length + PageMask) & ~PageMask;
        if (length == 0)
            return 0;
        if (!UserMemory.IsRange(address, length))
            return -(long)Errno.ENOMEM;
        if (!TryGetAccess(protection, out PageAccess access))
            return -(long)Errno.EACCES;
        s_lock.Enter();
        bool done = AddressSpace.Protect(address, length, access);
        s_lock.Exit();
        return done ? 0 : -(long)Errno.ENOMEM;
    }

    /// <summary>mremap(2).</summary>
    [Syscall(25, 216)]
    public static long Mremap(ulong old, ulong oldLength, ulong length, int flags, ulong address)
    {
        const int MayMove = 1, Fixed = 2;
        oldLength = (oldLength + PageMask) & ~PageMask;
        length = (length + PageMask) & ~PageMask;
        if ((old & PageMask) != 0 || length == 0 || (flags & ~(MayMove | Fixed)) != 0 || flags == Fixed || oldLength == 0)
            return -(long)Errno.EINVAL;
        if ((flags & Fixed) != 0 && ((address & PageMask) != 0 || !UserMemory.IsRange(address, length) || address < old + oldLength && old < address + length))
            return -(long)Errno.EINVAL;
        if (!UserMemory.IsRange(old, oldLength))
            return -(long)Errno.EFAULT;
        s_lock.Enter();
        long result = Resize(old, oldLength, length, (flags & MayMove) != 0, (flags & Fixed) != 0 ? address : 0);
        if (result > 0)
        {
            Space.Remove(old, oldLength);
            Space.Add((ulong)result, length);
        }

        s_lock.Exit();
        return result;
    }

    /// <summary>madvise(2).</summary>
    [Syscall(28, 233)]
    public static long Madvise(ulong address, ulong length, int advice)
    {
        const int DontNeed = 4, Free = 8;
        if ((address & PageMask) != 0 || advice is < 0 or (> 4 and < 8) or (> 25 and not (100 or 101)))
            return -(long)Errno.EINVAL;
        length = (length + PageMask) & ~PageMask;
        if (length == 0)
            return 0;
        if (!UserMemory.IsRange(address, length))
            return -(long)Errno.ENOMEM;
        if (advice is DontNeed or Free)
        {
            s_lock.Enter();
            bool done = AddressSpace.Decommit(address, length);
            s_lock.Exit();
            return done ? 0 : -(long)Errno.ENOMEM;
        }

        return IsMapped(address, length) ? 0 : -(long)Errno.ENOMEM;
    }

    /// <summary>msync(2).</summary>
    [Syscall(26, 227)]
    public static long Msync(ulong address, ulong length, int flags)
    {
        const int Async = 1, Invalidate = 2, Synchronous = 4;
        if ((address & PageMask) != 0 || (flags & ~(Async | Invalidate | Synchronous)) != 0 || (flags & (Async | Synchronous)) == (Async | Synchronous))
            return -(long)Errno.EINVAL;
        length = (length + PageMask) & ~PageMask;
        return length == 0 || UserMemory.IsRange(address, length) && IsMapped(address, length) ? 0 : -(long)Errno.ENOMEM;
    }

    /// <summary>mincore(2): memory is there or is made when it is touched, and nothing is ever taken out.</summary>
    [Syscall(27, 232)]
    public static long Mincore(ulong address, ulong length, UserPointer to)
    {
        if ((address & PageMask) != 0)
            return -(long)Errno.EINVAL;
        length = (length + PageMask) & ~PageMask;
        if (length != 0 && (!UserMemory.IsRange(address, length) || !IsMapped(address, length)))
            return -(long)Errno.ENOMEM;
        if (!UserMemory.TryGetSpan(to, length / PageSize, out Span<byte> bytes))
            return -(long)Errno.EFAULT;
        for (int i = 0; i < bytes.Length; i++)
        {
            ulong page = address + (ulong)i * PageSize;
            bytes[i] = PageTables.Next(page, page + PageSize, out _) ? (byte)1 : (byte)0;
        }

        return 0;
    }

    /// <summary>mlock(2): memory is never swapped out; it is only made.</summary>
    [Syscall(149, 228)]
    public static long Mlock(ulong address, ulong length)
    {
        ulong start = address & ~PageMask;
        length = (length + (address - start) + PageMask) & ~PageMask;
        if (length == 0)
            return 0;
        return UserMemory.IsRange(start, length) && AddressSpace.Populate(start, length) ? 0 : -(long)Errno.ENOMEM;
    }

    /// <summary>munlock(2).</summary>
    [Syscall(150, 229)]
    public static long Munlock(ulong address, ulong length) => 0;

    /// <summary>mlockall(2).</summary>
    [Syscall(151, 230)]
    public static long Mlockall(int flags) => flags is > 0 and < 8 ? 0 : -(long)Errno.EINVAL;

    /// <summary>munlockall(2).</summary>
    [Syscall(152, 231)]
    public static long Munlockall() => 0;

    /// <summary>brk(2).</summary>
    [Syscall(12, 214)]
    public static long Brk(ulong address)
    {
        s_lock.Enter();
        MemorySpace space = Space;
        if (space.BreakStart == 0)
        {
            space.Break = space.BreakStart = AddressSpace.Reserve(BreakRoom, PageAccess.None, Vmem.PageSize.Small);
            if (space.BreakStart != 0)
                space.Add(space.BreakStart, BreakRoom);
        }

        if (space.BreakStart != 0 && address >= space.BreakStart && address <= space.BreakStart + BreakRoom)
        {
            ulong old = (space.Break + PageMask) & ~PageMask, wanted = (address + PageMask) & ~PageMask;
            bool done = wanted == old
                || (wanted > old
                    ? AddressSpace.Protect(old, wanted - old, PageAccess.Read | PageAccess.Write)
                    : AddressSpace.Decommit(wanted, old - wanted) && AddressSpace.Protect(wanted, old - wanted, PageAccess.None));
            if (done)
                space.Break = address;
        }

        long result = (long)space.Break;
        s_lock.Exit();
        return result;
    }

    /// <summary>Notes a range as the process's that was reserved for it otherwise: by the loader.</summary>
    public static void Note(ulong address, ulong length)
    {
        s_lock.Enter();
        Space.Add(address, length);
        s_lock.Exit();
    }

    /// <summary>membarrier(2).</summary>
    [Syscall(324, 283)]
    public static long Membarrier(int command, uint flags, int processor)
    {
        const int Query = 0, Global = 1, GlobalExpedited = 2, RegisterGlobal = 4, Private = 8, RegisterPrivate = 16, PrivateSync = 32, RegisterPrivateSync = 64;
        if (flags != 0)
            return -(long)Errno.EINVAL;
        switch (command)
        {
            case Query:
                return Global | GlobalExpedited | RegisterGlobal | Private | RegisterPrivate | PrivateSync | RegisterPrivateSync;
            case RegisterGlobal or RegisterPrivate or RegisterPrivateSync:
                return 0;
            case Global or GlobalExpedited or Private or PrivateSync:
                System.Threading.Interlocked.MemoryBarrier();
                if (Config.SMP)
                    OtherProcessors.Current?.Synchronize();
                return 0;
            default:
                return -(long)Errno.EINVAL;
        }
    }

    /// <summary>get_mempolicy(2): memory is all alike.</summary>
    [Syscall(239, 236)]
    public static long GetMempolicy(UserPointer mode, UserPointer mask, ulong count, ulong address, ulong flags)
    {
        if (!mode.IsNull && !UserMemory.TryWrite(mode, 0))
            return -(long)Errno.EFAULT;
        if (!mask.IsNull)
        {
            if (!UserMemory.TryGetSpan(mask, (count + 63) / 64 * 8, out Span<byte> bytes))
                return -(long)Errno.EFAULT;
            bytes.Clear();
        }

        return 0;
    }

    /// <summary>How <c>PROT_*</c> are to be had; false for what is written and executed, which no page is.</summary>
    private static bool TryGetAccess(int protection, out PageAccess access)
    {
        access = (protection & ProtAll) == 0 ? PageAccess.None : PageAccess.Read;
        if ((protection & ProtWrite) != 0)
            access |= PageAccess.Write;
        if ((protection & ProtExec) != 0)
            access |= PageAccess.Execute;
        return (protection & (ProtWrite | ProtExec)) != (ProtWrite | ProtExec);
    }

    private static Errno FindPager(int number, int protection, bool isShared, out InodePager? pager)
    {
        pager = null;
        OpenFile? file = Descriptors.Get(number);
        if (file is null)
            return Errno.EBADF;
        Errno error = Errno.None;
        if (!file.CanRead || isShared && (protection & ProtWrite) != 0 && !file.CanWrite)
        {
            error = Errno.EACCES;
        }
        else if (file.Inode is not { Kind: InodeKind.Regular, CanBeMapped: true } inode)
        {
            error = Errno.ENODEV;
        }
        else
        {
            Process.FileLock.Enter();
            pager = InodePager.Of(inode, isShared);
            Process.FileLock.Exit();
        }

        Descriptors.Put(file);
        return error;
    }

    private static long Reserve(ulong address, ulong length, PageAccess access, int flags, bool isFixed, InodePager? pager, ulong offset)
    {
        if (isFixed)
        {
            if ((flags & MapFixedNoReplace) == 0 && !AddressSpace.Release(address, length))
                return -(long)Errno.ENOMEM;
            return AddressSpace.ReserveAt(address, length, access, Vmem.PageSize.Small, pager, offset) ? (long)address
                : -(long)((flags & MapFixedNoReplace) != 0 ? Errno.EEXIST : Errno.ENOMEM);
        }

        address &= ~PageMask;
        if (address != 0 && UserMemory.IsRange(address, length) && AddressSpace.ReserveAt(address, length, access, Vmem.PageSize.Small, pager, offset))
            return (long)address;
        ulong found = pager is null ? AddressSpace.Reserve(length, access, Vmem.PageSize.Small) : AddressSpace.Reserve(length, access, pager, offset);
        return found != 0 ? (long)found : -(long)Errno.ENOMEM;
    }

    private static long Resize(ulong old, ulong oldLength, ulong length, bool mayMove, ulong wanted)
    {
        if (!AddressSpace.TryFindNext(old, out ulong start, out ulong regionLength, out PageAccess access, out Pager? pager, out ulong offset)
            || start > old || start + regionLength < old + oldLength)
        {
            return -(long)Errno.EFAULT;
        }

        offset = pager is null ? 0 : offset + (old - start);
        if (wanted == 0 && length <= oldLength)
            return length == oldLength || AddressSpace.Release(old + length, oldLength - length) ? (long)old : -(long)Errno.ENOMEM;
        ulong more = length - oldLength;
        if (wanted == 0 && UserMemory.IsRange(old, length)
            && AddressSpace.ReserveAt(old + oldLength, more, access, Vmem.PageSize.Small, pager, pager is null ? 0 : offset + oldLength))
        {
            return (long)old;
        }

        if (!mayMove)
            return -(long)Errno.ENOMEM;
        ulong to = wanted;
        if (to != 0 && (!AddressSpace.Release(to, length) || !AddressSpace.ReserveAt(to, length, access, Vmem.PageSize.Small, pager, offset)))
            return -(long)Errno.ENOMEM;
        if (to == 0)
            to = pager is null ? AddressSpace.Reserve(length, access, Vmem.PageSize.Small) : AddressSpace.Reserve(length, access, pager, offset);
        if (to == 0)
            return -(long)Errno.ENOMEM;
        if (!Move(old, to, oldLength < length ? oldLength : length, access, pager))
        {
            AddressSpace.Release(to, length);
            return -(long)Errno.ENOMEM;
        }

        AddressSpace.Release(old, oldLength);
        return (long)to;
    }

    // Copies the pages that are there; the others stay what they would have become.
    private static bool Move(ulong from, ulong to, ulong length, PageAccess access, Pager? pager)
    {
        if (pager is not null && pager.IsShared)
            return true;
        const PageAccess Data = PageAccess.Read | PageAccess.Write;
        if (access != Data && (!AddressSpace.Protect(from, length, Data) || !AddressSpace.Protect(to, length, Data)))
            return false;
        bool done = true;
        for (ulong at = from; done && PageTables.Next(at, from + length, out PageMapping page); at = page.Address + page.Length)
        {
            ulong target = to + (page.Address - from);
            done = UserMemory.TryGetSpan(new UserPointer(page.Address), page.Length, out ReadOnlySpan<byte> source)
                && UserMemory.TryGetSpan(new UserPointer(target), page.Length, out Span<byte> sink);
            if (done && UserMemory.TryGetSpan(new UserPointer(target), page.Length, out Span<byte> bytes))
                source.CopyTo(bytes);
        }

        if (access != Data)
            done &= AddressSpace.Protect(from, length, access) && AddressSpace.Protect(to, length, access);
        return done;
    }

    private static bool IsMapped(ulong address, ulong length)
    {
        for (ulong at = address; at < address + length;)
        {
            if (!AddressSpace.TryFind(at, out ulong start, out ulong size, out _))
                return false;
            at = start + size;
        }

        return true;
    }
}
