using System;

namespace Lithe.Arch;

/// <summary>How a page may be used. <see cref="Write"/> with <see cref="Execute"/> is refused: no page is ever both.</summary>
[Flags]
public enum PageAccess
{
    /// <summary>Not mapped: every access faults.</summary>
    None = 0,

    /// <summary>Data may be read.</summary>
    Read = 1,

    /// <summary>Data may be written.</summary>
    Write = 2,

    /// <summary>Instructions may be fetched.</summary>
    Execute = 4,

    /// <summary>A device's registers: no caching, no reordering.</summary>
    Device = 8,
}
