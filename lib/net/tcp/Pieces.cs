using System;

namespace Lithe.Net;

/// <summary>Copies in pieces for which a loop over registers is used: the string instructions, which longer ones get, gain nothing at the length of a packet, and an emulator takes a byte at a time.</summary>
internal static class Pieces
{
    private const int Size = 1024;

    internal static void Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (; from.Length > Size; from = from.Slice(Size), to = to.Slice(Size))
            from.Slice(0, Size).CopyTo(to);
        from.CopyTo(to);
    }
}
