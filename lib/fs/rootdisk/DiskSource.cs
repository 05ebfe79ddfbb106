using System;
using Lithe.Arch;
using Lithe.Block;
using Lithe.Device;
using Lithe.Dma;
using Lithe.Plat;
using Lithe.Sync;
using Lithe.Virtio;

namespace Lithe.Fs;

/// <summary>Pages of a virtio disk. Whoever reads polls: a fault handler cannot sleep.</summary>
internal sealed unsafe class DiskSource : PageSource
{
    private const int PageSize = PageCache.PageSize, MostCollected = 16, Looks = 8;

    // A disk that has not answered by then is taken for broken.
    private const ulong Patience = 20_000_000_000;

    private readonly VirtioBlk _disk;
    private readonly int _sectorSize;
    private SpinLock _lock;
    private bool _isBroken;

    internal DiskSource(VirtioBlk disk)
    {
        _disk = disk;
        _sectorSize = disk.Geometry.SectorSize;
        Length = (long)disk.Geometry.SectorCount * _sectorSize;
    }

    public override long Length { get; }

    public override void Enter() => _lock.Enter();

    public override void Exit() => _lock.Exit();

    public override bool IsBroken => _isBroken;

    public override int Start(long first, ReadOnlySpan<ulong> frames)
    {
        if (_isBroken)
            return 0;
        ref VirtioBlkQueue queue = ref _disk.Queue(0);
        int started = 0;
        for (; started < frames.Length; started++)
        {
            long start = (first + started) * PageSize, length = Math.Min(PageSize, Length - start);
            DmaMemory page = DmaMemory.FromPointer((void*)frames[started], PageSize);
            if (length < PageSize)
                page.Bytes.Slice((int)length).Clear();
            if (!queue.TrySubmit(BlockRequest.Read((ulong)(start / _sectorSize), page.Slice(0, (int)length), (ulong)(first + started))))
                break;
        }

        if (started > 0)
            queue.Kick();
        return started;
    }

    public override int Collect(Span<PageRead> ended)
    {
        if (_isBroken)
            return 0;
        Span<BlockCompletion> completed = stackalloc BlockCompletion[MostCollected];
        int count = _disk.Queue(0).Complete(completed.Slice(0, Math.Min(ended.Length, MostCollected)));
        for (int i = 0; i < count; i++)
            ended[i] = new PageRead((long)completed[i].Tag, completed[i].Status == BlockStatus.Done);
        return count;
    }

    public override ulong Now => Clock.Nanoseconds;

    public override bool Wait(ref ulong since)
    {
        for (int looks = 0; looks < Looks; looks++)
            Processor.Relax();
        ulong now = Clock.Nanoseconds;
        if (since == 0)
            since = now;
        if (!_isBroken && _disk.Queue(0).Error == DeviceError.None && now - since < Patience)
            return true;
        // Nothing that it still does may reach the frames.
        _lock.Enter();
        if (!_isBroken)
            _disk.Close();
        _isBroken = true;
        _lock.Exit();
        return false;
    }
}
