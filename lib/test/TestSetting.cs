using System;
using Lithe.Plat;

namespace Lithe.Testing;

/// <summary>What a test reads from the image's command line, to run longer than it does by default: <c>./lithe run tests/guest/net -- net.rounds=25</c>.</summary>
public static class TestSetting
{
    /// <summary>The number behind <paramref name="name"/> and <c>=</c>; <paramref name="otherwise"/> when it is not there, or 0.</summary>
    public static int Number(ReadOnlySpan<byte> name, int otherwise)
    {
        ReadOnlySpan<byte> line = Platform.CommandLine;
        for (int at; (at = line.IndexOf(name)) >= 0; line = line.Slice(at + name.Length))
        {
            ReadOnlySpan<byte> rest = line.Slice(at + name.Length);
            if (rest.Length == 0 || rest[0] != '=' || (at > 0 && line[at - 1] != ' '))
                continue;
            int number = 0;
            for (int i = 1; i < rest.Length && rest[i] is >= (byte)'0' and <= (byte)'9' && number <= int.MaxValue / 10 - 1; i++)
                number = number * 10 + (rest[i] - '0');
            return number == 0 ? otherwise : number;
        }

        return otherwise;
    }
}
