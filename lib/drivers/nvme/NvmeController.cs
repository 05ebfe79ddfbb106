using System;
using System.Buffers.Binary;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Pci;
using Lithe.Plat;

namespace Lithe.Nvme;

/// <summary>An NVMe controller on PCI (NVMe Base 2.0) with its first active namespace.</summary>
/// <remarks>
/// States: taken - disabled - enabled with the admin queues - running (<see cref="TryOpen"/> has returned it: I/O queues are live, interrupts off) - failed (a queue's
/// <see cref="NvmeQueue.Error"/>: the controller says that it is fatally wrong) - closed (<see cref="Close"/>: disabled, what was under way never completes).
/// </remarks>
public sealed class NvmeController
{
    private const uint ClassCode = 0x01_08_02;

    // 3.1.3.
    private const uint Capabilities = 0x00, Configuration = 0x14, StatusRegister = 0x1c, AdminAttributes = 0x24, AdminSubmission = 0x28, AdminCompletion = 0x30, Doorbells = 0x1000;
    private const uint Enable = 1, EntrySizes = 6 << 16 | 4 << 20, Ready = 1, Fatal = 2, Gone = uint.MaxValue;

    private const byte CreateSubmission = 0x01, CreateCompletion = 0x05, Identify = 0x06, SetFeatures = 0x09;
    private const uint NumberOfQueues = 7;

    private const int AdminSize = 16, PageSize = 4096;
    private const int Patience = 20_000_000;

    // The command set of a namespace (NVMe Base 2.0, figure 274): NVM, which is blocks. Descriptors of a namespace (figure 276) have their kind, length, two reserved bytes, then what they say.
    private const byte BlockCommandSet = 0, CommandSetDescriptor = 4;
    private const int DescriptorHeader = 4;
    private const byte WriteProtected = 1;

    private static int s_taken;

    private readonly DeviceRegisters _registers;
    private readonly MessageTable _messages;
    private readonly uint _stride;
    private readonly int _index;
    private NvmeQueue[] _queues = [];
    private NvmeRing _admin;
    private DmaMemory _page;

    private NvmeController(int index, DeviceRegisters registers, MessageTable messages)
    {
        _index = index;
        _registers = registers;
        _messages = messages;
        _stride = 4u << (int)(registers.Read64(Capabilities) >> 32 & 15);
    }

    /// <summary>Starts the controller with this number, with at most so many queues of so many requests.</summary>
    public static DeviceError TryOpen(int index, int queues, int depth, out NvmeController? controller)
    {
        controller = null;
        if (index is < 0 or > 30 || (s_taken & 1 << index) != 0)
            return DeviceError.Missing;
        int number = index;
        foreach (PciFunction function in PciBus.Functions)
        {
            if (function.ClassCode != ClassCode || number-- != 0)
                continue;
            DeviceRegisters registers = function.MapBar(0);
            if (registers.Length < Doorbells + 4096)
                return DeviceError.Unsupported;
            function.Enable();
            MessageTable.TryEnable(function, out MessageTable messages);
            var opened = new NvmeController(index, registers, messages);
            DeviceError error = opened.Start(queues, depth);
            if (error != DeviceError.None)
            {
                // What does not stop may still write there.
                if (opened.Close())
                    opened.FreeMemory();
                return error;
            }

            s_taken |= 1 << index;
            controller = opened;
            return DeviceError.None;
        }

        return DeviceError.Missing;
    }

    /// <summary>Sizes and abilities of the namespace.</summary>
    public BlockGeometry Geometry { get; private set; }

    /// <summary>The namespace's number.</summary>
    public uint Namespace { get; private set; }

    /// <summary>How many queues it runs with.</summary>
    public int QueueCount => _queues.Length;

    /// <summary>A queue, for its owner: in place, never to be copied.</summary>
    public ref NvmeQueue Queue(int index) => ref _queues[index];

    /// <summary>Has a queue's completions send a message; they are masked until the queue enables interrupts.</summary>
    public bool SetMessage(int queue, MessageInterrupt message)
    {
        if (!_messages.Set(queue + 1, message))
            return false;
        _messages.Mask(queue + 1, true);
        return true;
    }

    /// <summary>Stops the controller. It can be opened again; what this one's queues are asked fails.</summary>
    public bool Close()
    {
        _registers.Write32(Configuration, 0);
        if (!WaitFor(isReady: false))
            return false;
        s_taken &= ~(1 << _index);
        return true;
    }

