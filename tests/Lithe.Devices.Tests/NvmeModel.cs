using System.Buffers.Binary;

namespace Lithe.Devices.Tests;

/// <summary>What is wrong with a controller.</summary>
public enum NvmeFlaw
{
    None,

    /// <summary>Its registers read as ones from the start: it was pulled out.</summary>
    Gone,

    /// <summary>It never becomes ready.</summary>
    NeverReady,

    /// <summary>It never stops being ready.</summary>
    NeverStops,

    /// <summary>It says that it is fatally wrong as soon as it is enabled.</summary>
    Fatal,

    /// <summary>It has no command set for blocks.</summary>
    NoCommandSet,

    /// <summary>Pages of 64 KiB at least.</summary>
    LargePages,

    /// <summary>Doorbells further apart than there are registers.</summary>
    FarDoorbells,

    /// <summary>Queues of one entry.</summary>
    TinyQueues,

    /// <summary>It answers no admin command.</summary>
    Silent,

    /// <summary>It refuses every admin command.</summary>
    Refuses,

    /// <summary>It is pulled out with the third admin command.</summary>
    GoneLater,

    /// <summary>No namespace is active.</summary>
    NoNamespace,

    /// <summary>The namespace is a zoned one.</summary>
    Zoned,

    /// <summary>The namespace is one of keys and values.</summary>
    KeyValue,

    /// <summary>Each sector has metadata.</summary>
    Metadata,

    /// <summary>Sectors of 2^40 bytes.</summary>
    HugeSectors,

    /// <summary>No sectors at all.</summary>
    NoSectors,

    /// <summary>More bytes than 64 bits count.</summary>
    EndlessSectors,

    /// <summary>It does not know queues for requests.</summary>
    NoQueues,

    /// <summary>Reads and writes, but no longer: it is pulled out with the first request.</summary>
    GoneWithRequest,

    /// <summary>Each answer is random bytes.</summary>
    Nonsense,
}

/// <summary>The controller's side of NVMe (Base 2.0), written from the specification and not from the driver, with a disk of a mebibyte and a flaw.</summary>
internal sealed unsafe class NvmeModel(NvmeFlaw flaw, int seed = 0, bool knowsCommandSets = true, bool isWriteProtected = false) : IRegisterModel
{
    public const int SectorSize = 512, Sectors = 2048;
    public const uint BarLength = 0x4000, ClassCode = 0x01_08_02;

    private const uint Capabilities = 0, Configuration = 0x14, Status = 0x1c, AdminAttributes = 0x24, AdminSubmission = 0x28, AdminCompletion = 0x30, Doorbells = 0x1000;

    private readonly Random _random = new(seed);
    private readonly byte[] _disk = new byte[Sectors * SectorSize];
    private readonly Queue[] _queues = [new(), new(), new()];
    private uint _configuration, _attributes;
    private bool _isGone = flaw == NvmeFlaw.Gone;
    private int _commands;
    private bool _isFatal;

    private sealed class Queue
    {
        public byte* Submissions;
        public byte* Completions;
        public int SubmissionSize, CompletionSize, Head, Tail;
        public bool Phase = true;
    }

    public ulong Read(uint offset, int size)
    {
        if (_isGone)
            return ulong.MaxValue;
        return offset switch
        {
            // Queues of 64 entries, 2^(2+stride) bytes between doorbells, the NVM command set.
            Capabilities => (flaw == NvmeFlaw.TinyQueues ? 0u : 63u) | (flaw == NvmeFlaw.FarDoorbells ? 12UL << 32 : 0) | (flaw == NvmeFlaw.NoCommandSet ? 1UL << 44 : 1UL << 37)
                | (flaw == NvmeFlaw.LargePages ? 4UL << 48 : 0),
            Status => flaw switch
            {
                NvmeFlaw.NeverReady => 0,
                NvmeFlaw.NeverStops => 1,
                _ when _isFatal => 3,
                NvmeFlaw.Fatal when (_configuration & 1) != 0 => 2,
                _ => _configuration & 1,
            },
            _ => 0,
        };
    }

    public void Write(uint offset, int size, ulong value)
    {
        if (_isGone)
            return;
        switch (offset)
        {
            case Configuration:
                _isFatal &= (value & 1) != 0;
                _configuration = (uint)value;
                break;
            case AdminAttributes:
                _attributes = (uint)value;
                break;
            case AdminSubmission:
                _queues[0] = new Queue { Submissions = (byte*)value, SubmissionSize = (int)(_attributes & 0xfff) + 1 };
                break;
            case AdminCompletion:
                _queues[0].Completions = (byte*)value;
                _queues[0].CompletionSize = (int)(_attributes >> 16 & 0xfff) + 1;
                break;
            case >= Doorbells when (offset - Doorbells) / 4 is var bell && bell / 2 < _queues.Length && bell % 2 == 0:
                Take((int)bell / 2, (int)value);
                break;
        }
    }

