using System;
using System.Buffers.Binary;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary>Descriptors in control data (SCM_RIGHTS).</summary>
internal static class PassedFiles
{
    private const int HeadSize = 16, Rights = 1, Credentials = 2, Most = 253;

    /// <summary>Reads what is to be passed; the files are kept for the caller. 0, or a negated error number.</summary>
    internal static long Read(ReadOnlySpan<byte> control, out OpenFile[]? files)
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
                int count = data.Length / 4, old = files?.Length ?? 0;
                if (old + count > Most)
                    return Fail(Errno.EINVAL, ref files);
                var all = new OpenFile[old + count];
                files.AsSpan().CopyTo(all);
                for (int i = 0; i < count; i++)
                {
                    OpenFile? file = Descriptors.Get(BinaryPrimitives.ReadInt32LittleEndian(data.Slice(i * 4)));
                    if (file is null)
                    {
                        files = all.AsSpan(0, old + i).ToArray();
                        return Fail(Errno.EBADF, ref files);
                    }

                    all[old + i] = file;
                }

                files = all.Length > 0 ? all : null;
            }
            else if (level != SocketOption.Level || type != Credentials)
            {
                return Fail(Errno.EINVAL, ref files);
            }

            control = control.Slice(Math.Min((int)((length + 7) & ~7UL), control.Length));
        }

        return 0;
    }

    /// <summary>Gives the program descriptors of files that came, as many as there is room for.</summary>
    internal static void Write(OpenFile[] files, int flags, ref MessageExtras extras)
    {
        int room = extras.Control.Length >= HeadSize ? (extras.Control.Length - HeadSize) / 4 : 0, done = 0;
        for (; done < Math.Min(room, files.Length); done++)
        {
            int number = Descriptors.Add(files[done], (flags & MessageFlags.CloseOnExec) != 0);
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

        if (done < files.Length)
        {
            extras.Flags |= MessageFlags.ControlCut;
            Release(files.AsSpan(done));
        }
    }

    /// <summary>Gives files back that nobody gets.</summary>
    internal static void Release(ReadOnlySpan<OpenFile> files)
    {
        foreach (OpenFile file in files)
            Descriptors.Put(file);
    }

    private static long Fail(Errno error, ref OpenFile[]? files)
    {
        Release(files);
        files = null;
        return -(long)error;
    }
}
