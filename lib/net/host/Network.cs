using System;
using Lithe.Device;
using Lithe.Interrupts;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;
using Lithe.Virtio;

namespace Lithe.Net;

/// <summary>
/// The image's own stack on its virtio network cards: configured from the kernel command line (<see cref="NetworkOptions"/>), and driven by whoever calls <see cref="Run"/>, which sleeps while
/// there is nothing to do.
/// </summary>
/// <remarks>
/// The stack belongs to who runs it. Handlers are called there. Other threads take it with <see cref="Enter"/> and give it back with <see cref="Exit"/>: without preemption and on one processor
/// that is nothing but a look whether the runner must wake earlier.
/// </remarks>
public static class Network
{
    private static readonly DhcpClient?[] s_dhcp = new DhcpClient?[NetworkOptions.MaxLinks];
    private static NetStack? s_stack;
    private static Mutex? s_lock;
    private static KernelThread? s_runner;
    private static bool s_isStopped;

    // Until when the runner sleeps; 0 while it does not. Set under the lock.
    private static ulong s_sleepsUntil;

    // Whether a thread is in Run: it polls again whenever it does not sleep.
    private static bool s_isDriven;

    /// <summary>The stack. There is one after <see cref="TryStart"/>.</summary>
    public static NetStack Stack => s_stack!;

    /// <summary>Whether there is one.</summary>
    public static bool IsStarted => s_stack is not null;

    /// <summary>How many cards there are.</summary>
    public static int CardCount { get; private set; }

    /// <summary>Opens the cards and configures them. Null, or what is wrong, for people: that there is no card, for one.</summary>
    public static string? TryStart() => TryStart(new NetStackOptions());

    /// <summary>The same with other sizes of the stack's pools, and for programs that can do without a card: they have the loopback interface alone.</summary>
    public static string? TryStart(in NetStackOptions sizes, bool needsCard = true)
    {
        if (s_stack is not null)
            return null;
        var options = new NetworkOptions();
        string? wrong = ReadDefaults(options) ?? options.Read(Platform.CommandLine);
        if (wrong is not null)
            return wrong;
        NetbufPool? pool = null;
        for (int i = 0; i < NetworkOptions.MaxLinks; i++)
        {
            DeviceError error = VirtioNet.TryOpen(
                i, new VirtioNetOptions { QueueSize = Config.NET_QUEUE_SIZE, Netbufs = Config.NET_NETBUFS, Offloads = Config.NET_OFFLOADS }, out VirtioNet? card);
            if (card is null)
            {
                if (error == DeviceError.Missing)
                    break;
                return string.Concat("network card: ", error.Describe(DeviceKind.Network));
            }

            // What is sent comes from the first card's pool.
            pool ??= card.Queue(0).Pool;
            s_stack ??= new NetStack(pool, new SystemRandom(), sizes, Clock.Nanoseconds);
            wrong = AddCard(card, i, options.Link(i).Faults);
            if (wrong is not null)
                return wrong;
        }

        if (s_stack is null)
        {
            if (needsCard)
                return "network: there is no card. 'lithe run' gives the machine one by -p or --tap, a description by devices: [net]";
            pool = NetbufPool.TryCreate(Config.NET_NETBUFS);
            if (pool is null)
                return "network: no memory for packets";
            s_stack = new NetStack(pool, new SystemRandom(), sizes, Clock.Nanoseconds);
        }

        LoopbackInterface.TryAddTo(s_stack, new LoopbackInterface());
        if (Config.SMP || Config.SCHED_PREEMPT)
            s_lock = new Mutex();
        return Configure(options);
    }

