using System;
using Lithe.Device;
using Lithe.Interrupts;
using Lithe.Mem;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Virtio;

namespace Lithe.Net;

/// <summary>Opening the cards, and what the command line says of them.</summary>
public static partial class Network
{
    // On small machines a 32nd of memory, but not fewer than serve some connections.
    private static int Netbufs
    {
        get
        {
            const int Least = 128, BytesEach = 2048, Share = 32;
            long affordable = (long)(Frames.Statistics.Capacity / (BytesEach * Share));
            return (int)Math.Min(Config.NET_NETBUFS, Math.Max(Least, affordable));
        }
    }

    /// <summary>Opens the cards and configures them. Null, or what is wrong, for people: that there is no card, for one.</summary>
    public static string? TryStart() => TryStart(new NetStackOptions());

    /// <summary>The same with other sizes of the stack's pools, and for programs that can do without a card: they have the loopback interface alone.</summary>
    public static string? TryStart(in NetStackOptions sizes, bool needsCard = true)
    {
        if (IsStarted)
            return null;
        var options = new NetworkOptions();
        string? wrong = ReadDefaults(options) ?? options.Read(Platform.CommandLine);
        if (wrong is not null)
            return wrong;
        if (Config.PLAT_LINUX && Config.NET_STACK_PER_PROCESSOR)
            return "network: a card of a Linux process has one queue, and so the process one stack: leave NET_STACK_PER_PROCESSOR out";
        for (int i = 0; i < NetworkOptions.MaxLinks; i++)
        {
            if (Config.PLAT_LINUX)
            {
                DeviceError ofHost = TryAddHostCard(i, options.Link(i).Faults, sizes);
                if (ofHost == DeviceError.Missing)
                    break;
                if (ofHost != DeviceError.None)
                    return Describe(ofHost);
                continue;
            }

            DeviceError error = VirtioNet.TryOpen(i, CardOptions, out VirtioNet? card);
            if (card is null)
            {
                if (error == DeviceError.Missing)
                    break;
                return Describe(error);
            }

            // What is sent comes from the first card's pool.
            if (!IsStarted)
                wrong = TryMakeStacks(card, sizes);
            wrong ??= AddCard(card, i, options.Link(i).Faults);
            if (wrong is not null)
                return wrong;
        }

        if (!IsStarted)
        {
            if (needsCard)
                return "network: there is no card. 'lithe run' gives the machine one by -p or --tap, a description by devices: [net]";
            wrong = TryMakeStacks(null, sizes);
            if (wrong is not null)
                return wrong;
        }

        if (Config.NET_STACK_PER_PROCESSOR)
            return ConfigureAll(options);
        return Configure(s_only!, options);
    }

    private static string Describe(DeviceError error) => string.Concat("network card: ", error.Describe(DeviceKind.Network));

    private static VirtioNetOptions CardOptions => new()
    {
        QueueSize = Config.NET_QUEUE_SIZE, Netbufs = Netbufs, Queues = Config.NET_STACK_PER_PROCESSOR ? WantedStacks : 1, Offloads = Config.NET_OFFLOADS,
    };

    /// <summary>Makes the stack, or one for each processor, of the pools that belong to a card's queues, where there are such.</summary>
    private static string? TryMakeStacks(VirtioNet? card, in NetStackOptions sizes)
    {
        if (Config.NET_STACK_PER_PROCESSOR)
            return TryMakeAll(card, sizes);
        NetbufPool? pool = card is null ? NetbufPool.TryCreate(Netbufs) : card.Queue(0).Pool;
        if (pool is null)
            return NoMemory;
        s_only = new StackRunner(MakeStack(pool, sizes));
        return null;
    }

    private const string NoMemory = "network: no memory for packets";

    private static NetStack MakeStack(NetbufPool pool, in NetStackOptions sizes) => new(pool, new SystemRandom(), sizes, Clock.Nanoseconds);

    private static NetOffloads OffloadsOf(VirtioNet card) =>
        Config.NET_OFFLOADS ? (card.ComputesChecksums ? NetOffloads.Checksum : 0) | (card.SegmentsV4 ? NetOffloads.TcpV4 : 0) | (card.SegmentsV6 ? NetOffloads.TcpV6 : 0) : NetOffloads.None;

    private static string NameOf(int card) => card switch { 0 => "net0", 1 => "net1", 2 => "net2", _ => "net3" };

    private static string? AddCard(VirtioNet card, int index, in NetFaults faults)
    {
        if (Config.NET_STACK_PER_PROCESSOR)
            return AddCardToAll(card, index, faults);
        AddQueue(s_only!.Stack, card, index, 0, faults);
        CardCount++;
        DeviceError error = VirtioInterrupts.TryConnect<Handler>(card.Transport, 0, index);
        if (error != DeviceError.None)
            return Describe(error);
        Scheduler.ExpectInterrupts(true);
        return null;
    }

