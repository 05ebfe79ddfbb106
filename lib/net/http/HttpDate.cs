using System;
using System.Runtime.CompilerServices;

namespace Lithe.Net.Http;

/// <summary>Dates as HTTP writes them (RFC 9110 5.6.7).</summary>
public static class HttpDate
{
    /// <summary>Number of bytes of one.</summary>
    public const int Size = 29;

    /// <summary>Writes a time, in seconds since 1970, as <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    public static void Write(Span<byte> text, ulong seconds)
    {
        uint days = (uint)(seconds / 86400), left = (uint)(seconds % 86400);
        // Civil from days, with years that begin in March (H. Hinnant, 2013).
        uint shifted = days + 719468, era = shifted / 146097, ofEra = shifted % 146097;
        uint year = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
        uint ofYear = ofEra - (365 * year + year / 4 - year / 100), month = (5 * ofYear + 2) / 153;
        uint day = ofYear - (153 * month + 2) / 5 + 1;
        month = month < 10 ? month + 3 : month - 9;
        year += era * 400 + (month <= 2 ? 1u : 0);
        "SunMonTueWedThuFriSat"u8.Slice((int)((days + 4) % 7) * 3, 3).CopyTo(text);
        text[3] = (byte)',';
        text[4] = (byte)' ';
        Two(text.Slice(5), day);
        text[7] = (byte)' ';
        "JanFebMarAprMayJunJulAugSepOctNovDec"u8.Slice((int)(month - 1) * 3, 3).CopyTo(text.Slice(8));
        text[11] = (byte)' ';
        Two(text.Slice(12), year / 100);
        Two(text.Slice(14), year % 100);
        text[16] = (byte)' ';
        Two(text.Slice(17), left / 3600);
        text[19] = (byte)':';
        Two(text.Slice(20), left / 60 % 60);
        text[22] = (byte)':';
        Two(text.Slice(23), left % 60);
        " GMT"u8.CopyTo(text.Slice(25));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Two(Span<byte> text, uint number)
    {
        text[0] = (byte)('0' + number / 10 % 10);
        text[1] = (byte)('0' + number % 10);
    }
}
