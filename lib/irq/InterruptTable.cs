using System.Runtime.CompilerServices;

namespace Lithe.Interrupts;

/// <summary>A line's handler and how often it was called.</summary>
internal unsafe struct InterruptEntry
{
    /// <summary>The line, plus 1; 0 is a free place.</summary>
    internal int LineAndOne;

    internal int Argument;
    internal delegate*<int, void> Handler;
    internal ulong Count;
}

/// <summary>The lines that have handlers, by open addressing: lines are sparse and few.</summary>
[InlineArray(Capacity)]
internal struct InterruptTable
{
    internal const int Capacity = 64;

    private InterruptEntry _first;

    /// <summary>The place of a line: where it is, or where it would go; -1 when it is not there and nothing is free.</summary>
    internal static int Find(ref InterruptTable table, int line)
    {
        for (int i = 0; i < Capacity; i++)
        {
            int place = (line + i) & (Capacity - 1);
            if (table[place].LineAndOne == line + 1 || table[place].LineAndOne == 0)
                return place;
        }

        return -1;
    }
}
