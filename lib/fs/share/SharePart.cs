using System;
using Lithe.Device;
using Lithe.Interrupts;
using Lithe.Posix;
using Lithe.Sched;
using Lithe.Virtio;

namespace Lithe.Fs;

/// <summary>Mounts the machine's shares in a program's root file system.</summary>
public sealed class SharePart : ImagePart
{
    private const int MaxShares = 16, MessageSize = 65536 + 4096;

    private static readonly ShareTransport?[] s_shares = new ShareTransport?[MaxShares];

    /// <summary>At start-up.</summary>
    [Init(InitStage.Late)]
    public static void Initialize() => All.Add(new SharePart());

    /// <inheritdoc/>
    public override void OnRoot(Inode root)
    {
        Span<byte> tag = stackalloc byte[128];
        for (int i = 0; i < VirtioNineP.Count && i < MaxShares; i++)
        {
            int length = VirtioNineP.ReadTag(i, tag);
            if (length == 0)
                continue;
            ReadOnlySpan<byte> name = tag.Slice(0, length);
            DeviceError problem = VirtioNineP.TryOpen(name, 1, MessageSize, out VirtioNineP? device);
            Errno error = Errno.ENODEV;
            if (problem == DeviceError.None)
            {
                s_shares[i] = new ShareTransport(device!);
                VirtioInterrupts.TryConnect<Answered>(device!.Transport, 0, i);
                error = NinePFileSystem.TryOpen(s_shares[i]!, out NinePFileSystem? files);
                if (error == Errno.None)
                    error = Mounts.MountAt(root, name, files!);
            }

            if (error == Errno.None)
                continue;
            Console.Write("share: the folder '");
            foreach (byte letter in name)
                Console.Write((char)letter);
            Console.WriteLine($"' cannot be mounted: device error {(int)problem}, error {(int)error}");
        }
    }

    private readonly struct Answered : IInterruptHandler
    {
        public static void OnInterrupt(int argument) => s_shares[argument]?.OnAnswer();
    }

    /// <summary>One message at a time; whoever waits for the answer sleeps.</summary>
    private sealed class ShareTransport(VirtioNineP device) : NinePTransport
    {
        private const ulong Patience = 60_000_000_000, Interval = 10_000_000;

        private readonly ShareWait _thing = new();
        private KernelThread? _waiting;

        public override int MessageSize => device.MessageSize;

        public override Span<byte> Request => device.Request(0);

        public override ReadOnlySpan<byte> Reply => device.Reply(0);

        public override int Exchange(int length)
        {
            KernelThread thread = Scheduler.Current;
            _waiting = thread;
            if (!device.TrySend(0, length))
                return 0;
            ulong end = Plat.Clock.Nanoseconds + Patience;
            thread.WaitsFor = _thing;
            int received;
            while (!device.TryReceive(out _, out received))
            {
                if (device.Error != DeviceError.None || Plat.Clock.Nanoseconds >= end)
                {
                    received = 0;
                    break;
                }

                // The interval is for a machine whose interrupt could not be had.
                if (!device.EnableInterrupts())
                    Scheduler.Block(Plat.Clock.Nanoseconds + Interval);
            }

            thread.WaitsFor = null;
            _waiting = null;
            return received;
        }

        internal void OnAnswer()
        {
            device.DisableInterrupts();
            if (_waiting is { } thread)
                Scheduler.Wake(thread);
        }
    }

    private sealed class ShareWait : Waitable
    {
        public override string Kind => "a shared folder";
    }
}
