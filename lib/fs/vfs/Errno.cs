namespace Lithe.Fs;

/// <summary>Error numbers, as Linux has them on every processor (<c>errno.h</c>).</summary>
public enum Errno
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>Not permitted.</summary>
    EPERM = 1,

    /// <summary>No such file or directory.</summary>
    ENOENT = 2,

    /// <summary>No such process or thread.</summary>
    ESRCH = 3,

    /// <summary>A signal came.</summary>
    EINTR = 4,

    /// <summary>Input/output error.</summary>
    EIO = 5,

    /// <summary>No such device or address.</summary>
    ENXIO = 6,

    /// <summary>Too many arguments.</summary>
    E2BIG = 7,

    /// <summary>Not a program.</summary>
    ENOEXEC = 8,

    /// <summary>Not an open descriptor, or not open for this.</summary>
    EBADF = 9,

    /// <summary>No child.</summary>
    ECHILD = 10,

    /// <summary>Not now.</summary>
    EAGAIN = 11,

    /// <summary>Out of memory.</summary>
    ENOMEM = 12,

    /// <summary>Permission denied.</summary>
    EACCES = 13,

    /// <summary>Bad address.</summary>
    EFAULT = 14,

    /// <summary>Not a block device.</summary>
    ENOTBLK = 15,

    /// <summary>In use.</summary>
    EBUSY = 16,

    /// <summary>It exists.</summary>
    EEXIST = 17,

    /// <summary>On another file system.</summary>
    EXDEV = 18,

    /// <summary>No such device.</summary>
    ENODEV = 19,

    /// <summary>Not a directory.</summary>
    ENOTDIR = 20,

    /// <summary>A directory.</summary>
    EISDIR = 21,

    /// <summary>Invalid argument.</summary>
    EINVAL = 22,

    /// <summary>Too many open files in all.</summary>
    ENFILE = 23,

    /// <summary>Too many open files.</summary>
    EMFILE = 24,

    /// <summary>Not a terminal, or a request that this file does not know.</summary>
    ENOTTY = 25,

    /// <summary>The program is running.</summary>
    ETXTBSY = 26,

    /// <summary>Too large a file.</summary>
    EFBIG = 27,

    /// <summary>No space.</summary>
    ENOSPC = 28,

    /// <summary>Not seekable.</summary>
    ESPIPE = 29,

    /// <summary>Read-only file system.</summary>
    EROFS = 30,

    /// <summary>Too many links.</summary>
    EMLINK = 31,

    /// <summary>Nobody reads any more.</summary>
    EPIPE = 32,

    /// <summary>Outside of the domain.</summary>
    EDOM = 33,

    /// <summary>Too small a buffer, or result out of range.</summary>
    ERANGE = 34,

    /// <summary>Deadlock.</summary>
    EDEADLK = 35,

    /// <summary>Name too long.</summary>
    ENAMETOOLONG = 36,

    /// <summary>No locks.</summary>
    ENOLCK = 37,

    /// <summary>No such call.</summary>
    ENOSYS = 38,

    /// <summary>Directory not empty.</summary>
    ENOTEMPTY = 39,

    /// <summary>Too many symbolic links.</summary>
    ELOOP = 40,

    /// <summary>No data.</summary>
    ENODATA = 61,

    /// <summary>Timer expired.</summary>
    ETIME = 62,

    /// <summary>Does not fit.</summary>
    EOVERFLOW = 75,

    /// <summary>Not a socket.</summary>
    ENOTSOCK = 88,

    /// <summary>No address was given.</summary>
    EDESTADDRREQ = 89,

    /// <summary>A message does not fit.</summary>
    EMSGSIZE = 90,

    /// <summary>The protocol is not the socket's type's.</summary>
    EPROTOTYPE = 91,

    /// <summary>No such option.</summary>
    ENOPROTOOPT = 92,

    /// <summary>No such protocol.</summary>
    EPROTONOSUPPORT = 93,

    /// <summary>No such type of socket.</summary>
    ESOCKTNOSUPPORT = 94,

    /// <summary>Not supported.</summary>
    EOPNOTSUPP = 95,

    /// <summary>Address family not supported.</summary>
    EAFNOSUPPORT = 97,

    /// <summary>The address is in use.</summary>
    EADDRINUSE = 98,

    /// <summary>The address is not ours.</summary>
    EADDRNOTAVAIL = 99,

    /// <summary>The network is down.</summary>
    ENETDOWN = 100,

    /// <summary>There is no way to that network.</summary>
    ENETUNREACH = 101,

    /// <summary>The other end has broken the connection.</summary>
    ECONNRESET = 104,

    /// <summary>No room for it.</summary>
    ENOBUFS = 105,

    /// <summary>Connected already.</summary>
    EISCONN = 106,

    /// <summary>Not connected.</summary>
    ENOTCONN = 107,

    /// <summary>Too many files are on their way.</summary>
    ETOOMANYREFS = 109,

    /// <summary>Timed out.</summary>
    ETIMEDOUT = 110,

    /// <summary>Nobody listens there.</summary>
    ECONNREFUSED = 111,

    /// <summary>It is on the way already.</summary>
    EALREADY = 114,

    /// <summary>It is on the way.</summary>
    EINPROGRESS = 115,

    /// <summary>What was found is another object by now.</summary>
    ESTALE = 116,
}
