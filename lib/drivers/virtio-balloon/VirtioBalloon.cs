using System;
using System.Buffers.Binary;
using Lithe.Device;
using Lithe.Dma;

namespace Lithe.Virtio;

/// <summary>Gives pages to the host and takes them back (virtio 1.2, 5.5). One owner, who calls <see cref="Adjust"/> from time to time.</summary>
/// <remarks>States: taken - negotiated - running - closed (<see cref="Close"/>).</remarks>
public sealed class VirtioBalloon
{
    // Lists of pages are told in units of 4 KiB; one list fills a page.
    private const int PageSize = 4096, PagesOfList = PageSize / 4, MaxLists = 1024, Patience = 200_000_000;
    private const uint WantedOffset = 0, ActualOffset = 4;

    private readonly VirtioTransport _transport;
    private readonly Doorbell _inflateBell, _deflateBell;
    private readonly DmaMemory[] _lists = new DmaMemory[MaxLists];
    private readonly DmaMemory[]?[] _pages = new DmaMemory[]?[MaxLists];
    private Virtqueue _inflate, _deflate;

    private VirtioBalloon(VirtioTransport transport, Virtqueue inflate, Virtqueue deflate)
    {
        _transport = transport;
        (_inflate, _deflate) = (inflate, deflate);
        (_inflateBell, _deflateBell) = (transport.DoorbellOf(0), transport.DoorbellOf(1));
    }

    /// <summary>Starts the balloon with this number.</summary>
    public static DeviceError TryOpen(int index, out VirtioBalloon? balloon)
    {
        balloon = null;
        DeviceError error = VirtioDevices.TryTake(VirtioDeviceType.Balloon, index, out VirtioTransport? transport);
        if (transport is null)
            return error;
        error = transport.TryNegotiate(0, 0);
        if (error != DeviceError.None)
            return error;
        error = transport.TryAddQueue(0, 2, 1, out Virtqueue inflate);
        Virtqueue deflate = default;
        if (error == DeviceError.None)
            error = transport.TryAddQueue(1, 2, 1, out deflate);
        if (error != DeviceError.None)
        {
            transport.Reset();
            transport.Fail();
            return error;
        }

        transport.Start();
        balloon = new VirtioBalloon(transport, inflate, deflate);
        return DeviceError.None;
    }

    /// <summary>How many pages of 4 KiB the host wants to have.</summary>
    public uint Wanted => _transport.ReadConfiguration32(WantedOffset);

    /// <summary>How many it has.</summary>
    public int Given { get; private set; }

    /// <summary>Goes towards what the host wants, as far as there is memory.</summary>
    public DeviceError Adjust() => Resize((int)Math.Min(Wanted, PagesOfList * MaxLists));

    /// <summary>Has the host have so many pages, as far as there is memory.</summary>
    public DeviceError Resize(int pages)
    {
        DeviceError error = DeviceError.None;
        while (error == DeviceError.None && Given > pages)
            error = TakeBack();
        while (error == DeviceError.None && Given + PagesOfList <= pages && Given / PagesOfList < MaxLists)
        {
            int before = Given;
            error = Give();
            if (Given == before)
                break;
        }

        _transport.WriteConfiguration32(ActualOffset, (uint)Given);
        return error;
    }

    /// <summary>Takes all pages back and stops the device.</summary>
    public bool Close()
    {
        if (Resize(0) != DeviceError.None || !_transport.Reset())
            return false;
        _inflate.Free();
        _deflate.Free();
        _transport.IsTaken = false;
        return true;
    }

    // A whole list at a time: 4 MiB.
    private DeviceError Give()
    {
        DmaMemory list = DmaMemory.Allocate(PageSize);
        // Kept for the next time: what comes from the heap does not go back.
        DmaMemory[] pages = _pages[Given / PagesOfList] ??= new DmaMemory[PagesOfList];
        int count = 0;
        while (list.Exists && count < PagesOfList && DmaMemory.Allocate(PageSize) is var page && page.Exists)
        {
            pages[count] = page;
            BinaryPrimitives.WriteUInt32LittleEndian(list.Bytes.Slice(count++ * 4), (uint)(page.Address / PageSize));
        }

        if (count < PagesOfList)
        {
            while (count > 0)
                pages[--count].Free();
            list.Free();
            return DeviceError.None;
        }

        _lists[Given / PagesOfList] = list;
        Given += PagesOfList;
        return Tell(ref _inflate, _inflateBell, list);
    }

    private DeviceError TakeBack()
    {
        Given -= PagesOfList;
        DmaMemory list = _lists[Given / PagesOfList];
        DeviceError error = Tell(ref _deflate, _deflateBell, list);
        if (error != DeviceError.None)
            return error;
        // What the host could write over the list is not what is freed.
        foreach (DmaMemory page in _pages[Given / PagesOfList]!)
            page.Free();
        list.Free();
        return DeviceError.None;
    }

    private DeviceError Tell(ref Virtqueue queue, Doorbell bell, DmaMemory list)
    {
        if (!queue.TryAdd(list, deviceWrites: false, out _))
            return DeviceError.NeedsReset;
        queue.Publish();
        if (queue.ShouldKick())
            bell.Ring();
        for (int i = 0; i < Patience && !queue.IsBroken && _transport.StillRuns(i); i++)
        {
            if (queue.TryTake(out _))
                return DeviceError.None;
        }

        return DeviceError.NeedsReset;
    }
}
