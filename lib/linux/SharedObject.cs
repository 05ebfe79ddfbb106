using System;

namespace Lithe.Linux;

/// <summary>Finds a function in an ELF file that is mapped (System V ABI, chapters 4 and 5): the kernel's own, so its tables are taken as they are.</summary>
internal static unsafe class SharedObject
{
    private const uint Load = 1, Dynamic = 2;
    private const ulong HashTable = 4, StringTable = 5, SymbolTable = 6, GnuHashTable = 0x6fff_fef5;

    // Offsets and sizes in ELF64's header, program header, dynamic entry, symbol.
    private const int ProgramHeaders = 32, ProgramHeaderSize = 54, ProgramHeaderCount = 56;
    private const int SymbolSize = 24;

    /// <summary>The function's address; 0 when there is none of that name.</summary>
    internal static nint Find(ulong file, ReadOnlySpan<byte> name)
    {
        byte* header = (byte*)(file + *(ulong*)(file + ProgramHeaders));
        int size = *(ushort*)(file + ProgramHeaderSize), count = *(ushort*)(file + ProgramHeaderCount);
        ulong offset = 0;
        bool isPlaced = false;
        ulong* dynamic = null;
        for (int i = 0; i < count; i++, header += size)
        {
            uint kind = *(uint*)header;
            ulong fileOffset = *(ulong*)(header + 8), address = *(ulong*)(header + 16);
            if (kind == Load && !isPlaced)
            {
                offset = file + fileOffset - address;
                isPlaced = true;
            }
            else if (kind == Dynamic)
            {
                dynamic = (ulong*)(file + fileOffset);
            }
        }

        byte* strings = null, symbols = null;
        uint* hash = null, gnuHash = null;
        for (; dynamic != null && dynamic[0] != 0; dynamic += 2)
        {
            ulong address = dynamic[1] + offset;
            switch (dynamic[0])
            {
                case StringTable: strings = (byte*)address; break;
                case SymbolTable: symbols = (byte*)address; break;
                case HashTable: hash = (uint*)address; break;
                case GnuHashTable: gnuHash = (uint*)address; break;
            }
        }

        if (strings == null || symbols == null)
            return 0;
        // The hash tables are only asked how many symbols there are: a handful.
        uint symbolCount = hash != null ? hash[1] : gnuHash != null ? CountOf(gnuHash) : 0;
        for (uint i = 1; i < symbolCount; i++)
        {
            byte* symbol = symbols + i * SymbolSize;
            bool isDefined = *(ushort*)(symbol + 6) != 0;
            if (isDefined && IsName(strings + *(uint*)symbol, name))
                return (nint)(*(ulong*)(symbol + 8) + offset);
        }

        return 0;
    }

    // GNU's table: bucket count, first symbol, words of the filter, shift; filter, buckets, chains whose last entry has bit 0 set.
    private static uint CountOf(uint* table)
    {
        uint bucketCount = table[0], first = table[1], last = 0;
        uint* buckets = table + 4 + table[2] * 2, chains = buckets + bucketCount;
        for (uint i = 0; i < bucketCount; i++)
            last = buckets[i] > last ? buckets[i] : last;
        if (last < first)
            return first;
        while ((chains[last - first] & 1) == 0)
            last++;
        return last + 1;
    }

    private static bool IsName(byte* text, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (text[i] != name[i])
                return false;
        }

        return text[name.Length] == 0;
    }
}
