using System.Runtime.InteropServices;
using System.Text;

namespace Conformance;

/// <summary>Raw system calls, and lines of output that are the same wherever the call behaves the same.</summary>
internal static unsafe class Sys
{
    public const long Bad = 8;

    private static readonly SortedDictionary<long, Use> s_uses = [];
    private static int s_lines;

    // How often a call was made, and the small values that each of its arguments had; pointers are none. The last: of a socket option the level and the name.
    private sealed class Use
    {
        public long Count;
        public readonly SortedSet<long>[] Values = [[], [], [], [], [], [], []];
    }

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern long Raw(long number, long a, long b, long c, long d, long e, long f);

    /// <summary>A call: its result, or a negated error number.</summary>
    public static long Call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0)
    {
        Note(number, a, b, c, d, e, f);
        long result = Raw(number, a, b, c, d, e, f);
        return result == -1 ? -Marshal.GetLastPInvokeError() : result;
    }

    private static void Note(long number, params ReadOnlySpan<long> arguments)
    {
        const int MaxValues = 200;
        if (!s_uses.TryGetValue(number, out Use? use))
            s_uses[number] = use = new Use();
        use.Count++;
        for (int i = 0; i < arguments.Length; i++)
        {
            if ((ulong)arguments[i] <= uint.MaxValue && use.Values[i].Count < MaxValues)
                use.Values[i].Add(arguments[i]);
        }

        if (number is 54 or 55)
            use.Values[6].Add(arguments[1] << 16 | arguments[2] & 0xffff);
    }

    /// <summary>Prints which calls were made, for the table of calls (<c>lithe syscalls</c>): number, how often, and the values of each argument.</summary>
    public static void PrintCalls()
    {
        foreach ((long number, Use use) in s_uses)
            Console.Out.Write($"call {number} {use.Count} {string.Join(' ', use.Values.Select((values, i) => $"{i}:{string.Join(',', values)}"))}\n");
    }

    /// <summary>Says what a call came to.</summary>
    public static void Say(string name, long result) => Say(name, result < 0 ? $"error {-result}" : result.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static void Say(string name, bool isSo) => Say(name, isSo ? "yes" : "no");

    public static void Say(string name, string text)
    {
        s_lines++;
        Console.Out.Write($"{name}: {text}\n");
    }

    public static void End() => Console.Out.Write($"lines: {s_lines}\n");

    /// <summary>A zero-terminated text that stays where it is.</summary>
    public static long Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte* memory = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(memory, bytes.Length));
        memory[bytes.Length] = 0;
        return (long)memory;
    }

    /// <summary>Zeroed memory that stays where it is.</summary>
    public static byte* Memory(int size) => (byte*)NativeMemory.AllocZeroed((nuint)size);

    public static string Ascii(byte* memory, long length) => length < 0 ? $"error {-length}" : Encoding.ASCII.GetString(memory, (int)length);
}