    private static void AddQueue(NetStack stack, VirtioNet card, int index, int pair, in NetFaults faults)
    {
        if (Config.NET_FAULTS && faults != default)
        {
            var box = new QueueBox<FaultyQueue<ForwardedQueue>>(new FaultyQueue<ForwardedQueue>(new ForwardedQueue(card, pair), faults, stack.Random.Next()));
            stack.TryAddInterface(new QueueInterface<FaultyQueue<ForwardedQueue>, BoxedQueue<FaultyQueue<ForwardedQueue>>>(NameOf(index), new(box), card.Address, card.Mtu, OffloadsOf(card)));
        }
        else
        {
            stack.TryAddInterface(new QueueInterface<VirtioNetQueue, CardQueue>(NameOf(index), new CardQueue(card, pair), card.Address, card.Mtu, OffloadsOf(card) | NetOffloads.Gather));
        }
    }

    private static string? ReadDefaults(NetworkOptions options)
    {
        string? wrong = null;
        if (Config.NET_ADDRESS.Length > 0)
            wrong = ReadDefault(options, "net.addr=", Config.NET_ADDRESS);
        if (wrong is null && Config.NET_GATEWAY.Length > 0)
            wrong = ReadDefault(options, "net.gw=", Config.NET_GATEWAY);
        if (wrong is null && Config.NET_NAME_SERVERS.Length > 0)
            wrong = ReadDefault(options, "net.dns=", Config.NET_NAME_SERVERS);
        return wrong;
    }

    private static string? ReadDefault(NetworkOptions options, string key, string value)
    {
        Span<byte> word = stackalloc byte[key.Length + value.Length];
        for (int i = 0; i < key.Length; i++)
            word[i] = (byte)key[i];
        for (int i = 0; i < value.Length; i++)
            word[key.Length + i] = (byte)value[i];
        return options.ReadWord(word);
    }

    private static string? Configure(StackRunner runner, NetworkOptions options)
    {
        NetStack stack = runner.Stack;
        LoopbackInterface.TryAddTo(stack, new LoopbackInterface());
        for (int i = 0; i < CardCount; i++)
        {
            ref LinkOptions link = ref options.Link(i);
            NetInterface at = stack.Interfaces[i];
            for (int k = 0; k < link.AddressCount; k++)
            {
                IpPrefix address = link.Addresses[k];
                if (!stack.TryAddAddress(at, address))
                    return string.Concat("network: the address ", address.ToString(), " cannot be used: given twice, or of a version that the image does not have");
            }

            if (!link.GatewayV4.IsUnspecified && !TryAddGateway(stack, at, IpAddress.AnyV4, link.GatewayV4))
                return string.Concat("network: the router ", link.GatewayV4.ToString(), " is on no network of the card");
            if (!link.GatewayV6.IsUnspecified && !TryAddGateway(stack, at, IpAddress.Any, link.GatewayV6))
                return string.Concat("network: the router ", link.GatewayV6.ToString(), " is on no network of the card");
            if (Config.NET_DHCP && (link.Dhcp ?? link.AddressCount == 0))
            {
                runner.Dhcp[i] = DhcpClient.TryStart(Udp.Of(stack)!, at);
                if (runner.Dhcp[i] is null)
                    return "network: DHCP cannot be started: too many endpoints";
            }
            else if (link.Dhcp == true)
            {
                return "network: net.dhcp=on, and the image has no DHCP: NET_DHCP";
            }

            if (Config.NET_IPV6 && (link.Slaac ?? link.AddressCount == 0))
                stack.TryConfigureAutomatically(at);
        }

        foreach (IpAddress server in options.NameServers)
            stack.TryAddNameServer(server);
        return null;
    }

    private static bool TryAddGateway(NetStack stack, NetInterface at, in IpAddress any, in IpAddress router)
    {
        bool isReachable = router.IsLinkLocal;
        foreach (ref readonly InterfaceAddress own in at.Addresses)
            isReachable |= own.Prefix.Contains(router);
        return isReachable && stack.TryAddRoute(new RouteEntry { Prefix = new IpPrefix(any, 0), NextHop = router, Interface = at, ValidUntil = ulong.MaxValue });
    }

    private readonly struct Handler : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => s_only!.Kick();
    }

    // A card's queue stays where it is; what stands around it has this.
    private readonly struct ForwardedQueue(VirtioNet card, int pair) : INetQueue
    {
        public int Receive(Span<Netbuf> burst) => card.Queue(pair).Receive(burst);

        public int Transmit(ReadOnlySpan<Netbuf> burst) => card.Queue(pair).Transmit(burst);

        public bool TryAllocate(out Netbuf netbuf) => card.Queue(pair).TryAllocate(out netbuf);

        public bool EnableInterrupts() => card.Queue(pair).EnableInterrupts();

        public void DisableInterrupts() => card.Queue(pair).DisableInterrupts();

        public DeviceError Error => card.Queue(pair).Error;

        public NetStatistics Statistics => card.Queue(pair).Statistics;
    }

    private readonly struct CardQueue(VirtioNet card, int pair) : IQueueSource<VirtioNetQueue>
    {
        public ref VirtioNetQueue Queue => ref card.Queue(pair);
    }
}
