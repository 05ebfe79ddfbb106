using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

// Bytes one after the other: what streams carry.
internal sealed partial class UnixFile
{
    private long SendStream(ReadOnlySpan<byte> bytes, bool isNonBlocking, int flags, PassedFiles? files)
    {
        int done = 0;
        ulong deadline = 0;
        while (true)
        {
            s_lock.Enter();
            UnixFile? peer = _peer;
            bool isBroken = _isSendShut || peer is null || peer._isReceiveShut;
            int count = 0;
            if (!isBroken && !peer!._queue.HasMemory)
            {
                s_lock.Exit();
                return -(long)Errno.ENOBUFS;
            }

            if (!isBroken)
            {
                count = peer!._queue.Append(bytes.Slice(done), done == 0 ? files : null);
                peer.NoteReadiness();
                NoteReadiness();
            }

            bool wasConnected = _wasConnected;
            s_lock.Exit();
            done += count;
            if (count > 0)
                peer!.OnReady(InBits);
            if (isBroken)
                return done > 0 ? done : wasConnected || _isSendShut ? Broken(flags) : -(long)Errno.ENOTCONN;
            if (done == bytes.Length)
                return done;
            if (isNonBlocking)
                return done > 0 ? done : -(long)Errno.EAGAIN;
            if (deadline == 0)
                deadline = DeadlineOf(SendTimeout);
            long result = WaitFor(PollEvents.Out, deadline);
            if (result != 0)
                return done > 0 ? done : result;
        }
    }

    private long ReceiveStream(Span<byte> bytes, bool isNonBlocking, int flags, bool isFirst, ref MessageExtras extras)
    {
        if (bytes.Length == 0)
            return 0;
        bool isPeek = (flags & MessageFlags.Peek) != 0;
        ulong deadline = 0;
        while (true)
        {
            PassedFiles? files = null;
            s_lock.Enter();
            UnixFile? peer = _peer;
            int count = _queue.Take(bytes, isPeek, ref files, isFirst);
            bool isEnd = count == 0 && (peer is null || _isReceiveShut), wasConnected = _wasConnected, wasReset = isEnd && _isReset;
            if (isEnd)
                _isReset = false;
            if (count > 0 && !isPeek)
            {
                NoteReadiness();
                peer?.NoteReadiness();
            }

            bool isStopped = count == 0 && !_queue.IsEmpty;
            s_lock.Exit();
            files?.Write(flags, ref extras);
            if (count > 0 && !isPeek)
                peer?.OnReady(OutBits);
            if (count > 0)
                return count;
            if (isEnd)
                return wasReset ? -(long)Errno.ECONNRESET : wasConnected ? 0 : -(long)Errno.EINVAL;
            if (isNonBlocking || isStopped)
                return -(long)Errno.EAGAIN;
            if (deadline == 0)
                deadline = DeadlineOf(ReceiveTimeout);
            long result = WaitFor(PollEvents.In, deadline);
            if (result != 0)
                return result;
        }
    }
}
