using System.Text;
using static Conformance.Sys;

namespace Conformance;

/// <summary>What becomes of open files and listings while somebody else changes the folder: the test, which is told by a file that it may, and answers by another.</summary>
internal static unsafe class Sharing
{
    private const int OpenNo = 2, CloseNo = 3, FstatNo = 5, SeekNo = 8, PreadNo = 17, WriteNo = 1, TruncateNo = 77, FchmodNo = 91, ListNo = 217, UnlinkNo = 87, RenameNo = 82;
    private const int ReadWrite = 2, Create = 0x40, Append = 0x400, Directory = 0x10000;

    private static readonly byte* s_memory = Memory(65536);
    private static int s_step;

    public static void Run(string folder)
    {
        Say("chdir", Call(80, Text(folder)));
        Replaced();
        Removed();
        Truncated();
        ReplacedHere();
        Listed();
    }

    private static void Replaced()
    {
        long file = Call(OpenNo, Text("replaced"), ReadWrite), number = Number(file);
        Say("before", Content(file));
        Turn();
        Say("open", $"{Content(file)} {Size(file)} {Number(file) == number}");
        long other = Call(OpenNo, Text("replaced"), 0);
        Say("anew", $"{Content(other)} {Size(other)} {Number(other) == number}");
        uint mode = Mode(other);
        // What can be done to the old one is the server's affair; that nothing happens to the new one is not.
        Call(TruncateNo, file, 0);
        Call(FchmodNo, file, 0);
        Say("write", Write(file, "OLD"));
        Say("open", Content(file));
        Say("anew", $"{Content(other)} {Size(other)} {Mode(other) == mode}");
        Call(CloseNo, file);
        Call(CloseNo, other);
        // Open for reading only.
        file = Call(OpenNo, Text("guarded"), 0);
        Say("guarded", Content(file));
        Turn();
        Say("guarded", Content(file));
        Call(CloseNo, file);
    }

    private static void Removed()
    {
        long file = Call(OpenNo, Text("removed"), ReadWrite);
        Turn();
        Say("removed", $"{Content(file)} {Size(file)}");
        Say("write", Write(file, "ab"));
        Say("removed", Content(file));
        Say("open", Call(OpenNo, Text("removed"), 0));
        Call(CloseNo, file);
        Say("open", Call(OpenNo, Text("removed"), 0));
    }

    private static void Truncated()
    {
        long file = Call(OpenNo, Text("truncated"), ReadWrite | Append);
        Say("before", $"{Content(file)} {Size(file)}");
        Turn();
        Say("shorter", $"{Content(file)} {Size(file)} {Call(SeekNo, file, 0, 2)} {Call(PreadNo, file, (long)s_memory, 10, 5)}");
        Turn();
        // Behind what the other side has added.
        Say("append", Write(file, "end"));
        Say("longer", $"{Content(file)} {Size(file)}");
        Call(CloseNo, file);
    }

    // The same by the program itself.
    private static void ReplacedHere()
    {
        long file = Call(OpenNo, Text("mine"), ReadWrite | Create, 0x1a4);
        Write(file, "first");
        Say("unlink", Call(UnlinkNo, Text("mine")));
        long other = Call(OpenNo, Text("mine"), ReadWrite | Create, 0x1a4);
        Write(other, "second");
        Call(TruncateNo, file, 2);
        Call(FchmodNo, file, 0);
        Say("mine", $"{Content(other)} {Size(other)} {Mode(other):x}");
        Say("mine", Content(file));
        Call(CloseNo, file);
        long third = Call(OpenNo, Text("third"), ReadWrite | Create, 0x1a4);
        Write(third, "3");
        Say("rename", Call(RenameNo, Text("third"), Text("mine")));
        Call(TruncateNo, other, 0);
        Say("mine", $"{Content(third)} {Size(third)}");
        Call(CloseNo, other);
        Call(CloseNo, third);
        Call(UnlinkNo, Text("mine"));
    }

    // Two listings of one folder in turns, in small pieces, while names come and go: all that stay are there once.
    private static void Listed()
    {
        long one = Call(OpenNo, Text("many"), Directory), two = Call(OpenNo, Text("many"), Directory);
        var first = new Dictionary<string, int>();
        var second = new Dictionary<string, int>();
        bool isMore = true, isOther = true;
        for (int turn = 0; isMore || isOther; turn++)
        {
            if (turn == 3)
                Turn();
            isMore = isMore && List(one, 600, first);
            isOther = isOther && List(two, 1000, second);
        }

        foreach (Dictionary<string, int> names in new[] { first, second })
            Say("listed", $"{names.Count(name => name.Key.StartsWith("stays", StringComparison.Ordinal))} {names.Values.Max()} {names.ContainsKey(".")} {names.ContainsKey("..")}");
        // From the start again: as it is now.
        Call(SeekNo, one, 0, 0);
        first.Clear();
        while (List(one, 32768, first))
        {
        }

        Say("again", $"{first.Count} {first.Keys.Count(name => name.StartsWith("goes", StringComparison.Ordinal))} {first.Keys.Count(name => name.StartsWith("comes", StringComparison.Ordinal))}");
        Call(CloseNo, one);
        Call(CloseNo, two);
    }

    private static bool List(long folder, int room, Dictionary<string, int> names)
    {
        long count = Call(ListNo, folder, (long)s_memory, room);
        for (long at = 0; at < count; at += *(ushort*)(s_memory + at + 16))
        {
            string name = new((sbyte*)s_memory + at + 19);
            names[name] = names.GetValueOrDefault(name) + 1;
        }

        return count > 0;
    }

    private static void Turn()
    {
        string step = $"step{++s_step}";
        Call(CloseNo, Call(OpenNo, Text(step), ReadWrite | Create, 0x1a4));
        while (true)
        {
            long answer = Call(OpenNo, Text($"{step}.done"), 0);
            if (answer >= 0)
            {
                Call(CloseNo, answer);
                return;
            }

            long* time = (long*)Memory(16);
            (time[0], time[1]) = (0, 10_000_000);
            Call(35, (long)time, 0);
        }
    }

    private static long Write(long file, string text) => Call(WriteNo, file, Text(text), text.Length);

    private static string Content(long file)
    {
        long count = Call(PreadNo, file, (long)s_memory, 4096, 0);
        return count < 0 ? $"error {-count}" : Encoding.ASCII.GetString(s_memory, (int)count);
    }

    private static long Size(long file) => Call(FstatNo, file, (long)s_memory) == 0 ? *(long*)(s_memory + 48) : -1;

    private static long Number(long file) => Call(FstatNo, file, (long)s_memory) == 0 ? *(long*)(s_memory + 8) : -1;

    private static uint Mode(long file) => Call(FstatNo, file, (long)s_memory) == 0 ? *(uint*)(s_memory + 24) : 0;
}
