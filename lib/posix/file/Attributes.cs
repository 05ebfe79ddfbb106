using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Extended attributes: no file system here has any.</summary>
public static class ExtendedAttributes
{
    private const long None = -(long)Errno.ENODATA, NotSupported = -(long)Errno.EOPNOTSUPP;

    /// <summary>setxattr(2).</summary>
    [Syscall(188, 5)]
    public static long Setxattr() => NotSupported;

    /// <summary>lsetxattr(2).</summary>
    [Syscall(189, 6)]
    public static long Lsetxattr() => NotSupported;

    /// <summary>fsetxattr(2).</summary>
    [Syscall(190, 7)]
    public static long Fsetxattr() => NotSupported;

    /// <summary>getxattr(2).</summary>
    [Syscall(191, 8)]
    public static long Getxattr() => None;

    /// <summary>lgetxattr(2).</summary>
    [Syscall(192, 9)]
    public static long Lgetxattr() => None;

    /// <summary>fgetxattr(2).</summary>
    [Syscall(193, 10)]
    public static long Fgetxattr() => None;

    /// <summary>listxattr(2).</summary>
    [Syscall(194, 11)]
    public static long Listxattr() => 0;

    /// <summary>llistxattr(2).</summary>
    [Syscall(195, 12)]
    public static long Llistxattr() => 0;

    /// <summary>flistxattr(2).</summary>
    [Syscall(196, 13)]
    public static long Flistxattr() => 0;
}
