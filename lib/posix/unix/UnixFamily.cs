using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Makes sockets of AF_UNIX.</summary>
public sealed class UnixFamily : SocketFamily
{
    /// <summary>At start-up.</summary>
    [Init(InitStage.Network)]
    public static void Initialize() => Register(Unix, new UnixFamily());

    /// <inheritdoc/>
    public override long Create(int family, int type, int protocol, out SocketFile? file)
    {
        file = null;
        long wrong = Check(ref type, protocol);
        if (wrong == 0)
            file = UnixFile.Create(type);
        return wrong;
    }

    /// <inheritdoc/>
    public override long CreatePair(int family, int type, int protocol, out SocketFile? first, out SocketFile? second)
    {
        first = second = null;
        long wrong = Check(ref type, protocol);
        if (wrong != 0)
            return wrong;
        UnixFile one = UnixFile.Create(type), other = UnixFile.Create(type);
        UnixFile.Join(one, other);
        first = one;
        second = other;
        return 0;
    }

    private static long Check(ref int type, int protocol)
    {
        if (protocol != 0 && protocol != Unix)
            return -(long)Errno.EPROTONOSUPPORT;
        // As Linux: raw sockets are for datagrams here.
        if (type == SocketType.Raw)
            type = SocketType.Datagram;
        return type is SocketType.Stream or SocketType.Datagram or SocketType.Sequenced ? 0 : -(long)Errno.ESOCKTNOSUPPORT;
    }
}
