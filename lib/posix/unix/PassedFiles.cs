using System;
using System.Buffers.Binary;
using Lithe.Fs;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>Descriptors in control data (SCM_RIGHTS): a list of files on their way. The objects are used again.</summary>
internal sealed class PassedFiles
{
    private const int HeadSize = 16, Rights = 1, Credentials = 2, Most = 253, FirstSize = 4;

    private static SpinLock s_lock;
    private static PassedFiles? s_free;

    private OpenFile?[] _files = new OpenFile?[FirstSize];
    private PassedFiles? _nextFree;

    private PassedFiles()
    {
    }

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>One of them.</summary>
    internal OpenFile this[int index] => _files[index]!;

    /// <summary>Counts with each socket among them that it waits in one queue more, or less. Under the family's lock.</summary>
    internal void Note(int change)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_files[i] is UnixFile socket)
                socket.NoteUnderWay(change);
        }
    }

    /// <summary>Reads what is to be passed; the files are kept for the caller. 0, or a negated error number.</summary>
    internal static long Read(ReadOnlySpan<byte> control, out PassedFiles? files)
    {
        files = null;
        while (control.Length >= HeadSize)
        {
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(control);
            int level = BinaryPrimitives.ReadInt32LittleEndian(control.Slice(8)), type = BinaryPrimitives.ReadInt32LittleEndian(control.Slice(12));
            if (length < HeadSize || length > (ulong)control.Length)
                return Fail(Errno.EINVAL, ref files);
            ReadOnlySpan<byte> data = control.Slice(HeadSize, (int)length - HeadSize);
            if (level == SocketOption.Level && type == Rights)
            {
                int count = data.Length / 4;
                if ((files?.Count ?? 0) + count > Most)
                    return Fail(Errno.EINVAL, ref files);
                for (int i = 0; i < count; i++)
                {
                    OpenFile? file = Descriptors.Get(BinaryPrimitives.ReadInt32LittleEndian(data.Slice(i * 4)));
                    if (file is null)
                        return Fail(Errno.EBADF, ref files);
                    files ??= Create();
                    files.Add(file);
                }
            }
            else if (level != SocketOption.Level || type != Credentials)
            {
                return Fail(Errno.EINVAL, ref files);
            }

            control = control.Slice(Math.Min((int)((length + 7) & ~7UL), control.Length));
        }

        return 0;
    }

    /// <summary>Gives the program descriptors of the files that came, as many as there is room for; the list is nobody's then.</summary>
    internal void Write(int flags, ref MessageExtras extras)
    {
        int room = extras.Control.Length >= HeadSize ? (extras.Control.Length - HeadSize) / 4 : 0, done = 0;
        for (; done < Math.Min(room, Count); done++)
        {
            int number = Descriptors.Add(_files[done]!, (flags & MessageFlags.CloseOnExec) != 0);
            if (number < 0)
                break;
            BinaryPrimitives.WriteInt32LittleEndian(extras.Control.Slice(HeadSize + done * 4), number);
        }

        if (done > 0)
        {
            int length = HeadSize + done * 4;
            BinaryPrimitives.WriteUInt64LittleEndian(extras.Control, (ulong)length);
            BinaryPrimitives.WriteInt32LittleEndian(extras.Control.Slice(8), SocketOption.Level);
            BinaryPrimitives.WriteInt32LittleEndian(extras.Control.Slice(12), Rights);
            extras.ControlLength = Math.Min((length + 7) & ~7, extras.Control.Length);
        }

        if (done < Count)
            extras.Flags |= MessageFlags.ControlCut;
        Release(done);
    }

    /// <summary>Gives the files from one on back, which nobody gets, and the list.</summary>
    internal void Release(int from = 0)
    {
        for (int i = from; i < Count; i++)
            Descriptors.Put(_files[i]!);
        _files.AsSpan(0, Count).Clear();
        Count = 0;
        s_lock.Enter();
        _nextFree = s_free;
        s_free = this;
        s_lock.Exit();
    }

    private static PassedFiles Create()
    {
        s_lock.Enter();
        PassedFiles? files = s_free;
        if (files is not null)
            s_free = files._nextFree;
        s_lock.Exit();
        return files ?? new PassedFiles();
    }

    private void Add(OpenFile file)
    {
        if (Count == _files.Length)
        {
            // The smaller ones are lost, which together are smaller than the new one.
            var more = new OpenFile?[Count * 4];
            _files.AsSpan().CopyTo(more);
            _files = more;
        }

        _files[Count++] = file;
    }

    private static long Fail(Errno error, ref PassedFiles? files)
    {
        files?.Release();
        files = null;
        return -(long)error;
    }
}
