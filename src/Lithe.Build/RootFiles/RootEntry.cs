namespace Lithe.Build.RootFiles;

/// <summary>A file of a root file system, before it is packed.</summary>
/// <param name="Path">Its path without a slash in front.</param>
/// <param name="Mode">The value of <c>st_mode</c>.</param>
/// <param name="Content">Its content, or a symbolic link's target; empty for others.</param>
internal sealed record RootEntry(string Path, uint Mode, ReadOnlyMemory<byte> Content)
{
    public const uint Directory = 0x4000, Regular = 0x8000, Link = 0xa000;

    private const uint KindMask = 0xf000;

    /// <summary>Owner and group.</summary>
    public uint User { get; init; }

    /// <inheritdoc cref="User"/>
    public uint Group { get; init; }

    /// <summary>When it was changed, in seconds since 1970.</summary>
    public uint Time { get; init; }

    /// <summary>A device's numbers.</summary>
    public (uint Major, uint Minor) Device { get; init; }

    public bool IsDirectory => (Mode & KindMask) == Directory;

    public bool IsRegular => (Mode & KindMask) == Regular;

    public bool IsLink => (Mode & KindMask) == Link;
}
