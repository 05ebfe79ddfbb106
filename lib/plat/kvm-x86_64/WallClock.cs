using Lithe.Arch;
using Lithe.X86;

namespace Lithe.Plat;

/// <summary>The real-time clock of a PC (Motorola MC146818A), which monitors keep in UTC. Read once; the monotonic clock goes on from there.</summary>
internal static class WallClock
{
    private const ushort Index = 0x70, Data = 0x71;
    private const byte Seconds = 0, Minutes = 2, Hours = 4, Day = 7, Month = 8, Year = 9, StatusA = 10, StatusB = 11, Century = 0x32;
    private const byte UpdateInProgress = 0x80, Binary = 4, TwentyFourHours = 2, Afternoon = 0x80;
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    // Written once, by whoever asks first: all would write the same but for the fraction of a second.
    private static ulong s_start;
    private static bool s_isRead;

    /// <summary>The time of day, in nanoseconds since 1970, at which the monotonic clock was 0; 0 when there is no such clock.</summary>
    internal static ulong StartNanoseconds(ulong now)
    {
        if (!s_isRead)
        {
            ulong seconds = ReadSeconds();
            s_start = seconds == 0 ? 0 : seconds * NanosecondsPerSecond - now;
            s_isRead = true;
        }

        return s_start;
    }

    private static ulong ReadSeconds()
    {
        // Without the device the port reads as all ones, for which an update never ends.
        for (int turns = 0; (Read(StatusA) & UpdateInProgress) != 0; turns++)
        {
            if (turns > 100_000)
                return 0;
            Processor.Relax();
        }

        // Two readings that agree: no update fell between.
        ulong last = ReadOnce();
        for (int i = 0; i < 10; i++)
        {
            ulong time = ReadOnce();
            if (time == last)
                return time;
            last = time;
        }

        return last;
    }

    private static ulong ReadOnce()
    {
        byte status = Read(StatusB);
        bool isBinary = (status & Binary) != 0;
        byte hours = Read(Hours);
        int hour = Decode((byte)(hours & ~Afternoon), isBinary);
        if ((status & TwentyFourHours) == 0)
            hour = hour % 12 + ((hours & Afternoon) != 0 ? 12 : 0);
        int century = Decode(Read(Century), isBinary);
        int year = (century is >= 19 and < 30 ? century : 20) * 100 + Decode(Read(Year), isBinary);
        return SecondsSince1970(
            year,
            Decode(Read(Month), isBinary),
            Decode(Read(Day), isBinary),
            hour * 3600 + Decode(Read(Minutes), isBinary) * 60 + Decode(Read(Seconds), isBinary));
    }

    /// <summary>The proleptic Gregorian calendar, counted from March on so that the leap day comes last.</summary>
    private static ulong SecondsSince1970(int year, int month, int day, int secondOfDay)
    {
        if (month <= 2)
        {
            year--;
            month += 12;
        }

        long days = 365L * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 719_469;
        return days < 0 ? 0 : (ulong)(days * 86_400 + secondOfDay);
    }

    private static int Decode(byte value, bool isBinary) => isBinary ? value : (value >> 4) * 10 + (value & 15);

    private static byte Read(byte register)
    {
        Ports.Out8(Index, register);
        return Ports.In8(Data);
    }
}
