using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sched;
using Lithe.Sync;

namespace Lithe.Posix;

// Abstract names, and those that nobody has chosen.
internal sealed partial class UnixFile
{
    private static UnixFile? FindName(ReadOnlySpan<byte> name)
    {
        UnixFile? one = s_first;
        while (one is not null && (one._inode is not null || one._wasConnected && !one.IsDatagram && !one._isListening || !one.Name.SequenceEqual(name)))
            one = one._next;
        return one;
    }

    // Five digits behind a zero (unix(7)).
    private void PickName()
    {
        const int Digits = 5;
        do
        {
            s_lastName++;
            _nameLength = 0;
            Span<byte> name = stackalloc byte[1 + Digits];
            name[0] = 0;
            for (int i = 0; i < Digits; i++)
                name[Digits - i] = "0123456789abcdef"u8[(int)(s_lastName >> 4 * i & 15)];
            if (FindName(name) is not null)
                continue;
            name.CopyTo(_name);
            _nameLength = name.Length;
        }
        while (_nameLength == 0);
    }
}