    internal bool HasFailed
    {
        get
        {
            uint status = _registers.Read32(StatusRegister);
            return (status & Fatal) != 0 || (status & Ready) == 0;
        }
    }

    private void FreeMemory()
    {
        _admin.Free();
        _page.Free();
        foreach (ref NvmeQueue queue in _queues.AsSpan())
            queue.Free();
    }

    private DeviceError Start(int queues, int depth)
    {
        if (!Close() || _registers.Read32(StatusRegister) == Gone)
            return DeviceError.Failed;
        // Pages of 4 KiB must be possible, and the NVM command set.
        ulong capabilities = _registers.Read64(Capabilities);
        // Doorbells may lie further apart than there are registers, and queues have two entries at least.
        if ((capabilities >> 48 & 15) != 0 || _registers.Length < Doorbells + 2 * _stride || (capabilities & 0xffff) == 0)
            return DeviceError.Unsupported;
        if ((capabilities >> 37 & 1) == 0)
            return DeviceError.WrongKind;
        if (!NvmeRing.TryCreate(AdminSize, out _admin))
            return DeviceError.NoMemory;
        _registers.Write32(AdminAttributes, (AdminSize - 1) << 16 | (AdminSize - 1));
        _registers.Write64(AdminSubmission, _admin.SubmissionAddress);
        _registers.Write64(AdminCompletion, _admin.CompletionAddress);
        _registers.Write32(Configuration, Enable | EntrySizes);
        if (!WaitFor(isReady: true))
            return DeviceError.Failed;

        // After a command without an answer it is the controller's until that has stopped.
        _page = DmaMemory.Allocate(PageSize);
        if (!_page.Exists)
            return DeviceError.NoMemory;
        DeviceError error = FindNamespace(_page);
        if (error != DeviceError.None)
            return error;
        _page.Free();
        _page = default;

        int most = (int)(capabilities & 0xffff) + 1;
        int size = 2;
        while (size < depth + 1 && size * 2 <= most && size < 1024)
            size *= 2;
        uint wanted = (uint)Math.Max(1, Math.Min(queues, 64)) - 1;
        if (!RunAdmin(SetFeatures, 0, 0, NumberOfQueues, wanted | wanted << 16, out uint granted))
            return DeviceError.Failed;
        int count = (int)Math.Min(wanted, Math.Min(granted & 0xffff, granted >> 16)) + 1;
        _queues = new NvmeQueue[count];
        for (int i = 0; i < count; i++)
        {
            error = AddQueue(i, size);
            if (error != DeviceError.None)
                return error;
        }

        return DeviceError.None;
    }

    private DeviceError AddQueue(int index, int size)
    {
        uint id = (uint)index + 1, sizes = id | (uint)(size - 1) << 16;
        bool hasVector = index + 1 < _messages.Count;
        DeviceRegisters bells = _registers.Slice(Doorbells + id * 2 * _stride, _stride * 2);
        if (!bells.Exists)
            return DeviceError.Unsupported;
        if (!NvmeRing.TryCreate(size, out NvmeRing ring))
            return DeviceError.NoMemory;
        // From here on the queue has the ring, and gives it back when the controller has stopped.
        DeviceError error = _queues[index].Initialize(this, ring, bells, _stride, hasVector ? _messages : default, index + 1);
        if (error != DeviceError.None)
            return error;
        // Contiguous; interrupts by the vector of the same number.
        return RunAdmin(CreateCompletion, 0, ring.CompletionAddress, sizes, hasVector ? 3 | id << 16 : 1, out _)
            && RunAdmin(CreateSubmission, 0, ring.SubmissionAddress, sizes, 1 | id << 16, out _) ? DeviceError.None : DeviceError.Failed;
    }

