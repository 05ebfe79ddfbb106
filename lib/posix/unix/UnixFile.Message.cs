using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

// Messages with edges: what datagram and seqpacket sockets carry.
internal sealed partial class UnixFile
{
    // A message in one piece, or in those of the program's list.
    private long SendMessage(ReadOnlySpan<byte> single, in MessageBuffers from, ulong total, bool isNonBlocking, int flags, ReadOnlySpan<byte> address, PassedFiles? files)
    {
        if (total > UnixQueue.Capacity / 2)
            return -(long)Errno.EMSGSIZE;
        for (int i = 0; i < from.Count; i++)
        {
            if (!from.TryGet(i, out ReadOnlySpan<byte> _))
                return -(long)Errno.EFAULT;
        }

        ulong deadline = 0;
        while (true)
        {
            UnixFile? target = null;
            if (address.Length > 0)
            {
                long found = Find(address, out target);
                if (found != 0)
                    return found;
            }

            long result = 0;
            s_lock.Enter();
            target ??= _peer;
            if (_isSendShut || target is null && _wasConnected && !IsDatagram)
                result = -(long)Errno.EPIPE;
            else if (target is null)
                result = -(long)(_isRefused ? Errno.ECONNREFUSED : Errno.ENOTCONN);
            else if (!IsKnown(target))
                result = -(long)Errno.ECONNREFUSED;
            else if (target.Type != Type)
                result = -(long)Errno.EPROTOTYPE;
            else if (target._isReceiveShut)
                result = -(long)Errno.EPIPE;
            else if (target._queue.Room < UnixQueue.SizeOf((int)total, _nameLength))
                result = -(long)Errno.EAGAIN;
            else if (!target._queue.HasMemory)
                result = -(long)Errno.ENOBUFS;
            if (target is null)
                _isRefused = false;
            if (result == 0)
            {
                target!._queue.AppendHead((int)total, Name, files);
                target._queue.Append(single, null);
                int left = (int)total - single.Length;
                for (int i = 0; i < from.Count && left > 0; i++)
                {
                    // What was there before may be gone: then zeros are sent.
                    if (from.TryGet(i, out ReadOnlySpan<byte> part))
                        left -= target._queue.Append(part.Slice(0, Math.Min(part.Length, left)), null);
                }

                for (; left > 0; left--)
                    target._queue.Append([0], null);
                target.NoteReadiness();
                NoteReadiness();
            }

            s_lock.Exit();
            if (result == 0)
            {
                target!.OnReady(InBits);
                return (long)total;
            }

            if (result == -(long)Errno.EPIPE)
                return Broken(flags);
            if (result != -(long)Errno.EAGAIN || isNonBlocking)
                return result;
            if (deadline == 0)
                deadline = DeadlineOf(SendTimeout);
            // Readers of a queue do not know who wants to send to it.
            if (Clock.Nanoseconds >= deadline)
                return result;
            if (!Scheduler.SleepUntil(Clock.Nanoseconds + RetryTime))
                return ProgramThread.Current.Interrupted();
        }
    }

    private long ReceiveMessage(Span<byte> single, in MessageBuffers to, bool isNonBlocking, int flags, ref MessageExtras extras)
    {
        bool isPeek = (flags & MessageFlags.Peek) != 0;
        for (int i = 0; i < to.Count; i++)
        {
            if (!to.TryGet(i, out Span<byte> _))
                return -(long)Errno.EFAULT;
        }

        Span<byte> name = stackalloc byte[UnixName.MaxName];
        ulong deadline = 0;
        while (true)
        {
            PassedFiles? files = null;
            int length = 0, copied = 0, nameLength = 0;
            s_lock.Enter();
            UnixFile? peer = _peer;
            bool isThere = !_queue.IsEmpty, isEnd = !isThere && (_isReceiveShut || peer is null && _wasConnected && !IsDatagram), isUnconnected = peer is null && !_wasConnected && !IsDatagram;
            if (isThere)
            {
                length = _queue.ReadHead(name, out nameLength);
                copied = Math.Min(length, single.Length);
                _queue.PeekMessage(nameLength, 0, single.Slice(0, copied));
                for (int i = 0; i < to.Count && copied < length; i++)
                {
                    if (!to.TryGet(i, out Span<byte> part))
                        break;
                    int count = Math.Min(part.Length, length - copied);
                    _queue.PeekMessage(nameLength, copied, part.Slice(0, count));
                    copied += count;
                }

                if (!isPeek)
                {
                    files = _queue.TakeFiles();
                    _queue.DropMessage(length, nameLength);
                    NoteReadiness();
                    peer?.NoteReadiness();
                }
            }

            s_lock.Exit();
            if (isThere)
            {
                files?.Write(flags, ref extras);
                if (!isPeek)
                    peer?.OnReady(OutBits);
                if (extras.Address.Length > 0 && nameLength > 0)
                    extras.AddressLength = UnixName.Write(name.Slice(0, nameLength), extras.Address);
                if (copied < length)
                    extras.Flags |= MessageFlags.Truncate;
                return (flags & MessageFlags.Truncate) != 0 ? length : copied;
            }

            if (isUnconnected)
                return -(long)Errno.ENOTCONN;
            if (isEnd)
                return 0;
            if (isNonBlocking)
                return -(long)Errno.EAGAIN;
            if (deadline == 0)
                deadline = DeadlineOf(ReceiveTimeout);
            long result = WaitFor(PollEvents.In, deadline);
            if (result != 0)
                return result;
        }
    }
}