    private void Take(int number, int tail)
    {
        Queue queue = _queues[number];
        if (queue.Submissions == null || queue.Completions == null || (_configuration & 1) == 0)
            return;
        for (; queue.Head != tail && !_isGone; queue.Head = (queue.Head + 1) % queue.SubmissionSize)
        {
            byte* command = queue.Submissions + queue.Head * 64;
            _commands++;
            if (flaw == NvmeFlaw.Silent)
                continue;
            if ((flaw == NvmeFlaw.GoneLater && _commands == 3) || (flaw == NvmeFlaw.GoneWithRequest && number > 0))
            {
                _isGone = true;
                return;
            }

            uint result = 0;
            int status = flaw == NvmeFlaw.Refuses ? 2 : number == 0 ? Admin(command, out result) : Request(command);
            Answer(queue, *(ushort*)(command + 2), status, result);
        }
    }

    private void Answer(Queue queue, ushort id, int status, uint result)
    {
        ushort asked = id;
        if (flaw == NvmeFlaw.Nonsense)
            (id, status, result) = (_random.Next(3) == 0 ? (ushort)_random.Next(65536) : id, _random.Next(4) == 0 ? _random.Next(32768) : status, (uint)_random.Next());
        // The command is never answered: mostly the controller says so, and who waits need not do it for long.
        _isFatal |= id != asked && _random.Next(100) != 0;
        byte* entry = queue.Completions + queue.Tail * 16;
        *(uint*)entry = result;
        *(ushort*)(entry + 12) = id;
        *(ushort*)(entry + 14) = (ushort)(status << 1 | (queue.Phase ? 1 : 0));
        if (++queue.Tail == queue.CompletionSize)
            (queue.Tail, queue.Phase) = (0, !queue.Phase);
    }

    private int Admin(byte* command, out uint result)
    {
        result = 0;
        var answer = new Span<byte>(*(byte**)(command + 24), 4096);
        uint word10 = *(uint*)(command + 40);
        switch (command[0])
        {
            case 0x06:
                answer.Clear();
                if (flaw == NvmeFlaw.Nonsense && _random.Next(3) != 0)
                {
                    _random.NextBytes(answer);
                    return 0;
                }

                return Identify(answer, word10 & 0xff);
            case 0x09:
                result = flaw == NvmeFlaw.Nonsense ? (uint)_random.Next() : 0;
                return 0;
            case 0x05 or 0x01 when flaw == NvmeFlaw.NoQueues:
                return 1;
            case 0x05 or 0x01:
                if ((word10 & 0xffff) is not (1 or 2))
                    return 0x101;
                Queue queue = _queues[word10 & 0xffff];
                byte* memory = *(byte**)(command + 24);
                if (command[0] == 5)
                    queue.Completions = memory;
                else
                    queue.Submissions = memory;
                queue.CompletionSize = queue.SubmissionSize = (int)(word10 >> 16) + 1;
                return 0;
            default:
                return 1;
        }
    }

    private int Identify(Span<byte> answer, uint what)
    {
        switch (what)
        {
            case 0:
                BinaryPrimitives.WriteUInt64LittleEndian(answer, flaw switch { NvmeFlaw.NoSectors => 0, NvmeFlaw.EndlessSectors => ulong.MaxValue, _ => Sectors });
                BinaryPrimitives.WriteUInt16LittleEndian(answer[128..], flaw == NvmeFlaw.Metadata ? (ushort)8 : (ushort)0);
                answer[130] = flaw == NvmeFlaw.HugeSectors ? (byte)40 : (byte)9;
                answer[99] = isWriteProtected ? (byte)1 : (byte)0;
                return 0;
            case 1:
                answer[77] = 5;
                return 0;
            case 2:
                answer[0] = flaw == NvmeFlaw.NoNamespace ? (byte)0 : (byte)1;
                return 0;
            case 3 when knowsCommandSets:
                // An identifier first, of 16 bytes; then the command set.
                (answer[0], answer[1]) = (3, 16);
                (answer[20], answer[21], answer[24]) = (4, 1, flaw switch { NvmeFlaw.Zoned => (byte)2, NvmeFlaw.KeyValue => (byte)1, _ => (byte)0 });
                return 0;
            default:
                return 2;
        }
    }

    // A page, two pages, or one and a list: what the driver sends for whole pages.
    private int Request(byte* command)
    {
        ulong sector = *(ulong*)(command + 40);
        int count = *(ushort*)(command + 48) + 1;
        if (command[0] is not (1 or 2))
            return command[0] == 0 ? 0 : 1;
        if (sector >= Sectors || (ulong)count > Sectors - sector)
            return 0x80;
        Span<byte> bytes = _disk.AsSpan((int)sector * SectorSize, count * SectorSize);
        ulong first = *(ulong*)(command + 24), second = *(ulong*)(command + 32);
        for (int page = 0; !bytes.IsEmpty; page++)
        {
            bool isListed = count * SectorSize > 2 * 4096;
            byte* at = (byte*)(page == 0 ? first : isListed ? ((ulong*)second)[page - 1] : second);
            Span<byte> part = bytes[..Math.Min(bytes.Length, 4096)], memory = new(at, part.Length);
            if (command[0] == 2)
                part.CopyTo(memory);
            else
                memory.CopyTo(part);
            bytes = bytes[part.Length..];
        }

        return 0;
    }
}
