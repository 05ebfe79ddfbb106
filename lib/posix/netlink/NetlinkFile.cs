using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>A socket of NETLINK_ROUTE: what is sent is a question, whose answer is there at once. The objects are used again.</summary>
internal sealed class NetlinkFile : SocketFile
{
    private const int AddressSize = 12, MaxQuestion = 1024;

    private static SpinLock s_lock;
    private static NetlinkFile? s_free;
    private static uint s_lastPort = Process.FirstId - 1;

    // One question and answer at a time.
    private readonly Mutex _lock = new();
    private readonly NetlinkAnswer _answer = new();
    private NetlinkFile? _nextFree;
    private uint _port;
    private uint _ready;

    private NetlinkFile()
    {
    }

    internal static NetlinkFile Create(int type)
    {
        s_lock.Enter();
        NetlinkFile? file = s_free;
        if (file is not null)
            s_free = file._nextFree;
        s_lock.Exit();
        file ??= new NetlinkFile();
        file.Begin(SocketFamily.Netlink, type, 0);
        file._port = 0;
        file._answer.Clear();
        file.NoteReadiness();
        return file;
    }

    public override bool IsListening => false;

    public override uint Readiness => System.Threading.Volatile.Read(ref _ready);

    public override long Bind(ReadOnlySpan<byte> address)
    {
        if (address.Length < AddressSize || BinaryPrimitives.ReadUInt16LittleEndian(address) != SocketFamily.Netlink)
            return -(long)Errno.EINVAL;
        uint port = BinaryPrimitives.ReadUInt32LittleEndian(address.Slice(4));
        if (port != 0)
            _port = port;
        else
            PickPort();
        return 0;
    }

    public override long Connect(ReadOnlySpan<byte> address, bool isNonBlocking) => Bind(address);

    public override long GetName(bool isPeer, Span<byte> address)
    {
        address.Slice(0, AddressSize).Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, SocketFamily.Netlink);
        // The kernel's own is 0.
        if (!isPeer)
            BinaryPrimitives.WriteUInt32LittleEndian(address.Slice(4), _port);
        return AddressSize;
    }

    public override long Read(Span<byte> bytes)
    {
        MessageExtras extras = default;
        return Receive(bytes, default, IsNonBlocking, 0, ref extras);
    }

    public override long Write(ReadOnlySpan<byte> bytes) => Ask(bytes);

    public override long Send(in MessageBuffers from, int flags, ref MessageExtras extras)
    {
        if (from.Total > MaxQuestion)
            return -(long)Errno.EMSGSIZE;
        Span<byte> question = stackalloc byte[MaxQuestion];
        int length = 0;
        for (int i = 0; i < from.Count; i++)
        {
            if (!from.TryGet(i, out ReadOnlySpan<byte> part) || part.Length > MaxQuestion - length)
                return -(long)Errno.EFAULT;
            part.CopyTo(question.Slice(length));
            length += part.Length;
        }

        return Ask(question.Slice(0, length));
    }

    public override long Receive(in MessageBuffers to, int flags, ref MessageExtras extras) =>
        Receive(default, to, IsNonBlocking || (flags & MessageFlags.DontWait) != 0, flags, ref extras);

    public override long SetOption(int level, int name, ReadOnlySpan<byte> value)
    {
        const int LevelOfNetlink = 270;
        return level == LevelOfNetlink ? 0 : base.SetOption(level, name, value);
    }

    private long Ask(ReadOnlySpan<byte> question)
    {
        if (_port == 0)
            PickPort();
        _lock.Enter();
        long result = _answer.Ask(question, _port);
        NoteReadiness();
        _lock.Exit();
        OnReady(PollEvents.In | PollEvents.ReadNormal);
        return result;
    }

    private long Receive(Span<byte> single, in MessageBuffers to, bool isNonBlocking, int flags, ref MessageExtras extras)
    {
        ulong deadline = 0;
        while (true)
        {
            _lock.Enter();
            ReadOnlySpan<byte> message = _answer.Next;
            int length = message.Length, copied = Math.Min(length, single.Length);
            message.Slice(0, copied).CopyTo(single);
            for (int i = 0; i < to.Count && copied < length; i++)
            {
                if (!to.TryGet(i, out Span<byte> part))
                    break;
                int count = Math.Min(part.Length, length - copied);
                message.Slice(copied, count).CopyTo(part);
                copied += count;
            }

            if (length > 0 && (flags & MessageFlags.Peek) == 0)
            {
                _answer.Take();
                NoteReadiness();
            }

            _lock.Exit();
            if (length > 0)
            {
                if (extras.Address.Length > 0)
                    extras.AddressLength = (int)GetName(isPeer: true, extras.Address);
                if (copied < length)
                    extras.Flags |= MessageFlags.Truncate;
                return (flags & MessageFlags.Truncate) != 0 ? length : copied;
            }

            if (isNonBlocking)
                return -(long)Errno.EAGAIN;
            if (deadline == 0)
                deadline = DeadlineOf(ReceiveTimeout);
            long result = WaitFor(PollEvents.In, deadline);
            if (result != 0)
                return result;
        }
    }

    private void PickPort()
    {
        s_lock.Enter();
        _port = ++s_lastPort;
        s_lock.Exit();
    }

    private void NoteReadiness() =>
        System.Threading.Volatile.Write(ref _ready, PollEvents.Out | PollEvents.WriteNormal | (_answer.Next.Length > 0 ? PollEvents.In | PollEvents.ReadNormal : 0));

    protected override void OnClose()
    {
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }
}
