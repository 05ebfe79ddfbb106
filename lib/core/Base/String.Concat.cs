using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace System;

public sealed partial class String
{
    /// <summary>Two strings, one after the other.</summary>
    public static string Concat(string? str0, string? str1) =>
        string.IsNullOrEmpty(str0) ? str1 ?? Empty
        : string.IsNullOrEmpty(str1) ? str0
        : Concat((ReadOnlySpan<char>)str0, str1);

    /// <summary>Three strings, one after the other.</summary>
    public static string Concat(string? str0, string? str1, string? str2) => Concat((ReadOnlySpan<char>)str0, str1, str2);

    /// <summary>Four strings, one after the other.</summary>
    public static string Concat(string? str0, string? str1, string? str2, string? str3) =>
        Concat((ReadOnlySpan<char>)str0, str1, str2, str3);

    /// <summary>Two spans, one after the other.</summary>
    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1) => Concat(str0, str1, default, default);

    /// <summary>Three spans, one after the other.</summary>
    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1, ReadOnlySpan<char> str2) =>
        Concat(str0, str1, str2, default);

    /// <summary>Four spans, one after the other.</summary>
    public static string Concat(ReadOnlySpan<char> str0, ReadOnlySpan<char> str1, ReadOnlySpan<char> str2, ReadOnlySpan<char> str3)
    {
        int length = checked(str0.Length + str1.Length + str2.Length + str3.Length);
        if (length == 0)
            return Empty;
        string result = FastAllocateString(length);
        ref char end = ref result._firstChar;
        end = ref Append(ref end, str0);
        end = ref Append(ref end, str1);
        end = ref Append(ref end, str2);
        Append(ref end, str3);
        return result;
    }

    /// <summary>Strings, one after the other.</summary>
    public static string Concat(params string?[] values)
    {
        int length = 0;
        foreach (string? value in values)
            length = checked(length + (value?.Length ?? 0));
        if (length == 0)
            return Empty;
        string result = FastAllocateString(length);
        ref char end = ref result._firstChar;
        foreach (string? value in values)
            end = ref Append(ref end, value);
        return result;
    }

    /// <summary>The texts of two objects, one after the other.</summary>
    public static string Concat(object? arg0, object? arg1) => Concat(arg0?.ToString(), arg1?.ToString());

    /// <summary>The texts of three objects, one after the other.</summary>
    public static string Concat(object? arg0, object? arg1, object? arg2) =>
        Concat(arg0?.ToString(), arg1?.ToString(), arg2?.ToString());

    private static ref char Append(ref char end, ReadOnlySpan<char> text)
    {
        Buffer.Memmove(ref end, ref MemoryMarshal.GetReference(text), (nuint)text.Length);
        return ref Unsafe.Add(ref end, text.Length);
    }
}
