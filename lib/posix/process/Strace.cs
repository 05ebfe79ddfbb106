using System;

namespace Lithe.Posix;

/// <summary>Prints calls: number or name, arguments, answer. Lines of several threads may mix.</summary>
internal static class Strace
{
    internal static void OnCall(ref SyscallFrame frame)
    {
        string name = SyscallTable.NameOf(frame.Number);
        Console.Write($"[{ProgramThread.Current.Id}] ");
        if (name.Length == 0)
        {
            Console.Write($"{frame.Number}(");
        }
        else
        {
            Console.Write(name.AsSpan(1));
            Console.Write("(");
        }

        int count = name.Length == 0 ? 6 : name[0] - '0';
        for (int i = 0; i < count; i++)
        {
            ulong value = i switch
            {
                0 => frame.Argument0,
                1 => frame.Argument1,
                2 => frame.Argument2,
                3 => frame.Argument3,
                4 => frame.Argument4,
                _ => frame.Argument5,
            };
            Console.Write(i == 0 ? "" : ", ");
            // Most paths are the first or second argument; a text that is printable is shown.
            if (value < 4096)
                Console.Write(value);
            else if (value > ulong.MaxValue - 4096)
                Console.Write((long)value);
            else if (!TryWriteText(new UserPointer(value)))
                Console.Write($"0x{value:x}");
        }

        // Calls that do not come back, or not soon, are to be seen.
        Console.Write(")");
    }

    internal static void OnReturn(ref SyscallFrame frame)
    {
        long result = (long)frame.Result;
        if (result > 65536)
            Console.WriteLine($" = 0x{result:x}");
        else if (result is < 0 and > -4096)
            Console.WriteLine($" = -{((Fs.Errno)(-result)) switch { Fs.Errno.ENOENT => "ENOENT", Fs.Errno.ENOSYS => "ENOSYS", Fs.Errno.EAGAIN => "EAGAIN", Fs.Errno.EINVAL => "EINVAL", Fs.Errno.EFAULT => "EFAULT", Fs.Errno.EINTR => "EINTR", Fs.Errno.EBADF => "EBADF", _ => "" }}{-result}");
        else
            Console.WriteLine($" = {result}");
    }

    private static bool TryWriteText(UserPointer pointer)
    {
        const int Limit = 60;
        int length = UserMemory.TryGetText(pointer, Limit, out ReadOnlySpan<byte> text);
        if (length is <= 1 or Limit)
            return false;
        foreach (byte letter in text)
        {
            if (letter is < 32 or > 126)
                return false;
        }

        Console.Write("\"");
        Plat.PolledConsole.Write(text);
        Console.Write("\"");
        return true;
    }
}
