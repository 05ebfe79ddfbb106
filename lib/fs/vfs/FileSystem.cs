namespace Lithe.Fs;

/// <summary>A mounted file system, or one to mount.</summary>
public abstract class FileSystem
{
    /// <summary>Of inodes that are in none.</summary>
    public static FileSystem None { get; } = new NoFileSystem();

    /// <summary>What kind it is, as <c>/proc/mounts</c> says.</summary>
    public abstract string Name { get; }

    /// <summary>The number that <c>statfs</c> gives for the kind.</summary>
    public virtual uint Magic => 0;

    /// <summary>Its device number, as <c>st_dev</c> has it; given when it is mounted.</summary>
    public ulong Device { get; internal set; }

    /// <summary>Its root.</summary>
    public abstract Inode Root { get; }

    /// <summary>Where it is mounted; null for the root file system.</summary>
    public Inode? MountPoint { get; internal set; }

    /// <summary>Bytes that it could take, and those that are left; 0 for one that takes none.</summary>
    public virtual ulong Capacity => 0;

    /// <inheritdoc cref="Capacity"/>
    public virtual ulong Free => 0;

    // The next one that is mounted.
    internal FileSystem? NextMounted;

    /// <summary>The file system that was mounted next.</summary>
    public FileSystem? Next => NextMounted;

    private sealed class NoFileSystem : FileSystem
    {
        public override string Name => "none";

        public override Inode Root => throw new System.InvalidOperationException();
    }
}

/// <summary>On whose behalf something is done.</summary>
public struct Credentials
{
    /// <summary>The effective user.</summary>
    public uint User;

    /// <summary>The effective group.</summary>
    public uint Group;

    /// <summary>Whether somebody is in a group.</summary>
    public readonly bool IsIn(uint group) => group == Group;
}
