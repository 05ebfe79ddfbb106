using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>
/// What waits at a socket to be received: a ring of bytes, or of messages, each behind its length and its sender's name; and descriptors that are passed along, by the place at which they stand. Under
/// the family's lock.
/// </summary>
internal sealed class UnixQueue
{
    /// <summary>Number of bytes that fit.</summary>
    internal const int Capacity = ByteRings.Size;

    // Length of the message, length of the name.
    private const int HeadSize = 5;

    // Its own while something waits.
    private byte[]? _ring;
    private readonly Queue<Passed> _passed = new();
    private int _first, _count;
    private ulong _taken;

    internal struct Passed
    {
        internal ulong At;
        internal PassedFiles Files;
    }

    internal bool IsEmpty => _count == 0;

    internal int Count => _count;

    /// <summary>Bytes of all messages together.</summary>
    internal int MessageBytes { get; private set; }

    internal int Room => Capacity - _count;

    /// <summary>Whether there is memory for the bytes; to be asked before any are added.</summary>
    internal bool HasMemory => (_ring ??= ByteRings.Take()) is not null;

    /// <summary>Files that wait in all queues together.</summary>
    internal static int FilesUnderWay { get; private set; }

    /// <summary>The lists of files that wait here.</summary>
    internal Queue<Passed> FileLists => _passed;

    /// <summary>How many bytes the next message has.</summary>
    internal int NextMessage
    {
        get
        {
            if (_count == 0)
                return 0;
            Span<byte> head = stackalloc byte[HeadSize];
            CopyOut(0, head);
            return BinaryPrimitives.ReadInt32LittleEndian(head);
        }
    }

    /// <summary>Adds as many bytes as there is room for; files stand at the first.</summary>
    internal int Append(ReadOnlySpan<byte> bytes, PassedFiles? files)
    {
        int count = Math.Min(bytes.Length, Room);
        if (count > 0 && files is not null)
            Enqueue(files);
        CopyIn(bytes.Slice(0, count));
        return count;
    }

    /// <summary>Room that a message takes.</summary>
    internal static int SizeOf(int length, int nameLength) => HeadSize + nameLength + length;

    /// <summary>Begins a message, for which there is room: its bytes follow with <see cref="Append"/>.</summary>
    internal void AppendHead(int length, ReadOnlySpan<byte> name, PassedFiles? files)
    {
        if (files is not null)
            Enqueue(files);
        Span<byte> head = stackalloc byte[HeadSize];
        BinaryPrimitives.WriteInt32LittleEndian(head, length);
        head[4] = (byte)name.Length;
        CopyIn(head);
        CopyIn(name);
        MessageBytes += length;
    }

    /// <summary>Reads the head of the next message: its length; the sender's name is copied.</summary>
    internal int ReadHead(Span<byte> name, out int nameLength)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        CopyOut(0, head);
        nameLength = head[4];
        CopyOut(HeadSize, name.Slice(0, nameLength));
        return BinaryPrimitives.ReadInt32LittleEndian(head);
    }

    /// <summary>Copies bytes from a place in the next message.</summary>
    internal void PeekMessage(int nameLength, int at, Span<byte> to) => CopyOut(HeadSize + nameLength + at, to);

    /// <summary>Takes the next message away.</summary>
    internal void DropMessage(int length, int nameLength)
    {
        Drop(SizeOf(length, nameLength));
        MessageBytes -= length;
    }

    /// <summary>Takes or looks at bytes, up to those that files come with. What files stand at the first byte is handed out when it is taken.</summary>
    internal int Take(Span<byte> to, bool isPeek, ref PassedFiles? files, bool isFirst)
    {
        int most = Math.Min(to.Length, _count);
        if (_passed.Count > 0 && most > 0)
        {
            if (_passed.Peek().At == _taken)
            {
                if (!isFirst)
                    return 0;
                if (!isPeek)
                    files = Dequeue();
            }

            if (_passed.Count > 0 && _passed.Peek().At > _taken)
                most = (int)Math.Min((ulong)most, _passed.Peek().At - _taken);
        }

        CopyOut(0, to.Slice(0, most));
        if (!isPeek)
            Drop(most);
        return most;
    }

    /// <summary>The files of the next message, which are taken.</summary>
    internal PassedFiles? TakeFiles() => _passed.Count > 0 && _passed.Peek().At == _taken ? Dequeue() : null;

    /// <summary>Empties it; files that nobody has taken, one list after the other, null at the end.</summary>
    internal PassedFiles? Clear()
    {
        if (_passed.Count > 0)
            return Dequeue();
        _count = MessageBytes = 0;
        _taken = 0;
        GiveRing();
        return null;
    }

    /// <summary>Takes a list of files out that will never be received; null when there is none.</summary>
    internal PassedFiles? Lose() => _passed.Count > 0 ? Dequeue() : null;

    private void Enqueue(PassedFiles files)
    {
        FilesUnderWay += files.Count;
        files.Note(1);
        _passed.Enqueue(new Passed { At = _taken + (ulong)_count, Files = files });
    }

    private PassedFiles Dequeue()
    {
        PassedFiles files = _passed.Dequeue().Files;
        FilesUnderWay -= files.Count;
        files.Note(-1);
        return files;
    }

    private void GiveRing()
    {
        if (_ring is not null)
            ByteRings.Give(_ring);
        _ring = null;
        _first = 0;
    }

    private void Drop(int count)
    {
        _first = (_first + count) & (Capacity - 1);
        _count -= count;
        _taken += (ulong)count;
        if (_count == 0)
            GiveRing();
    }

    private void CopyIn(ReadOnlySpan<byte> bytes)
    {
        int at = (_first + _count) & (Capacity - 1), part = Math.Min(bytes.Length, Capacity - at);
        if (bytes.Length == 0)
            return;
        bytes.Slice(0, part).CopyTo(_ring.AsSpan(at));
        bytes.Slice(part).CopyTo(_ring);
        _count += bytes.Length;
    }

    private void CopyOut(int from, Span<byte> to)
    {
        int at = (_first + from) & (Capacity - 1), part = Math.Min(to.Length, Capacity - at);
        if (to.Length == 0)
            return;
        _ring.AsSpan(at, part).CopyTo(to);
        _ring.AsSpan(0, to.Length - part).CopyTo(to.Slice(part));
    }
}
