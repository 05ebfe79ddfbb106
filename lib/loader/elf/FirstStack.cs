using System;
using System.Buffers.Binary;

namespace Lithe.Loader;

/// <summary>
/// Builds what a program finds on its stack when it starts (System V ABI, x86-64 and AArch64 supplements, "Process initialization"): the number of arguments, pointers to them, to
/// the environment, the auxiliary vector; above, the texts. Written downwards into a buffer that is the stack's end.
/// </summary>
/// <param name="memory">The stack's last bytes.</param>
/// <param name="end">The address behind them, a multiple of 16.</param>
public ref struct FirstStack(Span<byte> memory, ulong end)
{
    private const int Pointer = 8;

    private readonly Span<byte> _memory = memory;
    private readonly ulong _end = end;
    private int _used;

    /// <summary>Whether something did not fit.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>The lowest address that has been written.</summary>
    public readonly ulong Address => _end - (ulong)_used;

    /// <summary>Puts bytes and answers their address.</summary>
    public ulong Push(scoped ReadOnlySpan<byte> bytes, int alignment)
    {
        int used = _used + bytes.Length;
        used = used + alignment - 1 & -alignment;
        if (used > _memory.Length || used < 0)
        {
            HasOverflowed = true;
            return _end;
        }

        _used = used;
        bytes.CopyTo(_memory.Slice(_memory.Length - used));
        return Address;
    }

    /// <summary>Puts texts that each end with a zero; <paramref name="addresses"/> gets where each begins. How many there are.</summary>
    public int PushTexts(scoped ReadOnlySpan<byte> texts, scoped Span<ulong> addresses)
    {
        int count = 0;
        while (texts.Length > 0)
        {
            int length = texts.IndexOf((byte)0) + 1;
            if (length == 0 || count == addresses.Length)
            {
                HasOverflowed = true;
                break;
            }

            addresses[count++] = Push(texts.Slice(0, length), 1);
            texts = texts.Slice(length);
        }

        return count;
    }

    /// <summary>Puts the table of words that the stack pointer leads to, and answers its address, a multiple of 16.</summary>
    /// <param name="arguments">Where the arguments are.</param>
    /// <param name="environment">Where the variables are.</param>
    /// <param name="auxiliary">Types and values in turn, without the end.</param>
    public ulong PushTable(scoped ReadOnlySpan<ulong> arguments, scoped ReadOnlySpan<ulong> environment, scoped ReadOnlySpan<ulong> auxiliary)
    {
        int words = 1 + arguments.Length + 1 + environment.Length + 1 + auxiliary.Length + 2, bytes = words * Pointer;
        int used = _used + bytes + 15 & ~15;
        if (used > _memory.Length || used < 0)
        {
            HasOverflowed = true;
            return _end;
        }

        _used = used;
        Span<byte> to = _memory.Slice(_memory.Length - used, bytes);
        Write(ref to, (ulong)arguments.Length);
        WriteAll(ref to, arguments);
        Write(ref to, 0);
        WriteAll(ref to, environment);
        Write(ref to, 0);
        WriteAll(ref to, auxiliary);
        Write(ref to, 0);
        Write(ref to, 0);
        return Address;
    }

    private static void WriteAll(scoped ref Span<byte> to, scoped ReadOnlySpan<ulong> values)
    {
        foreach (ulong value in values)
            Write(ref to, value);
    }

    private static void Write(scoped ref Span<byte> to, ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(to, value);
        to = to.Slice(Pointer);
    }
}
