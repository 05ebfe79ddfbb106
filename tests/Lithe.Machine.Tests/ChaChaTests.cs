using System.Buffers.Binary;
using CsCheck;
using Lithe.ChaCha20;
using Xunit;

namespace Lithe.Machine.Tests;

/// <summary>The block function against RFC 8439's vectors, the generator against what statistics say of random bits.</summary>
public sealed class ChaChaTests
{
    // Key, nonce, counter, the block: RFC 8439 §2.3.2, then appendix A.1, test vectors 1 to 5.
    public static TheoryData<string, string, uint, string> Vectors => new()
    {
        {
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "000000090000004a00000000", 1,
            "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4ed2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e"
        },
        {
            "0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", 0,
            "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
        },
        {
            "0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", 1,
            "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f"
        },
        {
            "0000000000000000000000000000000000000000000000000000000000000001", "000000000000000000000000", 1,
            "3aeb5224ecf849929b9d828db1ced4dd832025e8018b8160b82284f3c949aa5a8eca00bbb4a73bdad192b5c42f73f2fd4e273644c8b36125a64addeb006c13a0"
        },
        {
            "00ff000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", 2,
            "72d54dfbf12ec44b362692df94137f328fea8da73990265ec1bbbea1ae9af0ca13b25aa26cb4a648cb9b9d1be65b2c0924a66c54d545ec1b7374f4872e99f096"
        },
        {
            "0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000002", 0,
            "c2c64d378cd536374ae204b9ef933fcd1a8b2288b3dfa49672ab765b54ee27c78a970e0e955c14f3a88e741b97c286f75f8fc299e8148362fa198a39531bed6d"
        },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void BlocksAreThoseOfTheRfc(string key, string nonce, uint counter, string expected)
    {
        Span<uint> state = stackalloc uint[ChaChaBlock.Words];
        Span<uint> block = stackalloc uint[ChaChaBlock.Words];
        ChaChaBlock.Initialize(state, Words(key), counter, Words(nonce));
        ChaChaBlock.Compute(state, block);
        byte[] bytes = new byte[64];
        for (int i = 0; i < block.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), block[i]);
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void TheFirstBytesBehindASeedAreTheSecondHalfOfTheBlock()
    {
        // Under the key 0 and from counter 0 on, the generator's block is appendix A.1's first; what it gives is behind the key that it keeps.
        ChaChaGenerator generator = default;
        byte[] bytes = new byte[32 + 64];
        Assert.Equal(bytes.Length, generator.Fill(bytes));
        Assert.Equal(
            "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
            + "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f",
            Convert.ToHexStringLower(bytes));
        // The key is another one now: its block is that of the first half as a key.
        byte[] next = new byte[32];
        generator.Fill(next);
        Span<uint> state = stackalloc uint[ChaChaBlock.Words];
        Span<uint> block = stackalloc uint[ChaChaBlock.Words];
        ChaChaBlock.Initialize(state, Words("76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"), 0, new uint[3]);
        ChaChaBlock.Compute(state, block);
        Assert.Equal(block[8], BinaryPrimitives.ReadUInt32LittleEndian(next));
    }

    [Fact]
    public void ACallFillsWhatItSaysAndNoMore() => Gen.Int[0, 3000].Sample(length =>
    {
        ChaChaGenerator generator = Seeded(7);
        byte[] bytes = new byte[length + 8];
        int given = generator.Fill(bytes.AsSpan(0, length));
        Assert.Equal(Math.Min(length, ChaChaGenerator.MaxFill), given);
        Assert.Equal((ulong)given, generator.Given);
        Assert.All(bytes[length..], b => Assert.Equal(0, b));
        Assert.True(given < 64 || bytes.AsSpan(given - 16, 16).IndexOfAnyExcept((byte)0) >= 0);
    });

    [Fact]
    public void EachWordOfASeedMatters()
    {
        var firsts = new HashSet<string>();
        for (int word = 0; word < ChaChaGenerator.SeedWords; word++)
        {
            for (int bit = 0; bit < 32; bit++)
            {
                uint[] seed = new uint[ChaChaGenerator.SeedWords];
                seed[word] = 1u << bit;
                ChaChaGenerator generator = default;
                generator.Seed(seed);
                byte[] bytes = new byte[32];
                generator.Fill(bytes);
                firsts.Add(Convert.ToHexString(bytes));
            }
        }

        Assert.Equal(256, firsts.Count);
    }

    [Fact]
    public void ASeedStirsAndDoesNotReplace()
    {
        ChaChaGenerator one = Seeded(1), other = Seeded(2);
        one.Seed(new uint[ChaChaGenerator.SeedWords]);
        other.Seed(new uint[ChaChaGenerator.SeedWords]);
        byte[] first = new byte[32], second = new byte[32];
        one.Fill(first);
        other.Fill(second);
        Assert.NotEqual(first, second);
    }

    /// <summary>
    /// The four tests of FIPS 140-2 (2001, with change notice 1), §4.9.1, on each of 400 samples of 20,000 bits: monobit, poker, runs, long run. Each
    /// sample fails by chance with a probability of about 10^-4, so a handful may.
    /// </summary>
    [Fact]
    public void BytesPassTheStatisticalTests()
    {
        const int Samples = 400;
        ChaChaGenerator generator = Seeded(42);
        int failed = 0;
        byte[] bytes = new byte[2500];
        for (int sample = 0; sample < Samples; sample++)
        {
            for (int done = 0; done < bytes.Length;)
                done += generator.Fill(bytes.AsSpan(done));
            failed += Statistics.PassesFips(bytes) ? 0 : 1;
        }

        Assert.InRange(failed, 0, 3);
        Assert.False(Statistics.PassesFips(new byte[2500]));
        // One bit of each byte is always set.
        Assert.False(Statistics.PassesFips([.. bytes.Select(b => (byte)(b | 1))]));
    }

    private static ChaChaGenerator Seeded(uint value)
    {
        ChaChaGenerator generator = default;
        generator.Seed([value, 1, 2, 3, 4, 5, 6, 7]);
        return generator;
    }

    private static uint[] Words(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * i)))];
    }
}
