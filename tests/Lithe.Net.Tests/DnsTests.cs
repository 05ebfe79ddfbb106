using System.Text;
using CsCheck;

namespace Lithe.Net.Tests;

/// <summary>Names, compressed and as text, and messages.</summary>
public sealed class DnsTests
{
    private static readonly Gen<byte[]> s_name = Gen.OneOf(Gen.Byte.Array[1, 63], Gen.Byte[97, 99].Array[1, 2]).Array[0, 5].Select(labels =>
    {
        var name = new List<byte>();
        foreach (byte[] label in labels.TakeWhile((_, i) => labels.Take(i + 1).Sum(l => l.Length + 1) < 255))
        {
            name.Add((byte)label.Length);
            name.AddRange(label);
        }

        name.Add(0);
        return name.ToArray();
    });

    [Fact]
    public void TextReadsBack() =>
        s_name.Sample(name =>
        {
            byte[] text = new byte[DnsName.MaxTextSize], back = new byte[DnsName.MaxSize];
            Assert.True(DnsName.TryFormat(name, text, out int length));
            Assert.True(DnsName.TryParse(text.AsSpan(0, length), back, out int size));
            Assert.Equal(name, back[..size]);
            Assert.True(DnsName.AreEqual(name, back.AsSpan(0, size)));
        });

    [Theory]
    [InlineData("example.com", 13)]
    [InlineData("example.com.", 13)]
    [InlineData(".", 1)]
    [InlineData("a\\.b.c", 7)]
    [InlineData("a\\046b.c", 7)]
    [InlineData("", -1)]
    [InlineData("a..b", -1)]
    [InlineData(".a", -1)]
    [InlineData("a\\", -1)]
    [InlineData("a\\25", -1)]
    [InlineData("a\\256", -1)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.b", -1)]
    public void TextIsReadStrictly(string text, int size)
    {
        byte[] name = new byte[DnsName.MaxSize];
        bool isName = DnsName.TryParse(Encoding.ASCII.GetBytes(text), name, out int length);
        Assert.Equal(size >= 0, isName);
        if (isName)
            Assert.Equal(size, length);
    }

    [Fact]
    public void LongestNameIsRead()
    {
        string label = new('x', 63), text = string.Join('.', label, label, label, new string('y', 61));
        byte[] name = new byte[DnsName.MaxSize];
        Assert.True(DnsName.TryParse(Encoding.ASCII.GetBytes(text), name, out int length));
        Assert.Equal(255, length);
        Assert.False(DnsName.TryParse(Encoding.ASCII.GetBytes(text + "y"), name, out _));
        int offset = 0;
        Assert.True(DnsName.TryRead(name, ref offset, new byte[255], out length));
        Assert.Equal((255, 255), (offset, length));
    }

    [Fact]
    public void MessagesReadBackCompressed() =>
        Gen.Select(s_name, s_name.Array[0, 6], Gen.UShort, Gen.UInt[0, int.MaxValue], (question, names, type, ttl) => (question, names, type, ttl)).Sample(t =>
        {
            byte[] message = new byte[4096], name = new byte[DnsName.MaxSize];
            var writer = new DnsWriter(message);
            Assert.True(writer.TryAddQuestion(t.question, t.type));
            foreach (byte[] target in t.names)
            {
                Assert.True(writer.TryAddNameRecord(t.question, DnsType.MailExchange, t.ttl, [0, 10], target));
                Assert.True(writer.TryAddRecord(target, DnsType.A, t.ttl, [1, 2, 3, 4]));
            }

            // The question's name is written once: a pointer stands for it.
            Assert.True(writer.Length <= 12 + t.question.Length + 4 + t.names.Sum(n => 2 + 10 + 2 + n.Length + n.Length + 14));
            new DnsHeader { Questions = 1, Answers = (ushort)(2 * t.names.Length) }.Write(message);
            var reader = new DnsReader(message.AsSpan(0, writer.Length));
            Assert.True(reader.TryReadQuestion(name, out int length, out ushort type, out ushort questionClass));
            Assert.Equal((Convert.ToHexString(t.question), t.type, 1), (Convert.ToHexString(name, 0, length), type, questionClass));
            foreach (byte[] target in t.names)
            {
                Assert.True(reader.TryReadRecord(name, out length, out DnsRecord record));
                Assert.Equal((DnsType.MailExchange, t.ttl, 10), (record.Type, record.Ttl, record.Data[1]));
                int offset = record.DataOffset + 2;
                Assert.True(DnsName.TryRead(message.AsSpan(0, writer.Length), ref offset, name, out length));
                Assert.Equal(Convert.ToHexString(target), Convert.ToHexString(name, 0, length));
                Assert.Equal(record.DataOffset + record.Data.Length, offset);
                Assert.True(reader.TryReadRecord(name, out length, out record));
                Assert.Equal(Convert.ToHexString(target), Convert.ToHexString(name, 0, length));
            }

            Assert.Equal(writer.Length, reader.Offset);
        });

    [Fact]
    public void NoRoomIsNoHalfRecord()
    {
        byte[] name = new byte[DnsName.MaxSize];
        Assert.True(DnsName.TryParse("some.name.example"u8, name, out int length));
        for (int size = 12; size < 100; size++)
        {
            var writer = new DnsWriter(new byte[size]);
            bool isThere = writer.TryAddQuestion(name.AsSpan(0, length), DnsType.A);
            int before = writer.Length;
            Assert.Equal(size >= 12 + length + 4, isThere);
            Assert.Equal(isThere ? 12 + length + 4 : 12, before);
            if (isThere && !writer.TryAddRecord(name.AsSpan(0, length), DnsType.A, 1, [1, 2, 3, 4]))
                Assert.Equal(before, writer.Length);
        }
    }

    [Fact]
    public void PointersThatLeadInCirclesEnd()
    {
        byte[] message = new byte[64], name = new byte[DnsName.MaxSize];
        // To itself; forward; to each other; a label that leads into its own pointer.
        foreach (byte[] bytes in new byte[][] { [0xc0, 12], [0xc0, 14, 0xc0, 12], [0xc0, 16, 1, 97, 0xc0, 12], [1, 97, 0xc0, 12], [0xc0], [63, 1], [0x40, 0], [0x80, 0] })
        {
            bytes.CopyTo(message, 12);
            for (int start = 12; start < 12 + bytes.Length; start++)
            {
                int offset = start;
                DnsName.TryRead(message.AsSpan(0, 12 + bytes.Length), ref offset, name, out int length);
                Assert.InRange(length, 0, DnsName.MaxSize);
            }

            int first = 12;
            Assert.False(DnsName.TryRead(message.AsSpan(0, 12 + bytes.Length), ref first, name, out _));
        }
    }

    [Fact]
    public void AnyBytesEnd() =>
        Gen.OneOf(Gen.Byte, Gen.Byte[0, 5], Gen.Const((byte)0xc0)).Array[12, 120].Sample(message =>
        {
            byte[] name = new byte[DnsName.MaxSize];
            for (int start = 0; start < message.Length; start++)
            {
                int offset = start, skipped = start;
                bool isRead = DnsName.TryRead(message, ref offset, name, out int length);
                if (isRead)
                {
                    Assert.InRange(length, 1, DnsName.MaxSize);
                    Assert.True(DnsName.TrySkip(message, ref skipped));
                    Assert.Equal(offset, skipped);
                }
            }

            var reader = new DnsReader(message);
            reader.TryReadQuestion(name, out _, out _, out _);
            int count = 0;
            while (reader.TryReadRecord(name, out _, out _))
                count++;
            Assert.InRange(count, 0, message.Length / 11);
        });
}
