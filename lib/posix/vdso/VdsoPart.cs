using System;
using Lithe.Arch;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Vmem;

namespace Lithe.Posix;

/// <summary>
/// The vDSO: two pages of the program's memory, one with what the clock of the day is ahead, one with an ELF image whose functions read the clocks as the kernel does
/// (<c>Clock.ScaleAddress</c>). It is there when the machine's time comes from the processor's counter.
/// </summary>
public sealed class VdsoPart : ImagePart
{
    private const ulong Page = Processor.PageSize;

    private ulong _address;

    /// <summary>At start-up.</summary>
    [Init(InitStage.Late)]
    public static void Initialize() => All.Add(new VdsoPart());

    /// <inheritdoc/>
    public override ulong SystemInformation => _address == 0 ? 0 : _address + Page;

    /// <inheritdoc/>
    public override void OnRoot(Inode root)
    {
        // The first use may have to measure the counter.
        _ = Clock.Nanoseconds;
        nint scale = Clock.ScaleAddress;
        if (scale is 0 or > int.MaxValue)
            return;
        ulong address = AddressSpace.Reserve(2 * Page, PageAccess.Read | PageAccess.Write, PageSize.Small);
        if (address == 0)
            return;
        if (!UserMemory.TryGetSpan(new UserPointer(address), 2 * Page, out Span<byte> pages))
        {
            AddressSpace.Release(address, 2 * Page);
            return;
        }

        VdsoImage.Write(pages.Slice((int)Page), (int)scale);
        UserMemory.TryWrite(new UserPointer(address), ImageHost.Instance.WallOffset);
        if (!AddressSpace.Protect(address, Page, PageAccess.Read) || !AddressSpace.Protect(address + Page, Page, PageAccess.Read | PageAccess.Execute))
            return;
        _address = address;
        ImageHost.Instance.OffsetChanged = SetOffset;
    }

    private void SetOffset(ulong offset)
    {
        if (!AddressSpace.Protect(_address, Page, PageAccess.Read | PageAccess.Write))
            return;
        UserMemory.TryWrite(new UserPointer(_address), offset);
        AddressSpace.Protect(_address, Page, PageAccess.Read);
    }
}
