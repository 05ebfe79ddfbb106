using System.Globalization;
using System.Runtime.InteropServices;

namespace Lithe.Bench.Alloc;

/// <summary>What a step of a trace does.</summary>
internal enum Step
{
    Allocate,
    Free,
    Reallocate,
}

/// <summary>
/// A program's allocations in the order it made them. A step is one word: what, 2 bits; which block, 30 bits; how many bytes, 32 bits. Numbers of blocks are used
/// again when a block is free, so that the table of blocks is no larger than it must be.
/// </summary>
internal sealed class Trace(string name, ulong[] steps, int blocks)
{
    /// <summary>How many steps are timed in one.</summary>
    public const int PieceSteps = 2048;

    public string Name { get; } = name;

    public int Pieces => (Steps.Length + PieceSteps - 1) / PieceSteps;

    public ulong[] Steps { get; } = steps;

    /// <summary>The most blocks at a time.</summary>
    public int Blocks { get; } = blocks;

    public static ulong Pack(Step step, int block, ulong size) => (ulong)step << 62 | (ulong)block << 32 | size;

    public static Trace Load(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        ulong[] words = MemoryMarshal.Cast<byte, ulong>(bytes).ToArray();
        return new Trace(Path.GetFileNameWithoutExtension(file), words[1..], (int)words[0]);
    }

    public void Save(string file)
    {
        string next = file + ".next";
        using (FileStream stream = File.Create(next))
        {
            stream.Write(BitConverter.GetBytes((ulong)Blocks));
            stream.Write(MemoryMarshal.AsBytes(Steps.AsSpan()));
        }

        File.Move(next, file, overwrite: true);
    }

    /// <summary>Reads glibc's log (mtrace): <c>@ CALLER + ADDRESS SIZE</c>, <c>- ADDRESS</c>, and for a change of size <c>&lt; OLD</c>, then <c>&gt; NEW SIZE</c>.</summary>
    public static Trace FromLog(string name, IEnumerable<string> lines)
    {
        var steps = new List<ulong>();
        var live = new Dictionary<ulong, int>();
        var free = new Stack<int>();
        int count = 0;
        ulong old = 0;
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int at = Array.FindIndex(words, word => word is "+" or "-" or "<" or ">");
            if (at < 0 || at + 1 >= words.Length || !TryHex(words[at + 1], out ulong address))
                continue;
            ulong size = 0;
            bool hasSize = at + 2 < words.Length && TryHex(words[at + 2], out size) && size <= uint.MaxValue;
            switch (words[at])
            {
                case "+" when hasSize && address != 0:
                    // The last free was not seen: another block is there now.
                    if (live.Remove(address, out int lost))
                    {
                        steps.Add(Pack(Step.Free, lost, 0));
                        free.Push(lost);
                    }

                    int block = free.Count > 0 ? free.Pop() : count++;
                    live[address] = block;
                    steps.Add(Pack(Step.Allocate, block, size));
                    break;
                case "-" when live.Remove(address, out int freed):
                    steps.Add(Pack(Step.Free, freed, 0));
                    free.Push(freed);
                    break;
                case "<":
                    old = address;
                    break;
                case ">" when hasSize && live.Remove(old, out int moved):
                    live[address] = moved;
                    steps.Add(Pack(Step.Reallocate, moved, size));
                    break;
            }
        }

        return new Trace(name, [.. steps], count);
    }

    private static bool TryHex(string word, out ulong value) => ulong.TryParse(
        word.StartsWith("0x", StringComparison.Ordinal) ? word.AsSpan(2) : word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
