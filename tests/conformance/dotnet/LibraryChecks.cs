using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DotnetWide;

/// <summary>What programs take from the class library: compression, patterns, queries, hashes, numbers, texts.</summary>
internal static partial class LibraryChecks
{
    public static void Add(Checks checks)
    {
        checks.Add("library: compression", Compression);
        checks.Add("library: archives", Archives);
        checks.Add("library: patterns", Patterns);
        checks.Add("library: queries", Queries);
        checks.Add("library: hashes", Hashes);
        checks.Add("library: ciphers", Ciphers);
        checks.Add("library: JSON", Json);
        checks.Add("library: XML", Xml);
        checks.Add("library: numbers", Numbers);
        checks.Add("library: texts and cultures", Texts);
        checks.Add("library: times and zones", Times);
        checks.Add("library: collections", Collections);
        checks.Add("library: what surrounds the program", Surroundings);
    }

    private static void Compression()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"line {i % 100}, ")));
        (string Name, Func<Stream, Stream> Pack, Func<Stream, Stream> Unpack)[] kinds =
        [
            ("gzip", s => new GZipStream(s, CompressionLevel.Optimal, true), s => new GZipStream(s, CompressionMode.Decompress)),
            ("deflate", s => new DeflateStream(s, CompressionLevel.Fastest, true), s => new DeflateStream(s, CompressionMode.Decompress)),
            ("zlib", s => new ZLibStream(s, CompressionLevel.SmallestSize, true), s => new ZLibStream(s, CompressionMode.Decompress)),
            ("brotli", s => new BrotliStream(s, CompressionLevel.Optimal, true), s => new BrotliStream(s, CompressionMode.Decompress)),
        ];
        foreach ((string name, Func<Stream, Stream> pack, Func<Stream, Stream> unpack) in kinds)
        {
            using var packed = new MemoryStream();
            using (Stream stream = pack(packed))
                stream.Write(bytes);
            Checks.True(packed.Length < bytes.Length / 8, $"{name} packs {bytes.Length} to {packed.Length} bytes");
            packed.Position = 0;
            using var back = new MemoryStream();
            using (Stream stream = unpack(packed))
                stream.CopyTo(back);
            Checks.True(bytes.AsSpan().SequenceEqual(back.ToArray()), $"{name} unpacks other bytes");
            byte[] broken = packed.ToArray();
            broken[broken.Length / 2] ^= 0x55;
            try
            {
                using Stream stream = unpack(new MemoryStream(broken));
                stream.CopyTo(Stream.Null);
            }
            catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
            {
            }
        }
    }

    private static void Archives()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, true))
        {
            for (int i = 0; i < 5; i++)
            {
                using var writer = new StreamWriter(archive.CreateEntry($"f{i}").Open());
                writer.Write(new string((char)('a' + i), 10_000));
            }
        }

        using var read = new ZipArchive(file, ZipArchiveMode.Read);
        using var reader = new StreamReader(read.GetEntry("f3")!.Open());
        Checks.Equal(new string('d', 10_000), reader.ReadToEnd());
    }

    [GeneratedRegex(@"(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)")]
    private static partial Regex Date { get; }

    private static void Patterns()
    {
        Match match = Date.Match("on 2026-11-26, or so");
        Checks.Equal(("2026", "11", "26"), (match.Groups["year"].Value, match.Groups["month"].Value, match.Groups["day"].Value));
        Checks.Equal("b a", Regex.Replace("a b", @"(\w) (\w)", "$2 $1"));
        Checks.Equal(3, Regex.Count("aXbXc", "[a-z]", RegexOptions.IgnorePatternWhitespace));
        Checks.True(Regex.IsMatch("ÄRGER", "ärger", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), "letter case");
        Checks.Throws<RegexMatchTimeoutException>(() => Regex.IsMatch(new string('a', 40) + "b", "^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(50)));
        Checks.True(Regex.IsMatch(new string('a', 4000), "^(a+)+$", RegexOptions.NonBacktracking), "without going back");
    }

    private static void Queries()
    {
        var people = Enumerable.Range(0, 1000).Select(i => (Name: $"n{i % 37}", Age: i % 91)).ToList();
        var groups = (from person in people where person.Age > 18 group person.Age by person.Name into g orderby g.Key descending select (g.Key, Mean: g.Average(), Count: g.Count())).ToArray();
        Checks.Equal(37, groups.Length);
        Checks.Equal("n9", groups[0].Key);
        Checks.Equal(people.Count(p => p.Age > 18), groups.Sum(g => g.Count));
        Checks.Equal(190, Enumerable.Range(0, 20).Zip(Enumerable.Repeat(1, 30)).Aggregate(0, (sum, pair) => sum + pair.First * pair.Second));
        Checks.Equal("0,9,18", string.Join(',', Enumerable.Range(0, 27).Chunk(9).Select(chunk => chunk.Min())));
        Checks.Equal(10, people.Join(Enumerable.Range(0, 10), p => p.Age, i => i, (p, i) => i).Distinct().Count());
    }

    private static void Hashes()
    {
        byte[] text = "The quick brown fox jumps over the lazy dog"u8.ToArray();
        Checks.Equal("9E107D9D372BB6826BD81D3542A419D6", Convert.ToHexString(MD5.HashData(text)));
        Checks.Equal("2FD4E1C67A2D28FCED849EE1BB76E7391B93EB12", Convert.ToHexString(SHA1.HashData(text)));
        Checks.Equal("D7A8FBB307D7809469CA9ABCB0082E4F8D5651E46D3CDB762D02D0BF37C9E592", Convert.ToHexString(SHA256.HashData(text)));
        Checks.Equal("07E547D9586F6A73F73FBAC0435ED76951218FB7D0C8D788A309D785436BBB64", Convert.ToHexString(SHA512.HashData(text))[..64]);
        Checks.Equal("F7BC83F430538424B13298E6AA6FB143EF4D59A14946175997479DBC2D1A3CD8", Convert.ToHexString(HMACSHA256.HashData("key"u8, text)));
        byte[] key = Rfc2898DeriveBytes.Pbkdf2("password", "salt"u8, 2, HashAlgorithmName.SHA256, 32);
        Checks.Equal("AE4D0C95AF6B46D32D0ADFF928F06DD02A303F8EF3C251DFD6E2D85A95474C43", Convert.ToHexString(key));
        using var incremental = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] part in text.Chunk(7))
            incremental.AppendData(part);
        Checks.True(incremental.GetHashAndReset().AsSpan().SequenceEqual(SHA256.HashData(text)), "in pieces the hash is another");
    }

    private static void Ciphers()
    {
        using var aes = Aes.Create();
        byte[] text = Encoding.UTF8.GetBytes(new string('t', 1000)), sealedText = aes.EncryptCbc(text, aes.IV);
        Checks.True(text.AsSpan().SequenceEqual(aes.DecryptCbc(sealedText, aes.IV)), "the text is another");
        using var rsa = RSA.Create(1024);
        byte[] signature = rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Checks.True(rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "the signature does not hold");
        text[0]++;
        Checks.True(!rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "any signature holds");
    }

    private static void Json()
    {
        var order = new Order(7, "näme \u0001", [1.5m, 2.25m], new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), null);
        string text = JsonSerializer.Serialize(order, JsonContext.Default.Order);
        Order back = JsonSerializer.Deserialize(text, JsonContext.Default.Order)!;
        Checks.Equal((order.Id, order.Name, order.At, order.Note), (back.Id, back.Name, back.At, back.Note));
        Checks.Equal(3.75m, back.Prices.Sum());
        using JsonDocument document = JsonDocument.Parse("""{"a":[1,{"b":"c"}],"d":null}""");
        Checks.Equal("c", document.RootElement.GetProperty("a")[1].GetProperty("b").GetString()!);
        Checks.Throws<JsonException>(() => JsonDocument.Parse("""{"a":}""").Dispose());
    }

    private static void Xml()
    {
        XDocument document = XDocument.Parse("<r><e n='1'>a &amp; b</e><e n='2'/></r>");
        Checks.Equal("a & b", document.Root!.Elements("e").First(e => (int)e.Attribute("n")! == 1).Value);
    }

    private static void Numbers()
    {
        Checks.Equal("93326215443944152681699238856266700490715968264381621468592963895217599993229915608941463976156518286253697920827223758251185210916864000000000000000000000000", Enumerable.Range(1, 100).Aggregate(BigInteger.One, (product, i) => product * i).ToString(CultureInfo.InvariantCulture));
        Checks.Equal(0.1m + 0.2m, 0.3m);
        Checks.Equal("1E-07", 1e-7.ToString(CultureInfo.InvariantCulture));
        Checks.Equal(Math.PI, double.Parse(Math.PI.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        Checks.True(Vector<int>.Count >= 4 && Vector.Sum(new Vector<int>(3)) == 3 * Vector<int>.Count, "vectors");
        Checks.Equal((Half)1.5f + (Half)1f, (Half)2.5f);
        Checks.Equal(UInt128.MaxValue, UInt128.Zero - 1);
        Checks.True(Math.Abs(Math.Sin(1e6) + 0.34999350217129294) < 1e-12, $"{Math.Sin(1e6)}");
        Checks.Equal(new Complex(-1, 0).Magnitude, 1.0);
    }

    private static void Texts()
    {
        Checks.Equal("STRASSE GRÜSSE", "strasse grüsse".ToUpperInvariant());
        Checks.Equal("1,234.50", 1234.5.ToString("N2", CultureInfo.InvariantCulture));
        Checks.Equal(4, Encoding.UTF8.GetByteCount("😀"));
        Checks.Equal("3q2+7w==", Convert.ToBase64String([0xde, 0xad, 0xbe, 0xef]));
        Checks.True(string.Compare("a", "B", StringComparison.OrdinalIgnoreCase) < 0, "order");
        Checks.Equal("x  |  5", $"{"x",-3}|{5,3}");
    }

    private static void Times()
    {
        Checks.Equal(DayOfWeek.Thursday, new DateOnly(2026, 11, 26).DayOfWeek);
        Checks.Equal("2026-11-26T00:00:00.0000000Z", new DateTime(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc).ToString("O"));
        Checks.True(DateTime.UtcNow > new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), $"it is {DateTime.UtcNow}");
        Checks.Equal(TimeSpan.Zero, TimeZoneInfo.Utc.BaseUtcOffset);
        long first = Environment.TickCount64;
        Checks.True(Environment.TickCount64 >= first && TimeProvider.System.GetTimestamp() > 0, "time goes back");
    }

    private static void Collections()
    {
        FrozenDictionary<string, int> frozen = Enumerable.Range(0, 100).ToFrozenDictionary(i => $"k{i}", i => i);
        Checks.Equal(57, frozen["k57"]);
        ImmutableSortedDictionary<int, string> immutable = ImmutableSortedDictionary<int, string>.Empty.AddRange(Enumerable.Range(0, 50).Select(i => KeyValuePair.Create(50 - i, $"{i}")));
        Checks.Equal(1, immutable.Keys.First());
        var queue = new PriorityQueue<int, int>(Enumerable.Range(0, 100).Select(i => (i, i * 37 % 101)));
        Checks.Equal(0, queue.Dequeue());
        var set = new SortedSet<string>(["b", "a", "c"], StringComparer.Ordinal);
        Checks.Equal("abc", string.Concat(set));
        var list = new LinkedList<int>([1, 2, 3]);
        list.AddAfter(list.Find(2)!, 9);
        Checks.Equal("1293", string.Concat(list));
    }

    private static void Surroundings()
    {
        Checks.True(OperatingSystem.IsLinux() && Environment.OSVersion.Version.Major >= 4, $"{Environment.OSVersion}");
        Environment.SetEnvironmentVariable("WIDE", "value");
        Checks.Equal("value", Environment.GetEnvironmentVariable("WIDE")!);
        Checks.True(Environment.ProcessId > 0 && Environment.ProcessPath is not null, $"{Environment.ProcessId} {Environment.ProcessPath}");
        Checks.True(AppContext.BaseDirectory.Length > 0 && Environment.MachineName.Length > 0 && Environment.UserName.Length > 0, "no names");
        Checks.True(Environment.CpuUsage.TotalTime > TimeSpan.Zero, "no processor time was used");
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        Checks.True(self.Threads.Count > 1 && self.WorkingSet64 > 0, $"{self.Threads.Count} threads");
        Checks.True(Guid.NewGuid() != Guid.NewGuid(), "the same number twice");
    }

    private sealed record Order(int Id, string Name, decimal[] Prices, DateTime At, string? Note);

    [JsonSerializable(typeof(Order))]
    private sealed partial class JsonContext : JsonSerializerContext;
}
