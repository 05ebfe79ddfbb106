using System.Runtime.CompilerServices;
using System.Threading;

namespace Lithe.Linux;

/// <summary>
/// Files of the host that interrupt when something is there to be read: each is a line. A line interrupts once, and then only when it is wanted again. The processor that it is directed to looks when it idles,
/// or asks for its interrupts: a program that does neither is not interrupted.
/// </summary>
/// <remarks>A place is taken and given back by who opens files; whether it is wanted is written by its owner, and by its processor when it interrupts.</remarks>
public static unsafe class HostFileEvents
{
    /// <summary>The most lines.</summary>
    public const int Lines = 16;

    private const ulong Readable = 1;

    private static Places s_places;

    /// <summary>Takes a line for a file; -1 when there is none left.</summary>
    public static int Add(int file)
    {
        for (int line = 0; line < Lines; line++)
        {
            ref Place place = ref s_places[line];
            if (place.IsTaken)
                continue;
            place = new Place { IsTaken = true, File = file, Processor = -1 };
            return line;
        }

        return -1;
    }

    /// <summary>Gives a line back.</summary>
    public static void Remove(int line)
    {
        if ((uint)line < Lines)
            s_places[line] = default;
    }

    /// <summary>Lets a line's interrupts through to a processor; -1 for none. False when no file has the line.</summary>
    public static bool Direct(int line, int processor)
    {
        if ((uint)line >= Lines || !s_places[line].IsTaken)
            return false;
        s_places[line].Processor = processor;
        return true;
    }

    /// <summary>Says whether a line is to interrupt when something comes, or is there.</summary>
    public static void Want(int line, bool isWanted)
    {
        if ((uint)line >= Lines)
            return;
        ref Place place = ref s_places[line];
        Volatile.Write(ref place.IsWanted, isWanted);
        // One that sleeps does not know of it yet.
        if (isWanted && place.Processor >= 0 && place.Processor != HostProcessor.Current->Index)
            HostProcessors.Signal(place.Processor);
    }

    /// <summary>The next line that has something for a processor; -1 when there is none.</summary>
    public static int TakeReady(int processor)
    {
        for (int line = 0; line < Lines; line++)
        {
            ref Place place = ref s_places[line];
            if (!place.IsReady || place.Processor != processor)
                continue;
            place.IsReady = false;
            return line;
        }

        return -1;
    }

    /// <summary>Whether a line has something for a processor.</summary>
    public static bool HasReady(int processor)
    {
        for (int line = 0; line < Lines; line++)
        {
            if (s_places[line].IsReady && s_places[line].Processor == processor)
                return true;
        }

        return false;
    }

    /// <summary>Whether something is there to be read, or the file is at its end.</summary>
    public static bool HasInput(int file)
    {
        ulong poll = (uint)file | Readable << 32;
        ulong* time = stackalloc ulong[2];
        time[0] = time[1] = 0;
        return SystemCall.Call(SystemCall.Ppoll, (ulong)(&poll), 1, (ulong)time, 0, sizeof(ulong)) > 0;
    }

    // struct pollfd: descriptor, wanted events, events. Of the lines that a processor is to look at.
    internal static int Collect(ulong* polls, int processor)
    {
        int count = 0;
        for (int line = 0; line < Lines; line++)
        {
            ref Place place = ref s_places[line];
            if (place.IsTaken && place.Processor == processor && Volatile.Read(ref place.IsWanted))
                polls[count++] = (uint)place.File | Readable << 32;
        }

        return count;
    }

    // An error and the end of a file are something, too: its owner finds out which.
    internal static bool Note(ulong* polls, int count, int processor)
    {
        bool isAny = false;
        for (int i = 0; i < count; i++)
        {
            if (polls[i] >> 48 == 0)
                continue;
            for (int line = 0; line < Lines; line++)
            {
                ref Place place = ref s_places[line];
                if (!place.IsTaken || place.File != (int)polls[i] || place.Processor != processor)
                    continue;
                place.IsWanted = false;
                place.IsReady = isAny = true;
            }
        }

        return isAny;
    }

    private struct Place
    {
        internal int File, Processor;
        internal bool IsTaken, IsWanted, IsReady;
    }

    [InlineArray(Lines)]
    private struct Places
    {
        private Place _first;
    }
}