    private static string? AddCard(VirtioNet card, int index, in NetFaults faults)
    {
        NetOffloads offloads = NetOffloads.None;
        if (Config.NET_OFFLOADS)
        {
            offloads = (card.ComputesChecksums ? NetOffloads.Checksum : 0) | (card.SegmentsV4 ? NetOffloads.TcpV4 : 0) | (card.SegmentsV6 ? NetOffloads.TcpV6 : 0);
        }

        string name = index switch { 0 => "net0", 1 => "net1", 2 => "net2", _ => "net3" };
        if (Config.NET_FAULTS && faults != default)
        {
            var box = new QueueBox<FaultyQueue<ForwardedQueue>>(new FaultyQueue<ForwardedQueue>(new ForwardedQueue(card), faults, s_stack!.Random.Next()));
            s_stack.TryAddInterface(new QueueInterface<FaultyQueue<ForwardedQueue>, BoxedQueue<FaultyQueue<ForwardedQueue>>>(name, new(box), card.Address, card.Mtu, offloads));
        }
        else
        {
            s_stack!.TryAddInterface(new QueueInterface<VirtioNetQueue, CardQueue>(name, new CardQueue(card), card.Address, card.Mtu, offloads));
        }

        CardCount++;
        DeviceError error = VirtioInterrupts.TryConnect<Handler>(card.Transport, 0, index);
        if (error != DeviceError.None)
            return string.Concat("network card's interrupt: ", error.Describe(DeviceKind.Network));
        Scheduler.ExpectInterrupts(true);
        return null;
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

    private static string? Configure(NetworkOptions options)
    {
        NetStack stack = s_stack!;
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

            if (!link.GatewayV4.IsUnspecified && !TryAddGateway(at, IpAddress.AnyV4, link.GatewayV4))
                return string.Concat("network: the router ", link.GatewayV4.ToString(), " is on no network of the card");
            if (!link.GatewayV6.IsUnspecified && !TryAddGateway(at, IpAddress.Any, link.GatewayV6))
                return string.Concat("network: the router ", link.GatewayV6.ToString(), " is on no network of the card");
            if (Config.NET_DHCP && (link.Dhcp ?? link.AddressCount == 0))
            {
                s_dhcp[i] = DhcpClient.TryStart(Udp.Of(stack)!, at);
                if (s_dhcp[i] is null)
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

    private static bool TryAddGateway(NetInterface at, in IpAddress any, in IpAddress router)
    {
        bool isReachable = router.IsLinkLocal;
        foreach (ref readonly InterfaceAddress own in at.Addresses)
            isReachable |= own.Prefix.Contains(router);
        return isReachable && s_stack!.TryAddRoute(new RouteEntry { Prefix = new IpPrefix(any, 0), NextHop = router, Interface = at, ValidUntil = ulong.MaxValue });
    }

    /// <summary>Drives the stack until <see cref="Stop"/>, on the calling thread or the image's only flow of control.</summary>
    public static void Run()
    {
        s_runner = Scheduler.Current;
        s_isStopped = false;
        s_isDriven = true;
        while (!s_isStopped)
            RunOnce(ulong.MaxValue);
        s_isDriven = false;
        Enter();
        Exit();
        s_runner = null;
    }

    /// <summary>Starts a thread that runs the stack; false in an image without threads, or when there are too many.</summary>
    public static bool TryStartThread() => Scheduler.Start(_ => Run(), null, new ThreadOptions { Name = "network", IsDetached = true }) is not null;

    /// <summary>Has <see cref="Run"/> return soon. From handlers and from other threads.</summary>
    public static void Stop()
    {
        s_isStopped = true;
        Kick();
    }

    /// <summary>Drives the stack once, and sleeps, if there is nothing to do, until something arrives or is due, or until the deadline.</summary>
    public static void RunOnce(ulong deadline)
    {
        s_runner ??= Scheduler.Current;
        if (s_lock is not null)
            s_lock.Enter();
        ulong now = Clock.Nanoseconds, next = Stack.Poll(now);
        if (next > deadline)
            next = deadline;
        bool sleeps = next > now && !s_isStopped;
        if (sleeps)
        {
            s_sleepsUntil = next;
            // What has arrived meanwhile interrupts nobody.
            sleeps = !Stack.EnableInterrupts();
            if (!sleeps)
                s_sleepsUntil = 0;
        }

        if (s_lock is not null)
            s_lock.Exit();
        if (sleeps)
        {
            Scheduler.Block(next);
            Stack.DisableInterrupts();
        }
        else if (Scheduler.HasThreads)
        {
            // Others have their turn under load, too.
            Scheduler.Yield();
        }

        s_sleepsUntil = 0;
    }

    /// <summary>Drives the stack until each card that asks a DHCP server has its lease, and some card an address that is not of its link only; false when the deadline passes before.</summary>
    public static bool WaitForAddress(ulong deadline)
    {
        while (!IsConfigured())
        {
            if (Clock.Nanoseconds >= deadline)
                return false;
            RunOnce(deadline);
        }

        return true;
    }

    private static bool IsConfigured()
    {
        bool isReachable = false;
        for (int i = 0; i < CardCount; i++)
        {
            if (Config.NET_DHCP && s_dhcp[i] is { HasLease: false })
                return false;
            foreach (ref readonly InterfaceAddress own in Stack.Interfaces[i].Addresses)
                isReachable |= own.IsOurs && (own.Address.IsV4 || !own.Address.IsLinkLocal);
        }

        return isReachable;
    }

    /// <summary>The DHCP client of a card; null when it has none.</summary>
    public static DhcpClient? DhcpOf(int card) => Config.NET_DHCP && (uint)card < (uint)CardCount ? s_dhcp[card] : null;

    /// <summary>Takes the stack, for a thread that does not run it.</summary>
    public static void Enter()
    {
        if (Config.SMP || Config.SCHED_PREEMPT)
            s_lock!.Enter();
        Stack.Advance(Clock.Nanoseconds);
    }

    /// <summary>Sends what was made, gives the stack back, and wakes who runs it when something is due earlier than it knows.</summary>
    /// <remarks>
    /// Where threads are preempted, who runs the stack sends it if that one is awake: it has just brought what the caller works on, and goes on as soon as the caller waits, or when its time slice is
    /// over. So the answers of a server that has several requests before it go to the card in one piece.
    /// </remarks>
    public static void Exit()
    {
        if (Config.SCHED_PREEMPT && s_isDriven && s_sleepsUntil == 0)
        {
            s_lock!.Exit();
            return;
        }

        Stack.Flush();
        bool isEarlier = s_sleepsUntil != 0 && Stack.NextWork < s_sleepsUntil;
        if (Config.SMP || Config.SCHED_PREEMPT)
            s_lock!.Exit();
        if (isEarlier)
            Kick();
    }

    private static void Kick()
    {
        if (s_runner is not null)
            Scheduler.Wake(s_runner);
    }

    private readonly struct Handler : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => Kick();
    }

    // A card's queue stays where it is; what stands around it has this.
    private readonly struct ForwardedQueue(VirtioNet card) : INetQueue
    {
        public int Receive(Span<Netbuf> burst) => card.Queue(0).Receive(burst);

        public int Transmit(ReadOnlySpan<Netbuf> burst) => card.Queue(0).Transmit(burst);

        public bool TryAllocate(out Netbuf netbuf) => card.Queue(0).TryAllocate(out netbuf);

        public bool EnableInterrupts() => card.Queue(0).EnableInterrupts();

        public void DisableInterrupts() => card.Queue(0).DisableInterrupts();

        public DeviceError Error => card.Queue(0).Error;

        public NetStatistics Statistics => card.Queue(0).Statistics;
    }

    private readonly struct CardQueue(VirtioNet card) : IQueueSource<VirtioNetQueue>
    {
        public ref VirtioNetQueue Queue => ref card.Queue(0);
    }
}
