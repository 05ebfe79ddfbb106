using System;
using Lithe.Fs;
using Lithe.Net;
using Lithe.Net.Sockets;

namespace Lithe.Posix;

/// <summary>Urgent data and Fast Open.</summary>
internal sealed partial class StreamFile
{
    /// <summary>Sends bytes of which the last is urgent (MSG_OOB): all, or an error.</summary>
    private long SendUrgent(ReadOnlySpan<byte> bytes, bool isNonBlocking, int flags)
    {
        ulong deadline = 0;
        while (true)
        {
            SocketError error = _socket.SendUrgent(bytes);
            if (error == SocketError.None)
                return bytes.Length;
            if (error == SocketError.Pipe)
                return Broken(flags);
            if (error != SocketError.WouldBlock || isNonBlocking)
                return -(long)error;
            if (deadline == 0)
                deadline = DeadlineOf(SendTimeout);
            long result = WaitFor(PollEvents.Out, deadline);
            if (result != 0)
                return result;
        }
    }

    /// <summary>Receives the urgent byte. It never waits, as on Linux.</summary>
    private long ReceiveUrgent(in MessageBuffers to, int flags, ref MessageExtras extras)
    {
        SocketError error = _socket.ReceiveUrgent(out byte value, (flags & MessageFlags.Peek) != 0);
        if (error != SocketError.None)
            return -(long)error;
        extras.Flags |= MessageFlags.OutOfBand;
        for (int i = 0; i < to.Count; i++)
        {
            if (!to.TryGet(i, out Span<byte> bytes))
                return -(long)Errno.EFAULT;
            if (bytes.Length == 0)
                continue;
            bytes[0] = value;
            return 1;
        }

        extras.Flags |= MessageFlags.Truncate;
        return 0;
    }

    /// <summary>Connects with data (MSG_FASTOPEN): how many bytes were taken; who may wait does so for the connection.</summary>
    private long ConnectFast(ReadOnlySpan<byte> address, ReadOnlySpan<byte> bytes, bool isNonBlocking)
    {
        if (address.Length == 0)
            return -(long)Errno.EINVAL;
        long result = TryRead(address, out IpEndpoint remote);
        if (result != 0)
            return result;
        SocketError error = _socket.ConnectFast(remote, bytes, out int count);
        if (error != SocketError.None)
            return -(long)error;
        _isConnecting = true;
        if (isNonBlocking)
            return count > 0 ? count : -(long)Errno.EINPROGRESS;
        result = WaitFor(PollEvents.Out, DeadlineOf(SendTimeout));
        if (result != 0)
            return result == -(long)Errno.EAGAIN ? -(long)Errno.EINPROGRESS : result;
        _isConnecting = false;
        error = _socket.TakeError();
        return error != SocketError.None ? -(long)error : count;
    }
}
