using System;
using Lithe.Fs;
using Lithe.Net;
using Lithe.Net.Sockets;
using Lithe.Plat;

namespace Lithe.Posix;

/// <summary>Makes sockets of IPv4 and IPv6, on the image's own network.</summary>
public sealed class InetFamily : SocketFamily
{
    private const int Tcp = 6, UdpNumber = 17;
    private const ulong AddressTime = 10_000_000_000;

    private readonly NetworkSockets? _sockets;

    private InetFamily(NetworkSockets? sockets) => _sockets = sockets;

    /// <summary>At start-up: the network is there before the program, with the addresses that it is given.</summary>
    [Init(InitStage.Network)]
    public static void Initialize()
    {
        var family = new InetFamily(StartNetwork());
        ImagePart.All.Add(new NameFiles());
        Register(Inet, family);
        if (Config.NET_IPV6)
            Register(Inet6, family);
    }

    private static NetworkSockets? StartNetwork()
    {
        // A program without a card has addresses of its own machine all the same.
        string? wrong = Network.TryStart(new NetStackOptions(), needsCard: false);
        if (wrong is not null)
        {
            Console.WriteLine(wrong);
            return null;
        }

        NetworkSockets? sockets = NetworkSockets.TryGet(new TcpSettings
        {
            Connections = Config.POSIX_INET_CONNECTIONS,
            HeldNetbufs = Network.Stack.Pool.Count / 4,
            SendMemory = 4 << 20,
        });
        if (Network.CardCount > 0 && !Network.WaitForAddress(Clock.Nanoseconds + AddressTime))
            Console.WriteLine("network: nobody has given us an address");
        if (sockets is not null && Network.TryStartThread())
            return sockets;
        Console.WriteLine("network: no memory for it");
        return null;
    }

    /// <inheritdoc/>
    public override long Create(int family, int type, int protocol, out SocketFile? file)
    {
        file = null;
        bool isStream = type == SocketType.Stream;
        if (Config.NET_RAW && type == SocketType.Raw)
            return CreateRaw(family, protocol, out file);
        if (!isStream && type != SocketType.Datagram)
            return -(long)(type == SocketType.Raw && protocol == 0 ? Errno.EPROTONOSUPPORT : Errno.ESOCKTNOSUPPORT);
        if (protocol != 0 && protocol != (isStream ? Tcp : UdpNumber))
            return -(long)Errno.EPROTONOSUPPORT;
        if (_sockets is null)
            return -(long)Errno.ENETDOWN;
        if (!isStream && _sockets.Udp is null)
            return -(long)Errno.EPROTONOSUPPORT;
        bool isV4 = family == Inet;
        file = isStream ? StreamFile.Create(family, StreamSocket.Take(_sockets, isV4)) : DatagramFile.Create(family, DatagramSocket.Take(_sockets, isV4));
        return 0;
    }

    // The superuser's (CAP_NET_RAW). One that writes headers by itself (IPPROTO_RAW) there is not.
    private long CreateRaw(int family, int protocol, out SocketFile? file)
    {
        const int OwnHeaders = 255;
        file = null;
        if (protocol is <= 0 or >= OwnHeaders)
            return -(long)Errno.EPROTONOSUPPORT;
        if (Process.Credentials.User != 0)
            return -(long)Errno.EPERM;
        if (_sockets is null)
            return -(long)Errno.ENETDOWN;
        RawSocket? socket = RawSocket.TryOpen(_sockets, family == Inet, (byte)protocol);
        if (socket is null)
            return -(long)Errno.ENOBUFS;
        file = RawFile.Create(family, protocol, socket);
        return 0;
    }
}
