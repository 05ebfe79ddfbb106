using System;

namespace Lithe.Fs;

/// <summary>
/// The part of a directory that the server sent last, of whichever directory that is. An entry's place is the server's own number for what comes behind it, so that a listing goes on where it was
/// although entries come and go, and whoever else lists meanwhile.
/// </summary>
internal sealed class NinePListing(NinePClient client)
{
    // The first two places are a directory's own and its parent's. Nothing comes behind the last one.
    private const ulong First = 2, Last = long.MaxValue;

    private byte[] _entries = [];
    private int _length;
    private NinePInode? _directory;

    // What was handed out last and what comes next, by place and by where it stands here.
    private ulong _lastPlace, _nextPlace;
    private int _lastAt, _nextAt;

    /// <summary>The entry behind a place; false when there are no more.</summary>
    /// <param name="directory">Whose.</param>
    /// <param name="fid">By which it is open.</param>
    /// <param name="entry">Its place is where to go on.</param>
    internal bool TryNext(NinePInode directory, uint fid, ref DirectoryEntry entry)
    {
        ulong place = Math.Max(entry.Place, First);
        int at = -1;
        if (directory == _directory && place != First)
            at = place == _nextPlace ? _nextAt : place == _lastPlace ? _lastAt : -1;
        while (place < Last)
        {
            if (at < 0 || at == _length)
            {
                if (!TryFetch(directory, fid, place - First))
                    return false;
                at = 0;
            }

            var reader = new NinePReader(_entries.AsSpan(at, _length - at));
            Qid qid = NinePClient.ReadQid(ref reader);
            ulong next = reader.Long();
            next = next >= Last - First ? Last : next + First;
            byte kind = reader.Byte();
            ReadOnlySpan<byte> name = reader.Text();
            if (reader.IsShort || next == place)
                break;
            int behind = _length - reader.Left;
            if (name.Length == 0 || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8))
            {
                place = next;
                at = behind;
                continue;
            }

            _lastPlace = place;
            _lastAt = at;
            _nextPlace = next;
            _nextAt = behind;
            entry.Name = name;
            entry.Number = qid.Path;
            entry.Kind = (InodeKind)kind;
            entry.Place = next;
            return true;
        }

        _directory = null;
        return false;
    }

    /// <summary>A directory is closed: its object may be another one soon.</summary>
    internal void Forget(NinePInode directory)
    {
        if (_directory == directory)
            _directory = null;
    }

    private bool TryFetch(NinePInode directory, uint fid, ulong from)
    {
        _directory = null;
        if (client.ReadDirectory(fid, from, out ReadOnlySpan<byte> entries) != Errno.None || entries.Length == 0)
            return false;
        if (_entries.Length < entries.Length)
            _entries = new byte[client.MaxData];
        entries.CopyTo(_entries);
        _length = entries.Length;
        _directory = directory;
        return true;
    }
}
