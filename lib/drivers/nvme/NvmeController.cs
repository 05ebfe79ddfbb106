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
    private const uint Enable = 1, EntrySizes = 6 << 16 | 4 << 20, Ready = 1, Fatal = 2;

    private const byte CreateSubmission = 0x01, CreateCompletion = 0x05, Identify = 0x06, SetFeatures = 0x09;
    private const uint NumberOfQueues = 7;

    private const int AdminSize = 16, PageSize = 4096;
    private const int Patience = 100_000_000;

    private static int s_taken;

    private readonly DeviceRegisters _registers;
    private readonly MessageTable _messages;
    private readonly uint _stride;
    private NvmeQueue[] _queues = [];
    private NvmeRing _admin;

    private NvmeController(DeviceRegisters registers, MessageTable messages)
    {
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
            var opened = new NvmeController(registers, messages);
            DeviceError error = opened.Start(queues, depth);
            if (error != DeviceError.None)
            {
                opened.Close();
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

    /// <summary>Stops the controller.</summary>
    public bool Close()
    {
        _registers.Write32(Configuration, 0);
        return WaitFor(isReady: false);
    }

    internal bool HasFailed
    {
        get
        {
            uint status = _registers.Read32(StatusRegister);
            return (status & Fatal) != 0 || (status & Ready) == 0;
        }
    }

    private DeviceError Start(int queues, int depth)
    {
        if (!Close())
            return DeviceError.Failed;
        // Pages of 4 KiB must be possible, and the NVM command set.
        ulong capabilities = _registers.Read64(Capabilities);
        if ((capabilities >> 48 & 15) != 0)
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

        DmaMemory page = DmaMemory.Allocate(PageSize);
        if (!page.Exists)
            return DeviceError.NoMemory;
        DeviceError error = FindNamespace(page);
        page.Free();
        if (error != DeviceError.None)
            return error;

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
        if (!NvmeRing.TryCreate(size, out NvmeRing ring))
            return DeviceError.NoMemory;
        uint id = (uint)index + 1, sizes = id | (uint)(size - 1) << 16;
        bool hasVector = index + 1 < _messages.Count;
        // Contiguous; interrupts by the vector of the same number.
        if (!RunAdmin(CreateCompletion, 0, ring.CompletionAddress, sizes, hasVector ? 3 | id << 16 : 1, out _)
            || !RunAdmin(CreateSubmission, 0, ring.SubmissionAddress, sizes, 1 | id << 16, out _))
        {
            ring.Free();
            return DeviceError.Failed;
        }

        DeviceRegisters bells = _registers.Slice(Doorbells + id * 2 * _stride, _stride * 2);
        return _queues[index].Initialize(this, ring, bells, _stride, hasVector ? _messages : default, index + 1);
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
        if (!RunAdmin(Identify, Namespace, page.Address, 0, 0, out _))
            return DeviceError.Failed;
        int format = data[26] & 15;
        ReadOnlySpan<byte> ofFormat = data.Slice(128 + format * 4, 4);
        int sectorShift = ofFormat[2];
        // Metadata (NVM Command Set 1.0, 2.1.6) would come behind each sector, or to a place of its own: neither is given room here. Formats from the 17th on are none of these.
        bool hasMetadata = BinaryPrimitives.ReadUInt16LittleEndian(ofFormat) != 0;
        if (sectorShift is < 9 or > 16 || hasMetadata || (data[26] & 0x60) != 0)
            return DeviceError.Unsupported;
        int transfer = shift is 0 or > 5 ? NvmeQueue.MaxTransfer : Math.Min(PageSize << shift, NvmeQueue.MaxTransfer);
        Geometry = new BlockGeometry
        {
            SectorSize = 1 << sectorShift,
            SectorCount = BinaryPrimitives.ReadUInt64LittleEndian(data),
            MaxTransfer = transfer,
            HasCache = hasCache,
            CanDiscard = (abilities & 4) != 0,
            CanWriteZeroes = (abilities & 8) != 0,
        };
        return DeviceError.None;
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
                continue;
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
            if ((status & Fatal) != 0 && isReady)
                return false;
            if ((status & Ready) != 0 == isReady)
                return true;
        }

        return false;
    }
}
