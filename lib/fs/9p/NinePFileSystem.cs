using System;

namespace Lithe.Fs;

/// <summary>
/// A folder that a 9P server shows. The server and others may change it at any time: a name is looked up there each time, sizes are asked for when somebody looks. Objects for names that were
/// looked up are kept, the latest some thousands; those that nobody refers to make room for others.
/// </summary>
public sealed class NinePFileSystem : FileSystem
{
    private const uint NinePMagic = 0x0102_1997;

    // A path has at most 2,047 names, and a call walks two: what it found is not what makes room.
    private const int MaxUnused = 4200, Buckets = 1024;

    private readonly NinePInode _root;
    private readonly NinePInode?[] _buckets = new NinePInode?[Buckets];

    // Those that nobody refers to, the one that was looked up first in front.
    private NinePInode? _firstUnused, _lastUnused, _free;
    private int _unused;

    private NinePFileSystem(NinePClient client)
    {
        Client = client;
        Listing = new NinePListing(client);
        _root = new NinePInode(this);
        _root.BeginRoot();
    }

    /// <inheritdoc/>
    public override string Name => "9p";

    /// <inheritdoc/>
    public override uint Magic => NinePMagic;

    /// <inheritdoc/>
    public override Inode Root => _root;

    /// <inheritdoc/>
    public override ulong Capacity => Client.Statistics(0, out ulong capacity, out _) == Errno.None ? capacity : 0;

    /// <inheritdoc/>
    public override ulong Free => Client.Statistics(0, out _, out ulong free) == Errno.None ? free : 0;

    internal NinePClient Client { get; }

    internal NinePListing Listing { get; }

    /// <summary>Begins a conversation with a server.</summary>
    public static Errno TryOpen(NinePTransport transport, out NinePFileSystem? files)
    {
        files = null;
        var client = new NinePClient(transport);
        Errno error = client.Begin();
        if (error != Errno.None)
            return error;
        var opened = new NinePFileSystem(client);
        error = opened._root.Refresh();
        if (error == Errno.None)
            files = opened;
        return error;
    }

    /// <summary>The object of a name, asked for or made; null when the server has no such name.</summary>
    internal Errno Find(NinePInode directory, ReadOnlySpan<byte> name, out NinePInode? inode)
    {
        inode = Known(directory, name);
        if (inode is not null)
        {
            Errno known = inode.Refresh();
            if (known == Errno.None && inode.IsKnown)
            {
                Touch(inode);
                return Errno.None;
            }

            // It has gone, or is another one by now; one that is open has been forgotten already.
            if (inode.IsKnown)
                Forget(inode);
            inode = null;
        }

        uint fid = Client.TakeFid();
        Errno error = Client.Walk(directory.Fid, name, fid, out _);
        if (error != Errno.None)
        {
            Client.Clunk(fid);
            return error;
        }

        MakeRoom();
        NinePInode made = _free ?? new NinePInode(this);
        _free = made.NextFree;
        made.NextFree = null;
        made.Begin(directory, name, fid);
        error = made.Refresh();
        if (error != Errno.None)
        {
            made.End();
            Give(made);
            return error;
        }

        ref NinePInode? bucket = ref BucketOf(directory, name);
        made.NextInBucket = bucket;
        bucket = made;
        made.IsKnown = true;
        AddUnused(made);
        inode = made;
        return Errno.None;
    }

    /// <summary>The object of a name, if there is one here.</summary>
    internal NinePInode? Known(NinePInode directory, ReadOnlySpan<byte> name)
    {
        NinePInode? inode = BucketOf(directory, name);
        while (inode is not null && (inode.Parent != directory || !inode.NameInParent.SequenceEqual(name)))
            inode = inode.NextInBucket;
        return inode;
    }

    /// <summary>A name does not lead to its object any more: whoever refers to that keeps it.</summary>
    internal void Forget(NinePInode inode)
    {
        TakeOut(inode);
        if (inode.References == 0 && inode.Children == 0)
        {
            RemoveUnused(inode);
            inode.End();
            Give(inode);
        }
    }

    /// <summary>An object has another directory and name.</summary>
    internal void Move(NinePInode inode, NinePInode directory, ReadOnlySpan<byte> name)
    {
        TakeOut(inode);
        inode.Rename(directory, name);
        ref NinePInode? bucket = ref BucketOf(directory, name);
        inode.NextInBucket = bucket;
        bucket = inode;
        inode.IsKnown = true;
    }

    /// <summary>Nobody refers to an object: one whose name leads to it waits to be looked up again, another one is gone.</summary>
    internal void OnUnused(NinePInode inode)
    {
        if (inode.IsKnown)
        {
            AddUnused(inode);
            return;
        }

        // Its directory's objects need it a while longer: then it makes room as others do.
        if (inode.Children > 0)
        {
            AddUnused(inode);
            return;
        }

        RemoveUnused(inode);
        inode.End();
        Give(inode);
    }

    private void Touch(NinePInode inode)
    {
        if (!inode.IsUnused)
            return;
        RemoveUnused(inode);
        AddUnused(inode);
    }

    private void MakeRoom()
    {
        for (NinePInode? inode = _firstUnused, next; inode is not null && _unused >= MaxUnused; inode = next)
        {
            next = inode.NextUnused;
            if (inode.References > 0)
                RemoveUnused(inode);
            else if (inode.Children == 0)
                Forget(inode);
        }
    }

    private void AddUnused(NinePInode inode)
    {
        if (inode.IsUnused)
            return;
        inode.IsUnused = true;
        inode.NextUnused = null;
        inode.PreviousUnused = _lastUnused;
        if (_lastUnused is null)
            _firstUnused = inode;
        else
            _lastUnused.NextUnused = inode;
        _lastUnused = inode;
        _unused++;
    }

    private void RemoveUnused(NinePInode inode)
    {
        if (!inode.IsUnused)
            return;
        inode.IsUnused = false;
        if (inode.PreviousUnused is null)
            _firstUnused = inode.NextUnused;
        else
            inode.PreviousUnused.NextUnused = inode.NextUnused;
        if (inode.NextUnused is null)
            _lastUnused = inode.PreviousUnused;
        else
            inode.NextUnused.PreviousUnused = inode.PreviousUnused;
        inode.NextUnused = inode.PreviousUnused = null;
        _unused--;
    }

    private void TakeOut(NinePInode inode)
    {
        if (!inode.IsKnown)
            return;
        inode.IsKnown = false;
        ref NinePInode? bucket = ref BucketOf((NinePInode)inode.Parent, inode.NameInParent);
        if (bucket == inode)
        {
            bucket = inode.NextInBucket;
        }
        else
        {
            NinePInode before = bucket!;
            while (before.NextInBucket != inode)
                before = before.NextInBucket!;
            before.NextInBucket = inode.NextInBucket;
        }

        inode.NextInBucket = null;
    }

    private void Give(NinePInode inode)
    {
        inode.NextFree = _free;
        _free = inode;
    }

    private ref NinePInode? BucketOf(NinePInode directory, ReadOnlySpan<byte> name)
    {
        // FNV-1a (Fowler, Noll, Vo), begun with the directory: with what it is called here for good. Its number is the server's, and another one once another directory has taken its name.
        uint hash = 2166136261 ^ directory.Fid * 2654435761;
        foreach (byte letter in name)
            hash = (hash ^ letter) * 16777619;
        return ref _buckets[(hash ^ hash >> 15) & (Buckets - 1)];
    }
}