    private DeviceError FindNamespace(DmaMemory page)
    {
        // The controller (CNS 1), the first active namespace (CNS 2), and that namespace (CNS 0): NVM Command Set 1.0, 4.1.5.
        if (!RunAdmin(Identify, 0, page.Address, 1, 0, out _))
            return DeviceError.Failed;
        ReadOnlySpan<byte> data = page.Bytes;
        int shift = data[77], abilities = BinaryPrimitives.ReadUInt16LittleEndian(data.Slice(520));
        bool hasCache = (data[525] & 1) != 0;
        if (!RunAdmin(Identify, 0, page.Address, 2, 0, out _))
            return DeviceError.Failed;
        Namespace = BinaryPrimitives.ReadUInt32LittleEndian(data);
        // A controller is there, but nothing to read and write.
        if (Namespace == 0)
            return DeviceError.Unsupported;
        // A zoned one would answer as if it were blocks, and fail writes that do not come in order. Controllers older than 1.3 do not know the question (CNS 3), and no such namespaces.
        page.Bytes.Clear();
        if (RunAdmin(Identify, Namespace, page.Address, 3, 0, out _) && CommandSetOf(page.Bytes) != BlockCommandSet)
            return DeviceError.WrongKind;
        if (!RunAdmin(Identify, Namespace, page.Address, 0, 0, out _))
            return DeviceError.Failed;
        int format = data[26] & 15;
        ReadOnlySpan<byte> ofFormat = data.Slice(128 + format * 4, 4);
        int sectorShift = ofFormat[2];
        // Metadata (NVM Command Set 1.0, 2.1.6) would come behind each sector, or to a place of its own: neither is given room here. Formats from the 17th on are none of these.
        bool hasMetadata = BinaryPrimitives.ReadUInt16LittleEndian(ofFormat) != 0;
        if (sectorShift is < 9 or > 16 || hasMetadata || (data[26] & 0x60) != 0)
            return DeviceError.Unsupported;
        ulong sectors = BinaryPrimitives.ReadUInt64LittleEndian(data);
        int transfer = shift is 0 or > 5 ? NvmeQueue.MaxTransfer : Math.Min(PageSize << shift, NvmeQueue.MaxTransfer);
        // An empty namespace; more bytes than numbers have room for; sectors that no command can carry.
        if (sectors == 0 || sectors > ulong.MaxValue >> sectorShift || transfer < 1 << sectorShift)
            return DeviceError.Unsupported;
        Geometry = new BlockGeometry
        {
            SectorSize = 1 << sectorShift,
            SectorCount = sectors,
            MaxTransfer = transfer,
            IsReadOnly = (data[99] & WriteProtected) != 0,
            HasCache = hasCache,
            CanDiscard = (abilities & 4) != 0,
            CanWriteZeroes = (abilities & 8) != 0,
        };
        return DeviceError.None;
    }

    // A descriptor of length 0 ends the list (NVMe Base 2.0, 5.17.2.4); a controller that does not say is one for blocks.
    private static byte CommandSetOf(ReadOnlySpan<byte> list)
    {
        for (int at = 0; at < list.Length - DescriptorHeader && list[at + 1] != 0; at += DescriptorHeader + list[at + 1])
        {
            if (list[at] == CommandSetDescriptor)
                return list[at + DescriptorHeader];
        }

        return BlockCommandSet;
    }

    private bool RunAdmin(byte operation, uint space, ulong address, uint word10, uint word11, out uint result)
    {
        result = 0;
        if (!_admin.TryAdd(operation, out Span<byte> command, out _))
            return false;
        BinaryPrimitives.WriteUInt32LittleEndian(command.Slice(4), space);
        BinaryPrimitives.WriteUInt64LittleEndian(command.Slice(24), address);
        BinaryPrimitives.WriteUInt32LittleEndian(command.Slice(40), word10);
        BinaryPrimitives.WriteUInt32LittleEndian(command.Slice(44), word11);
        _registers.Write32(Doorbells, (uint)_admin.Tail);
        for (int i = 0; i < Patience; i++)
        {
            if (!_admin.TryTake(out NvmeCompletion completion))
            {
                if ((i & 0xffff) == 0xffff && HasFailed)
                    return false;
                continue;
            }

            _registers.Write32(Doorbells + _stride, (uint)_admin.Head);
            result = completion.Result;
            return completion.Status == 0;
        }

        return false;
    }

    private bool WaitFor(bool isReady)
    {
        for (int i = 0; i < Patience; i++)
        {
            uint status = _registers.Read32(StatusRegister);
            // One that is gone never becomes ready, and has stopped.
            if (status == Gone)
                return !isReady;
            if ((status & Fatal) != 0 && isReady)
                return false;
            if ((status & Ready) != 0 == isReady)
                return true;
        }

        return false;
    }
}
