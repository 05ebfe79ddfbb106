using System.Runtime.CompilerServices;
using Lithe.Arch;
using Lithe.Plat;

namespace System;

/// <summary>
/// The console as .NET names it, in UTF-8 on the platform's polled console. Nothing here allocates but <see cref="ReadLine"/>, and
/// <c>ToString</c> of objects and enums.
/// </summary>
/// <remarks>Lines end with a line feed, as on Linux. Output of several processors may mix between calls, not within a device byte.</remarks>
public static class Console
{
    private const int MaxLine = 4096;

    // What the platform's TryRead says; what a person types for it.
    private const int EndOfInput = -2, EndOfTransmission = 4;

    // Whoever reads the console owns it: a line ended with a carriage return, a line feed right behind belongs to that end.
    private static bool s_isAfterReturn;

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

    /// <inheritdoc cref="Write(double)"/>
    public static void Write(float value) => ConsoleWriter.WriteFormatted(value, default);

    /// <summary>Writes characters.</summary>
    public static void Write(char[]? buffer) => ConsoleWriter.Write(buffer);

    /// <summary>Writes an object's text; nothing for null.</summary>
    public static void Write(object? value) => ConsoleWriter.Write(value?.ToString());

    /// <summary>Writes <c>True</c> or <c>False</c>.</summary>
    public static void Write(bool value) => ConsoleWriter.WriteUtf8(value ? "True"u8 : "False"u8);

    /// <summary>Writes an interpolated string.</summary>
    public static void Write(ref ConsoleInterpolatedStringHandler value) => value.Flush();

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

    /// <inheritdoc cref="Write(double)"/>
    public static void WriteLine(float value)
    {
        Write(value);
        WriteLine();
    }

    /// <inheritdoc cref="Write(char[])"/>
    public static void WriteLine(char[]? buffer)
    {
        Write(buffer);
        WriteLine();
    }

    /// <inheritdoc cref="Write(object)"/>
    public static void WriteLine(object? value)
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

    /// <summary>Writes an interpolated string and ends the line.</summary>
    public static void WriteLine(ref ConsoleInterpolatedStringHandler value)
    {
        value.AppendFormatted("\n"u8);
        value.Flush();
    }

    /// <summary>Waits for a byte of input and returns it, 0 to 255; -1 at the end of the input (a Ctrl-D byte, U+0004, is one).</summary>
    public static int Read()
    {
        int value = Next();
        if (s_isAfterReturn && value == '\n')
            value = Next();
        s_isAfterReturn = false;
        return value;
    }

    /// <summary>
    /// Waits for a line of UTF-8 input; carriage return, line feed or both together end it and are left out. Cut at 4,096 bytes. The end of the
    /// input ends the last line; after that the result is null.
    /// </summary>
    public static string? ReadLine()
    {
        Span<byte> line = stackalloc byte[MaxLine];
        int length = 0;
        while (length < line.Length)
        {
            int value = Read();
            if (value < 0 && length == 0)
                return null;
            s_isAfterReturn = value == '\r';
            if (value is < 0 or '\n' or '\r')
                break;
            line[length++] = (byte)value;
        }

        return Text.Encoding.UTF8.GetString(line.Slice(0, length));
    }

    // The next byte; -1 at the end of the input.
    private static int Next()
    {
        while (true)
        {
            int value = PolledConsole.TryRead();
            if (value is EndOfInput or EndOfTransmission)
                return -1;
            if (value >= 0)
                return value;
            Processor.Relax();
        }
    }
}
