using System;
using System.Diagnostics.CodeAnalysis;
using Lithe.Arch;
using Lithe.Linux;

namespace Lithe.Plat;

/// <summary>
/// What Linux hands a program: argument count, arguments, 0, environment, 0, auxiliary vector (pairs, ended by 0). The arguments, joined again, are the
/// command line.
/// </summary>
internal static unsafe class ProcessStart
{
    /// <summary>AT_SYSINFO_EHDR of the auxiliary vector: where the kernel's own code for programs is mapped.</summary>
    internal const ulong VdsoHeader = 33;

    private const ulong DefaultMemory = 64 << 20, LeastMemory = 256 << 10;

    private static ulong* s_stack;

    // Made when somebody asks first: start-up code.
    private static byte* s_line;
    private static int s_length;

    internal static void Initialize(nint stack) => s_stack = (ulong*)stack;

    internal static ReadOnlySpan<byte> CommandLine
    {
        get
        {
            if (s_line == null)
                Join();
            return new ReadOnlySpan<byte>(s_line, s_length);
        }
    }

    /// <summary>The value of the last word before <c>--</c> that begins with this name and an equals sign; empty when there is none.</summary>
    internal static ReadOnlySpan<byte> Option(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> value = default;
        for (ulong i = 1; i < s_stack[0]; i++)
        {
            ReadOnlySpan<byte> word = Argument(i);
            if (word.Length == 2 && word[0] == (byte)'-' && word[1] == (byte)'-')
                break;
            if (word.Length > name.Length && word[name.Length] == (byte)'=' && StartsWith(word, name))
                value = word.Slice(name.Length + 1);
        }

        return value;
    }

    /// <summary>Number of bytes of memory that the command line asks for.</summary>
    internal static ulong MemorySize
    {
        get
        {
            ReadOnlySpan<byte> text = Option("memory"u8);
            ulong size = 0;
            int at = 0;
            for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9' && size < 1UL << 50; at++)
                size = size * 10 + (uint)(text[at] - '0');
            int shift = at == text.Length ? 0 : (text[at] | 0x20) switch { 'k' => 10, 'm' => 20, 'g' => 30, _ => 0 };
            size <<= shift;
            if (text.IsEmpty)
                return DefaultMemory;
            if (at + (shift != 0 ? 1 : 0) != text.Length || size < LeastMemory)
                Refuse("lithe: the word memory= of the command line wants a size of at least 256K, as in memory=64M\n"u8);
            return size;
        }
    }

    /// <summary>How many processors the command line asks for, 1 to 64.</summary>
    internal static int ProcessorCount
    {
        get
        {
            ReadOnlySpan<byte> text = Option("processors"u8);
            int count = text.IsEmpty ? 1 : 0;
            foreach (byte b in text)
                count = b is >= (byte)'0' and <= (byte)'9' && count <= HostProcessors.Max ? count * 10 + (b - '0') : HostProcessors.Max + 1;
            if (count is < 1 or > HostProcessors.Max)
                Refuse("lithe: the word processors= of the command line wants a number from 1 to 64\n"u8);
            return count;
        }
    }

    /// <summary>Ends a process whose command line asks for what it cannot have: a message on standard error, and the status of a wrong command line. It is the user's mistake, and no panic.</summary>
    [DoesNotReturn]
    internal static void Refuse(ReadOnlySpan<byte> message)
    {
        const ulong ErrorOutput = 2, UsageStatus = 2;
        fixed (byte* start = message)
            SystemCall.Call(SystemCall.Write, ErrorOutput, (ulong)start, (ulong)message.Length);
        SystemCall.Call(SystemCall.ExitGroup, UsageStatus);
        Processor.Halt();
    }

    /// <summary>An entry of the auxiliary vector; 0 when it is not there.</summary>
    internal static ulong Auxiliary(ulong kind)
    {
        ulong* at = s_stack + 1 + s_stack[0] + 1;
        while (*at != 0)
            at++;
        for (at++; at[0] != 0; at += 2)
        {
            if (at[0] == kind)
                return at[1];
        }

        return 0;
    }

    private static ReadOnlySpan<byte> Argument(ulong index)
    {
        byte* text = (byte*)s_stack[1 + index];
        int length = 0;
        while (text[length] != 0)
            length++;
        return new ReadOnlySpan<byte>(text, length);
    }

    // Memory is asked for before there is a heap, which the general comparison needs in a debug image.
    private static bool StartsWith(ReadOnlySpan<byte> word, ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            if (word[i] != name[i])
                return false;
        }

        return true;
    }

    private static void Join()
    {
        ulong size = 1;
        for (ulong i = 1; i < s_stack[0]; i++)
            size += 2 * (ulong)Argument(i).Length + 3;
        const ulong ReadWrite = 3, PrivateAnonymous = 0x22;
        long memory = SystemCall.Call(SystemCall.Mmap, 0, size, ReadWrite, PrivateAnonymous, ulong.MaxValue, 0);
        if (memory is < 0 and > -4096)
            Fail.Stop(FailReason.OutOfMemory, "the host gives no memory for the command line");
        s_line = (byte*)memory;
        for (ulong i = 1; i < s_stack[0]; i++)
        {
            if (s_length > 0)
                s_line[s_length++] = (byte)' ';
            Append(Argument(i));
        }
    }

    // As lib/args splits it: quotes keep spaces, a backslash the next character.
    private static void Append(ReadOnlySpan<byte> word)
    {
        bool isPlain = !word.IsEmpty;
        foreach (byte b in word)
            isPlain &= b is > (byte)' ' and not (byte)'"' and not (byte)'\\';
        if (!isPlain)
            s_line[s_length++] = (byte)'"';
        foreach (byte b in word)
        {
            if (b is (byte)'"' or (byte)'\\')
                s_line[s_length++] = (byte)'\\';
            s_line[s_length++] = b;
        }

        if (!isPlain)
            s_line[s_length++] = (byte)'"';
    }
}
