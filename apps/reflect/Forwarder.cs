using System;
using System.Buffers.Binary;
using Lithe.Net;

internal static class Forwarder
{
    internal const int Burst = 32;

    private const ushort EndType = 0x88b6;

    /// <summary>
    /// Moves what has arrived at one queue to another, which is a driver's or any other that is one: the compiler makes a function for each pair.
    /// </summary>
    internal static int Move<TFrom, TTo>(ref TFrom from, ref TTo to, Span<Netbuf> burst, out bool isLast) where TFrom : struct, INetQueue where TTo : struct, INetQueue
    {
        isLast = false;
        int count = from.Receive(burst);
        if (count == 0)
            return 0;
        ReadOnlySpan<byte> last = burst[count - 1].Data;
        isLast = last.Length >= 14 && BinaryPrimitives.ReadUInt16BigEndian(last.Slice(12)) == EndType;
        if (isLast)
            burst[--count].Free();
        int sent = to.Transmit(burst.Slice(0, count));
        for (; sent < count; sent++)
            burst[sent].Free();
        return count;
    }
}
