using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Net;
using Lithe.Net.Sockets;

namespace Lithe.Posix;

/// <summary>What streams and datagrams have in common: addresses, options, readiness.</summary>
internal abstract class InetFile : SocketFile
{
    private const int SizeV4 = 16, SizeV6 = 28, LeastV6 = 24;

    private readonly Watch _watch;
    private Socket _socket = null!;
    private bool _isV6Only;

    protected InetFile() => _watch = new Watch(this);

    // The one that it stands for: never blocks, since who waits does so here.
    protected void Begin(int family, int type, int protocol, Socket socket)
    {
        Begin(family, type, protocol);
        _socket = socket;
        _isV6Only = false;
        socket.IsBlocking = false;
        socket.Observer = _watch;
    }

    protected bool IsV6 => Family == SocketFamily.Inet6;

    public override uint Readiness
    {
        get
        {
            // The bits are poll's.
            uint ready = (uint)_socket.LastReadiness;
            return ready | (ready & PollEvents.In) << 6 | (ready & PollEvents.Out) << 6;
        }
    }

    public override long Bind(ReadOnlySpan<byte> address)
    {
        long result = TryRead(address, out IpEndpoint local, isBinding: true);
        if (result == 0 && local.Port is > 0 and < 1024 && Process.Credentials.User != 0)
            result = -(long)Errno.EACCES;
        if (result == 0)
            result = -(long)_socket.Bind(local);
        return result;
    }

    protected override int TakeError() => (int)_socket.TakeError();

    /// <summary>Reads an address of this family; what is unspecified is ourselves, but for binding.</summary>
    protected long TryRead(ReadOnlySpan<byte> bytes, out IpEndpoint endpoint, bool isBinding = false)
    {
        endpoint = default;
        if (bytes.Length < 2)
            return -(long)Errno.EINVAL;
        int family = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        bool isV4 = family == SocketFamily.Inet || family == 0 && !IsV6 && isBinding;
        if (bytes.Length < (IsV6 ? LeastV6 : SizeV4))
            return -(long)Errno.EINVAL;
        if (IsV6 ? family != SocketFamily.Inet6 : !isV4)
            return -(long)Errno.EAFNOSUPPORT;
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2));
        IpAddress address = IsV6 ? IpAddress.ReadV6(bytes.Slice(8)) : IpAddress.ReadV4(bytes.Slice(4));
        if (family == 0 && !address.IsUnspecified)
            return -(long)Errno.EAFNOSUPPORT;
        if (IsV6 && _isV6Only && address.IsV4)
            return -(long)(isBinding ? Errno.EINVAL : Errno.ENETUNREACH);
        if (!isBinding && address.IsUnspecified)
            address = address.IsV4 ? IpAddress.LoopbackV4 : IpAddress.LoopbackV6;
        endpoint = new IpEndpoint(address, port);
        return 0;
    }

    protected int Write(Span<byte> to, in IpEndpoint endpoint)
    {
        int size = IsV6 ? SizeV6 : SizeV4;
        Span<byte> bytes = stackalloc byte[SizeV6];
        bytes.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)Family);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.Slice(2), endpoint.Port);
        if (IsV6)
            endpoint.Address.WriteV6(bytes.Slice(8));
        else if (endpoint.Address.IsV4)
            endpoint.Address.WriteV4(bytes.Slice(4));
        bytes.Slice(0, Math.Min(size, to.Length)).CopyTo(to);
        return size;
    }

    public override long GetOption(int level, int name, Span<byte> value)
    {
        if (level == SocketOption.LevelOfIp || level == SocketOption.LevelOfIpv6 && IsV6)
            return GetIpOption(level, name, value);
        switch (level == SocketOption.Level ? name : 0)
        {
            case SocketOption.ReuseAddress:
                return Put(value, _socket.ReuseAddress ? 1 : 0);
            case SocketOption.ReusePort:
                return Put(value, _socket.ReusePort ? 1 : 0);
            default:
                return base.GetOption(level, name, value);
        }
    }

    public override long SetOption(int level, int name, ReadOnlySpan<byte> value)
    {
        if (level is SocketOption.LevelOfIp or SocketOption.LevelOfIpv6)
            return level == SocketOption.LevelOfIpv6 && !IsV6 ? -(long)Errno.ENOPROTOOPT : SetIpOption(level, name, value);
        switch (level == SocketOption.Level && value.Length >= 4 ? name : 0)
        {
            case SocketOption.ReuseAddress:
                _socket.ReuseAddress = value[0] != 0 || value[1] != 0;
                return 0;
            case SocketOption.ReusePort:
                _socket.ReusePort = value[0] != 0 || value[1] != 0;
                return 0;
            default:
                return base.SetOption(level, name, value);
        }
    }

    private long GetIpOption(int level, int name, Span<byte> value)
    {
        const int TypeOfService = 1, TimeToLive = 2, MulticastLife = 33, HopLimit = 16, Only = 26, MulticastHops = 18, UnicastTrafficClass = 67, RecvError = 11, RecvErrorV6 = 25, MulticastLoop = 34, MulticastLoopV6 = 19;
        const int DefaultHops = 64;
        if (level == SocketOption.LevelOfIp)
        {
            return name switch
            {
                TimeToLive => Put(value, DefaultHops),
                MulticastLife or MulticastLoop => Put(value, 1),
                TypeOfService or RecvError => Put(value, 0),
                _ => -(long)Errno.ENOPROTOOPT,
            };
        }

        return name switch
        {
            Only => Put(value, _isV6Only ? 1 : 0),
            HopLimit => Put(value, DefaultHops),
            MulticastHops or MulticastLoopV6 => Put(value, 1),
            UnicastTrafficClass or RecvErrorV6 => Put(value, 0),
            _ => -(long)Errno.ENOPROTOOPT,
        };
    }

    // What only changes how packets look on their way is taken and has no effect: hops and classes of service.
    private long SetIpOption(int level, int name, ReadOnlySpan<byte> value)
    {
        const int Only = 26, MostOfIp = 50, MostOfIpv6 = 80;
        if (level == SocketOption.LevelOfIpv6 && name == Only)
        {
            if (value.Length < 4 || _socket.Local.Port != 0)
                return -(long)Errno.EINVAL;
            _isV6Only = _socket.IsV6Only = BinaryPrimitives.ReadInt32LittleEndian(value) != 0;
            return 0;
        }

        if (name <= 0 || name > (level == SocketOption.LevelOfIp ? MostOfIp : MostOfIpv6))
            return -(long)Errno.ENOPROTOOPT;
        return value.Length == 0 ? -(long)Errno.EINVAL : 0;
    }

    /// <summary>With the network held, as soon as something has happened.</summary>
    private sealed class Watch(InetFile file) : SocketObserver
    {
        public override void OnReady(Socket socket, SocketReadiness what) => file.OnReady((uint)what);
    }
}
