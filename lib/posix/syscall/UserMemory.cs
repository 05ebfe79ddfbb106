using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Lithe.Posix;

/// <summary>
/// The program's memory. What is asked for is touched page by page in assembly that the fault handler knows: it commits pages that are not there yet, and a page that
/// cannot be had makes the answer false. A program that unmaps memory in one thread while another one's call uses it gets what it deserves, but never the kernel's memory.
/// </summary>
public static unsafe class UserMemory
{
    private const int PageSize = 4096;

    // Regions that nobody asked for by address lie above this (vmem); below are the machine's memory and devices.
    private const ulong High = 1UL << 40;

    [RuntimeImport("*", "lithe_user_probe"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int Probe(ulong first, ulong last, int isWritten);

    /// <summary>Whether the range is one that a program can have: above the machine's memory, or where it is linked to (<c>FRAMES_HOLE_START</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsRange(ulong address, ulong length)
    {
        if (address >= High)
            return address < Arch.PageTables.AddressLimit && length <= Arch.PageTables.AddressLimit - address;
        return Config.FRAMES_HOLE_END != 0 && address >= Config.FRAMES_HOLE_START && address <= Config.FRAMES_HOLE_END && length <= Config.FRAMES_HOLE_END - address;
    }

    /// <summary>Whether the whole range can be read, or written; commits it.</summary>
    public static bool IsAccessible(UserPointer pointer, ulong length, bool isWritten)
    {
        if (length == 0)
            return true;
        return IsRange(pointer.Address, length) && Probe(pointer.Address, pointer.Address + length - 1, isWritten ? 1 : 0) == 0;
    }

    /// <summary>The program's bytes, for reading. False when it has no such memory.</summary>
    public static bool TryGetSpan(UserPointer pointer, ulong length, out ReadOnlySpan<byte> bytes)
    {
        if (length > int.MaxValue || !IsAccessible(pointer, length, false))
        {
            bytes = default;
            return false;
        }

        bytes = new ReadOnlySpan<byte>((void*)pointer.Address, (int)length);
        return true;
    }

    /// <summary>The program's bytes, for writing. False when it has no such memory.</summary>
    public static bool TryGetSpan(UserPointer pointer, ulong length, out Span<byte> bytes)
    {
        if (length > int.MaxValue || !IsAccessible(pointer, length, true))
        {
            bytes = default;
            return false;
        }

        bytes = new Span<byte>((void*)pointer.Address, (int)length);
        return true;
    }

    /// <summary>Reads a value that holds no references.</summary>
    public static bool TryRead<T>(UserPointer pointer, out T value) where T : unmanaged
    {
        if (!IsAccessible(pointer, (ulong)sizeof(T), false))
        {
            value = default;
            return false;
        }

        value = Unsafe.ReadUnaligned<T>((void*)pointer.Address);
        return true;
    }

    /// <summary>Writes a value that holds no references.</summary>
    public static bool TryWrite<T>(UserPointer pointer, T value) where T : unmanaged
    {
        if (!IsAccessible(pointer, (ulong)sizeof(T), true))
            return false;
        Unsafe.WriteUnaligned((void*)pointer.Address, value);
        return true;
    }

    /// <summary>Whether a word, which other threads change too, is aligned and there: what the next members take.</summary>
    public static bool IsWord(UserPointer pointer, bool isWritten) => (pointer.Address & 3) == 0 && IsAccessible(pointer, 4, isWritten);

    /// <summary>Reads a word that <see cref="IsWord"/> has passed.</summary>
    public static uint LoadWord(UserPointer pointer) => System.Threading.Volatile.Read(ref *(uint*)pointer.Address);

    /// <summary>Writes a value into such a word if it has an expected one. What it had.</summary>
    public static uint ExchangeWord(UserPointer pointer, uint value, uint expected) =>
        (uint)System.Threading.Interlocked.CompareExchange(ref *(int*)pointer.Address, (int)value, (int)expected);

    /// <summary>
    /// A text that ends with a zero, which is left out. The length is -1 when it is not readable, and <paramref name="limit"/> when no zero comes before.
    /// </summary>
    public static int TryGetText(UserPointer pointer, int limit, out ReadOnlySpan<byte> text)
    {
        text = default;
        int length = 0;
        while (length < limit)
        {
            // As far as the page goes.
            ulong at = pointer.Address + (ulong)length;
            int part = PageSize - (int)(at & (PageSize - 1));
            if (part > limit - length)
                part = limit - length;
            if (!TryGetSpan(new UserPointer(at), (ulong)part, out ReadOnlySpan<byte> bytes))
                return -1;
            int end = bytes.IndexOf((byte)0);
            length += end < 0 ? part : end;
            if (end < 0)
                continue;
            text = new ReadOnlySpan<byte>((void*)pointer.Address, length);
            return length;
        }

        return limit;
    }
}
