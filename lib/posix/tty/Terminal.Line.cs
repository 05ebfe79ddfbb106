using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Plat;

namespace Lithe.Posix;

// The line discipline: what the settings (termios) make of what is typed.
public sealed partial class Terminal
{
    private const uint Icrnl = 0x100, Igncr = 0x80, Inlcr = 0x40, Opost = 1, Onlcr = 4, Isig = 1, Icanon = 2, Echo = 8, EchoErase = 0x10, EchoKill = 0x20, EchoControl = 0x200;
    private const int Interrupt = 0, Quit = 1, Erase = 2, Kill = 3, EndOfFile = 4, Time = 5, Minimum = 6, Suspend = 10, Characters = 19;

    // As Linux sets a new terminal up.
    private uint _input = 0x500, _output = Opost | Onlcr, _control = 0xbf, _local = 0x8a3b;
    private readonly byte[] _characters = [3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0];
    private ushort _rows = 24, _columns = 80;
    private int _foregroundGroup = Process.FirstId;

    private bool IsCanonical => (_local & Icanon) != 0;

    private bool AddsReturns => (_output & (Opost | Onlcr)) == (Opost | Onlcr);

    private int MinimumBytes => _characters[Minimum];

    private int TimeoutTenths => _characters[Time];

    /// <summary>Answers the requests of terminals.</summary>
    public long Control(uint request, ulong argument)
    {
        const uint Get = 0x5401, Set = 0x5402, SetWhenDrained = 0x5403, SetAndFlush = 0x5404, GetGroup = 0x540f, SetGroup = 0x5410, GetSize = 0x5413, SetSize = 0x5414;
        const uint Flush = 0x540b, Drain = 0x5409, ReadAvailable = 0x541b, SetControlling = 0x540e, GetSession = 0x5429;
        var pointer = new UserPointer(argument);
        switch (request)
        {
            case Get:
                return UserMemory.TryGetSpan(pointer, 17 + Characters, out Span<byte> to) ? WriteSettings(to) : -(long)Errno.EFAULT;
            case Set or SetWhenDrained or SetAndFlush:
                return UserMemory.TryGetSpan(pointer, 17 + Characters, out ReadOnlySpan<byte> from) ? ReadSettings(from, request == SetAndFlush) : -(long)Errno.EFAULT;
            case GetSize:
                if (!UserMemory.TryGetSpan(pointer, 8, out Span<byte> size))
                    return -(long)Errno.EFAULT;
                size.Clear();
                BinaryPrimitives.WriteUInt16LittleEndian(size, _rows);
                BinaryPrimitives.WriteUInt16LittleEndian(size.Slice(2), _columns);
                return 0;
            case SetSize:
                if (!UserMemory.TryGetSpan(pointer, 8, out ReadOnlySpan<byte> wanted))
                    return -(long)Errno.EFAULT;
                _rows = BinaryPrimitives.ReadUInt16LittleEndian(wanted);
                _columns = BinaryPrimitives.ReadUInt16LittleEndian(wanted.Slice(2));
                return 0;
            case GetGroup or GetSession:
                return UserMemory.TryWrite(pointer, request == GetGroup ? _foregroundGroup : Process.Current.Session) ? 0 : -(long)Errno.EFAULT;
            case SetGroup:
                return UserMemory.TryRead(pointer, out _foregroundGroup) ? 0 : -(long)Errno.EFAULT;
            case ReadAvailable:
                return UserMemory.TryWrite(pointer, Available) ? 0 : -(long)Errno.EFAULT;
            case Flush or Drain or SetControlling:
                return 0;
            default:
                return -(long)Errno.ENOTTY;
        }
    }

    private long WriteSettings(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, _input);
        BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(4), _output);
        BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(8), _control);
        BinaryPrimitives.WriteUInt32LittleEndian(to.Slice(12), _local);
        to[16] = 0;
        _characters.AsSpan().CopyTo(to.Slice(17));
        return 0;
    }

    private long ReadSettings(ReadOnlySpan<byte> from, bool flushes)
    {
        _queue.Enter();
        _input = BinaryPrimitives.ReadUInt32LittleEndian(from);
        _output = BinaryPrimitives.ReadUInt32LittleEndian(from.Slice(4));
        _control = BinaryPrimitives.ReadUInt32LittleEndian(from.Slice(8));
        _local = BinaryPrimitives.ReadUInt32LittleEndian(from.Slice(12));
        from.Slice(17, Characters).CopyTo(_characters);
        if (flushes)
            _ready = _count = _ends = 0;
        else if (!IsCanonical)
            _ready = _count;
        _queue.Exit();
        return 0;
    }

    // Under the lock: takes what has arrived. A full buffer leaves it where it is.
    private void Drain()
    {
        while (_count < BufferSize - 1)
        {
            int value = PolledConsole.TryRead();
            if (value < 0)
                return;
            Accept((byte)value);
        }
    }

    private void Accept(byte value)
    {
        if (value == '\r')
        {
            if ((_input & Igncr) != 0)
                return;
            if ((_input & Icrnl) != 0)
                value = (byte)'\n';
        }
        else if (value == '\n' && (_input & Inlcr) != 0)
        {
            value = (byte)'\r';
        }

        if ((_local & Isig) != 0 && value != 0)
        {
            int signal = value == _characters[Interrupt] ? 2 : value == _characters[Quit] ? 3 : value == _characters[Suspend] ? 20 : 0;
            if (signal != 0)
            {
                _count = _ready;
                Show(value);
                const int FromKernel = 0x80;
                ProgramGate.Attention?.Send(null, signal, FromKernel, 0);
                return;
            }
        }

        if (!IsCanonical)
        {
            _buffer[_count++] = value;
            _ready = _count;
            Show(value);
            return;
        }

        if (value == _characters[Erase] && value != 0)
        {
            EraseLast();
        }
        else if (value == _characters[Kill] && value != 0)
        {
            while (_count > _ready)
                EraseLast();
        }
        else if (value == _characters[EndOfFile] && value != 0)
        {
            // What is there is read as it is; nothing is the end.
            if (_count == _ready)
                _ends++;
            else
                _ready = _count;
        }
        else
        {
            _buffer[_count++] = value;
            Show(value);
            if (value == '\n')
                _ready = _count;
        }
    }

    private void EraseLast()
    {
        if (_count == _ready)
            return;
        // A character of UTF-8 goes as a whole.
        int bytes = 1;
        while (bytes < 4 && _count - bytes > _ready && (_buffer[_count - bytes] & 0xc0) == 0x80)
            bytes++;
        _count -= bytes;
        if ((_local & (Echo | EchoErase)) == (Echo | EchoErase))
            PolledConsole.Write("\b \b"u8);
    }

    private void Show(byte value)
    {
        if ((_local & Echo) == 0)
            return;
        if (value == '\n')
            PolledConsole.Write(AddsReturns ? "\r\n"u8 : "\n"u8);
        else if (value < 32 && value != '\t' && (_local & EchoControl) != 0)
            PolledConsole.Write([(byte)'^', (byte)(value + 64)]);
        else
            PolledConsole.Write([value]);
    }
}
