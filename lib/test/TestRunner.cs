using System;
using Lithe.Plat;

namespace Lithe.Testing;

/// <summary>
/// Runs the tests of an image. The build generates the calls, in source order:
/// <code>
/// TestRunner.Begin();
/// if (TestRunner.Enter(0, "Type.Method"u8)) { Type.Method(); TestRunner.Leave(); }
/// return TestRunner.End();
/// </code>
/// What it prints is fixed in docs/composition.md, "Testing": the tool reads it.
/// </summary>
/// <remarks>State is owned by the boot processor: tests run there, one after the other.</remarks>
public static class TestRunner
{
    private static int s_first;
    private static int s_passed, s_failed;
    private static int s_checks;
    private static bool s_testFailed;

    /// <summary>Reads <c>test.from=N</c>: tests before N are left out, as they ran in an earlier boot.</summary>
    public static void Begin()
    {
        ReadOnlySpan<byte> commandLine = Platform.CommandLine;
        int at = commandLine.IndexOf("test.from="u8);
        s_first = 0;
        if (at < 0)
            return;
        for (int i = at + "test.from="u8.Length; i < commandLine.Length && commandLine[i] is >= (byte)'0' and <= (byte)'9'; i++)
            s_first = s_first * 10 + commandLine[i] - '0';
    }

    /// <summary>Announces a test. False when it is to be left out.</summary>
    public static bool Enter(int index, ReadOnlySpan<byte> name)
    {
        if (index < s_first)
            return false;
        s_checks = 0;
        s_testFailed = false;
        Console.WriteLine($"\u001etest {name}");
        return true;
    }

    /// <summary>Says how the test that was entered last went.</summary>
    public static void Leave()
    {
        if (s_testFailed)
        {
            s_failed++;
            Console.WriteLine($"\u001efailed {s_checks}");
        }
        else
        {
            s_passed++;
            Console.WriteLine($"\u001epass {s_checks}");
        }
    }

    /// <summary>Prints the totals; the image's exit status: 0 when no test failed, else 1.</summary>
    public static int End()
    {
        Console.WriteLine($"\u001eend {s_passed} {s_failed}");
        return s_failed == 0 ? 0 : 1;
    }

    /// <summary>Counts a check.</summary>
    internal static void Count() => s_checks++;

    /// <summary>Starts the line that says what failed, and marks the test; the caller writes the values and ends the line.</summary>
    internal static void BeginFailure(string? expression, string file, int line)
    {
        s_testFailed = true;
        Console.Write($"\u001efail {file}:{line}: {expression}: ");
    }
}
