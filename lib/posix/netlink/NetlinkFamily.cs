using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Makes sockets of AF_NETLINK.</summary>
public sealed class NetlinkFamily : SocketFamily
{
    private const int Route = 0;

    /// <summary>At start-up.</summary>
    [Init(InitStage.Network)]
    public static void Initialize() => Register(Netlink, new NetlinkFamily());

    /// <inheritdoc/>
    public override long Create(int family, int type, int protocol, out SocketFile? file)
    {
        file = null;
        if (type is not (SocketType.Raw or SocketType.Datagram))
            return -(long)Errno.ESOCKTNOSUPPORT;
        if (protocol != Route)
            return -(long)Errno.EPROTONOSUPPORT;
        file = NetlinkFile.Create(type);
        return 0;
    }
}
