using System.Collections.Generic;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>A library that adds something to every program's image: file systems, what the program finds in its memory. Libraries put one into the list at start-up.</summary>
public abstract class ImagePart
{
    /// <summary>Those of this image.</summary>
    public static List<ImagePart> All { get; } = [];

    /// <summary>The archive of the root file system, where the loader has brought none into memory; false when this part has none.</summary>
    public virtual bool TryOpenRoot(out StoredContent archive)
    {
        archive = default;
        return false;
    }

    /// <summary>The root file system is there, the program is not yet: mounts what belongs into it.</summary>
    public virtual void OnRoot(Inode root)
    {
    }

    /// <summary>Where an ELF image with functions for the program lies (<c>AT_SYSINFO_EHDR</c>); 0 for none.</summary>
    public virtual ulong SystemInformation => 0;
}
