using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.Plat;

namespace System;

/// <summary>
/// The console as .NET names it, in UTF-8 on the platform's polled console. Nothing here allocates but <see cref="ReadLine"/>;
/// an interpolated string goes straight to the device.
/// </summary>
/// <remarks>Lines end with a line feed, as on Linux. Output of several processors may mix between calls, not within a device byte.</remarks>
public static class Console
{
    private const int MaxLine = 4096;

    /// <summary>Writes text.</summary>
    public static void Write(string? value) => ConsoleWriter.Write(value);

    /// <inheritdoc cref="Write(string)"/>
    public static void Write(ReadOnlySpan<char> value) => ConsoleWriter.Write(value);

    /// <summary>Writes one UTF-16 code unit; half of a surrogate pair becomes U+FFFD.</summary>
    public static void Write(char value) => ConsoleWriter.Write(new ReadOnlySpan<char>(in value));

    /// <summary>Writes a number in decimal.</summary>
    public static void Write(int value) => ConsoleWriter.WriteFormatted(value, default);

    /// <inheritdoc cref="Write(int)"/>
    public static void Write(uint value) => ConsoleWriter.WriteFormatted(value, default);

    /// <inheritdoc cref="Write(int)"/>
    public static void Write(long value) => ConsoleWriter.WriteFormatted(value, default);

    /// <inheritdoc cref="Write(int)"/>
    public static void Write(ulong value) => ConsoleWriter.WriteFormatted(value, default);

    /// <summary>Writes a number, shortest form that reads back as the same.</summary>
    public static void Write(double value) => ConsoleWriter.WriteFormatted(value, default);

    /// <summary>Writes <c>True</c> or <c>False</c>.</summary>
    public static void Write(bool value) => ConsoleWriter.WriteUtf8(value ? "True"u8 : "False"u8);

    /// <summary>The handler has written the parts by the time this is called.</summary>
    public static void Write(ref ConsoleInterpolatedStringHandler value)
    {
    }

    /// <summary>Ends the line.</summary>
    public static void WriteLine() => ConsoleWriter.WriteUtf8("\n"u8);

    /// <summary>Writes text and ends the line.</summary>
    public static void WriteLine(string? value)
    {
        ConsoleWriter.Write(value);
        WriteLine();
    }

    /// <inheritdoc cref="WriteLine(string)"/>
    public static void WriteLine(ReadOnlySpan<char> value)
    {
        ConsoleWriter.Write(value);
        WriteLine();
    }

    /// <summary>Writes one UTF-16 code unit and ends the line.</summary>
    public static void WriteLine(char value)
    {
        Write(value);
        WriteLine();
    }

    /// <summary>Writes a number in decimal and ends the line.</summary>
    public static void WriteLine(int value)
    {
        Write(value);
        WriteLine();
    }

    /// <inheritdoc cref="WriteLine(int)"/>
    public static void WriteLine(uint value)
    {
        Write(value);
        WriteLine();
    }

    /// <inheritdoc cref="WriteLine(int)"/>
    public static void WriteLine(long value)
    {
        Write(value);
        WriteLine();
    }

    /// <inheritdoc cref="WriteLine(int)"/>
    public static void WriteLine(ulong value)
    {
        Write(value);
        WriteLine();
    }

    /// <inheritdoc cref="Write(double)"/>
    public static void WriteLine(double value)
    {
        Write(value);
        WriteLine();
    }

    /// <inheritdoc cref="Write(bool)"/>
    public static void WriteLine(bool value)
    {
        Write(value);
        WriteLine();
    }

    /// <summary>Ends the line; the handler has written the parts.</summary>
    public static void WriteLine(ref ConsoleInterpolatedStringHandler value) => WriteLine();

    /// <summary>Waits for a byte of input and returns it, 0 to 255. The console has no end of input.</summary>
    public static int Read()
    {
        while (true)
        {
            int value = PolledConsole.TryRead();
            if (value >= 0)
                return value;
            Processor.Relax();
        }
    }

    /// <summary>Waits for a line of UTF-8 input; carriage return or line feed ends it and is left out. Cut at 4,096 bytes.</summary>
    public static string? ReadLine()
    {
        Span<byte> line = stackalloc byte[MaxLine];
        int length = 0;
        while (length < line.Length)
        {
            int value = Read();
            if (value is '\n' or '\r')
                break;
            line[length++] = (byte)value;
        }

        return Text.Encoding.UTF8.GetString(line.Slice(0, length));
    }
}
