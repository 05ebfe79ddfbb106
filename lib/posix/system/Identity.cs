using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Who the process is: numbers, users, groups.</summary>
public static class Identity
{
    private const uint Same = uint.MaxValue;

    /// <summary>getpid(2).</summary>
    [Syscall(39, 172)]
    public static long Getpid() => Process.Id;

    /// <summary>getppid(2).</summary>
    [Syscall(110, 173)]
    public static long Getppid() => Process.ParentId;

    /// <summary>getpgrp(2).</summary>
    [Syscall(111, -1)]
    public static long Getpgrp() => Process.Current.Group;

    /// <summary>getpgid(2).</summary>
    [Syscall(121, 155)]
    public static long Getpgid(int process) => Find(process) is { } found ? found.Group : -(long)Errno.ESRCH;

    /// <summary>setpgid(2), of the caller or a child of its.</summary>
    [Syscall(109, 154)]
    public static long Setpgid(int process, int group)
    {
        if (group < 0)
            return -(long)Errno.EINVAL;
        ProgramProcess self = Process.Current;
        if (Find(process) is not { } target || target != self && target.Parent != self)
            return -(long)Errno.ESRCH;
        int wanted = group == 0 ? target.Id : group;
        if (wanted == target.Group)
            return 0;
        // The first process leads its session.
        if (target.Session == target.Id)
            return -(long)Errno.EPERM;
        bool exists = wanted == target.Id;
        for (ProgramProcess? other = ProgramProcess.First; other is not null && !exists; other = other.NextOfAll)
            exists = other.IsLive && other.Group == wanted && other.Session == target.Session;
        if (!exists)
            return -(long)Errno.EPERM;
        target.Group = wanted;
        return 0;
    }

    /// <summary>getsid(2).</summary>
    [Syscall(124, 156)]
    public static long Getsid(int process) => Find(process) is { } found ? found.Session : -(long)Errno.ESRCH;

    /// <summary>setsid(2).</summary>
    [Syscall(112, 157)]
    public static long Setsid()
    {
        ProgramProcess self = Process.Current;
        if (self.Group == self.Id)
            return -(long)Errno.EPERM;
        self.Session = self.Group = self.Id;
        return self.Id;
    }

    /// <summary>getuid(2).</summary>
    [Syscall(102, 174)]
    public static long Getuid() => Process.RealUser;

    /// <summary>geteuid(2).</summary>
    [Syscall(107, 175)]
    public static long Geteuid() => Process.Credentials.User;

    /// <summary>getgid(2).</summary>
    [Syscall(104, 176)]
    public static long Getgid() => Process.RealGroup;

    /// <summary>getegid(2).</summary>
    [Syscall(108, 177)]
    public static long Getegid() => Process.Credentials.Group;

    /// <summary>setuid(2).</summary>
    [Syscall(105, 146)]
    public static long Setuid(uint user)
    {
        if (user == Same)
            return -(long)Errno.EINVAL;
        if (Process.Credentials.User == 0)
            Process.RealUser = Process.SavedUser = user;
        else if (user != Process.RealUser && user != Process.SavedUser)
            return -(long)Errno.EPERM;
        Process.Credentials.User = user;
        return 0;
    }

    /// <summary>setgid(2).</summary>
    [Syscall(106, 144)]
    public static long Setgid(uint group)
    {
        if (group == Same)
            return -(long)Errno.EINVAL;
        if (Process.Credentials.User == 0)
            Process.RealGroup = Process.SavedGroup = group;
        else if (group != Process.RealGroup && group != Process.SavedGroup)
            return -(long)Errno.EPERM;
        Process.Credentials.Group = group;
        return 0;
    }

    /// <summary>setreuid(2).</summary>
    [Syscall(113, 145)]
    public static long Setreuid(uint real, uint effective) => Setresuid(real, effective, real != Same ? effective : Same);

    /// <summary>setregid(2).</summary>
    [Syscall(114, 143)]
    public static long Setregid(uint real, uint effective) => Setresgid(real, effective, real != Same ? effective : Same);

    /// <summary>setresuid(2).</summary>
    [Syscall(117, 147)]
    public static long Setresuid(uint real, uint effective, uint saved)
    {
        if (!MaySet(real, Process.RealUser, Process.Credentials.User, Process.SavedUser) || !MaySet(effective, Process.RealUser, Process.Credentials.User, Process.SavedUser)
            || !MaySet(saved, Process.RealUser, Process.Credentials.User, Process.SavedUser))
        {
            return -(long)Errno.EPERM;
        }

        Process.RealUser = real == Same ? Process.RealUser : real;
        Process.SavedUser = saved == Same ? Process.SavedUser : saved;
        Process.Credentials.User = effective == Same ? Process.Credentials.User : effective;
        return 0;
    }

    /// <summary>setresgid(2).</summary>
    [Syscall(119, 149)]
    public static long Setresgid(uint real, uint effective, uint saved)
    {
        if (!MaySet(real, Process.RealGroup, Process.Credentials.Group, Process.SavedGroup) || !MaySet(effective, Process.RealGroup, Process.Credentials.Group, Process.SavedGroup)
            || !MaySet(saved, Process.RealGroup, Process.Credentials.Group, Process.SavedGroup))
        {
            return -(long)Errno.EPERM;
        }

        Process.RealGroup = real == Same ? Process.RealGroup : real;
        Process.SavedGroup = saved == Same ? Process.SavedGroup : saved;
        Process.Credentials.Group = effective == Same ? Process.Credentials.Group : effective;
        return 0;
    }

    /// <summary>getresuid(2).</summary>
    [Syscall(118, 148)]
    public static long Getresuid(UserPointer real, UserPointer effective, UserPointer saved) =>
        UserMemory.TryWrite(real, Process.RealUser) && UserMemory.TryWrite(effective, Process.Credentials.User) && UserMemory.TryWrite(saved, Process.SavedUser) ? 0 : -(long)Errno.EFAULT;

    /// <summary>getresgid(2).</summary>
    [Syscall(120, 150)]
    public static long Getresgid(UserPointer real, UserPointer effective, UserPointer saved) =>
        UserMemory.TryWrite(real, Process.RealGroup) && UserMemory.TryWrite(effective, Process.Credentials.Group) && UserMemory.TryWrite(saved, Process.SavedGroup) ? 0 : -(long)Errno.EFAULT;

    /// <summary>getgroups(2): there are no further ones.</summary>
    [Syscall(115, 158)]
    public static long Getgroups(int size, UserPointer list) => size < 0 ? -(long)Errno.EINVAL : 0;

    /// <summary>setgroups(2).</summary>
    [Syscall(116, 159)]
    public static long Setgroups(int size, UserPointer list) =>
        Process.Credentials.User != 0 ? -(long)Errno.EPERM
        : size is < 0 or > 65536 ? -(long)Errno.EINVAL
        : UserMemory.IsAccessible(list, (ulong)size * 4, false) ? 0 : -(long)Errno.EFAULT;

    private static ProgramProcess? Find(int process) => process == 0 || process == Process.Id ? Process.Current : ProgramProcess.Find(process);

    private static bool MaySet(uint value, uint real, uint effective, uint saved) => value == Same || effective == 0 || value == real || value == effective || value == saved;
}
