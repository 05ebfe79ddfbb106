using System;
using Lithe.Arch;

namespace Lithe.Plat;

/// <summary>The page below 1 MiB that a processor starts in: written, then made executable, and given back as it was.</summary>
internal readonly unsafe ref struct StartPage
{
    /// <summary>Ordinary memory on every PC, above the BIOS's own data.</summary>
    internal const ulong Address = 0x8000;

    private const int Size = 512;

    private static SavedBytes s_saved;

    private readonly PageAccess _before;

    public StartPage()
    {
        _before = PageTables.Query(Address);
        IsUsable = PageTables.Map(Address, Processor.PageSize, PageAccess.Read | PageAccess.Write);
        if (IsUsable)
            new ReadOnlySpan<byte>((void*)Address, Size).CopyTo(s_saved);
    }

    internal bool IsUsable { get; }

    /// <summary>Writes the start-up code for a block, then lets the page be executed and no longer written.</summary>
    internal bool Fill(nint block)
    {
        SecondaryProcessor.CopyStartCode((nint)Address, block);
        return PageTables.Map(Address, Processor.PageSize, PageAccess.Read | PageAccess.Execute);
    }

    public void Dispose()
    {
        if (!IsUsable || !PageTables.Map(Address, Processor.PageSize, PageAccess.Read | PageAccess.Write))
            return;
        ((ReadOnlySpan<byte>)s_saved).CopyTo(new Span<byte>((void*)Address, Size));
        if (_before == PageAccess.None)
            PageTables.Unmap(Address, Processor.PageSize);
        else
            PageTables.Map(Address, Processor.PageSize, _before);
    }

    [System.Runtime.CompilerServices.InlineArray(Size)]
    private struct SavedBytes
    {
        private byte _first;
    }
}
