using System;
using System.Buffers;
using Lithe.Testing;

namespace CoreTests;

public static class ConvertTests
{
    [GuestTest]
    public static void Hexadecimal()
    {
        Check.Equal("00FF1A", Convert.ToHexString([0x00, 0xFF, 0x1A]));
        Check.Equal("00ff1a", Convert.ToHexStringLower([0x00, 0xFF, 0x1A]));
        Check.Equal("", Convert.ToHexString(default(ReadOnlySpan<byte>)));
        Seq.Equal<byte>([0x00, 0xFF, 0x1A], Convert.FromHexString("00Ff1a"));
        Span<byte> bytes = stackalloc byte[2];
        Check.Equal(OperationStatus.Done, Convert.FromHexString("0aFF".AsSpan(), bytes, out int consumed, out int written));
        Check.Equal((4, 2), (consumed, written));
        Check.Equal(OperationStatus.InvalidData, Convert.FromHexString("0ag0".AsSpan(), bytes, out consumed, out written));
        Check.Equal(1, written);
        Check.Equal(OperationStatus.NeedMoreData, Convert.FromHexString("0a0".AsSpan(), bytes, out consumed, out written));
        Check.Equal((2, 1), (consumed, written));
        Check.Equal(OperationStatus.DestinationTooSmall, Convert.FromHexString("0a0b0c".AsSpan(), bytes, out consumed, out written));
        Check.Equal((4, 2), (consumed, written));
        Span<char> chars = stackalloc char[4];
        Check.True(Convert.TryToHexString([0xAB, 0xCD], chars, out written));
        Check.Equal("ABCD", chars.ToString());
        Check.False(Convert.TryToHexStringLower([1, 2, 3], chars, out written));
        Check.Equal(0, written);
    }

    [GuestTest]
    public static void Base64()
    {
        Check.Equal("", Convert.ToBase64String(default(ReadOnlySpan<byte>)));
        Check.Equal("Zg==", Convert.ToBase64String("f"u8));
        Check.Equal("Zm8=", Convert.ToBase64String("fo"u8));
        Check.Equal("Zm9v", Convert.ToBase64String("foo"u8));
        Check.Equal("Zm9vYg==", Convert.ToBase64String("foob"u8));
        Check.Equal("+/8=", Convert.ToBase64String([0xFB, 0xFF]));
        Seq.Equal("foob"u8, Convert.FromBase64String("Zm9vYg=="));
        Seq.Equal("foo"u8, Convert.FromBase64String(" Zm9\nv "));
        Seq.Equal(""u8, Convert.FromBase64String(""));
        Span<byte> bytes = stackalloc byte[8];
        string[] wrong = ["Zg=", "Zg", "Z===", "====", "Zg==Zg==", "Zm-v", "=Zg=", "Zm9vY"];
        foreach (string text in wrong)
            Check.False(Convert.TryFromBase64String(text, bytes, out _));
        Check.Equal(78 + 4, Convert.ToBase64String(new byte[58], Base64FormattingOptions.InsertLineBreaks).Length);
        Check.Equal(76, Convert.ToBase64String(new byte[57], Base64FormattingOptions.InsertLineBreaks).Length);
        Check.Equal(76, Convert.ToBase64String(new byte[58], Base64FormattingOptions.InsertLineBreaks).IndexOf('\r'));
        Seq.Equal("f"u8, Convert.FromBase64String("Zh= ="));
        Check.True(Convert.TryFromBase64String("+/8 =", bytes, out int written));
        Check.Equal(2, written);
        Check.False(Convert.TryFromBase64String("Zm9vYg==", bytes[..3], out written));
        Check.Equal(0, written);
    }

    [GuestTest]
    public static void Times()
    {
        TimeSpan time = new(1, 2, 3, 4);
        Check.Equal(937840000000L, time.Ticks);
        Check.Equal((1, 2, 3, 4), (time.Days, time.Hours, time.Minutes, time.Seconds));
        Check.Equal("1.02:03:04", time.ToString());
        Check.Equal("-00:00:01.5000000", TimeSpan.FromSeconds(-1.5).ToString());
        Check.Equal("00:00:00", TimeSpan.Zero.ToString());
        Check.Equal("-10675199.02:48:05.4775808", TimeSpan.MinValue.ToString());
        Check.Equal(1.5, TimeSpan.FromMilliseconds(1500.0).TotalSeconds);
        Check.Equal(90.0, TimeSpan.FromHours(1.5).TotalMinutes);
        Check.Equal(500, TimeSpan.FromTicks(15_005_000).Milliseconds);
        Check.Equal(500, TimeSpan.FromTicks(15_005_000).Microseconds);
        Check.True(TimeSpan.FromSeconds(1) < TimeSpan.FromMinutes(1));
        Check.Equal(TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(30));
        Check.Equal(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1) - TimeSpan.FromSeconds(30));
        Check.Equal(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2) * 1.5);
        Check.Equal(4.0, TimeSpan.FromMinutes(1) / TimeSpan.FromSeconds(15));
        Check.Equal(TimeSpan.FromDays(2), TimeSpan.FromDays(-2).Duration());
        Check.Equal(-1, TimeSpan.Zero.CompareTo(TimeSpan.MaxValue));
    }
}
