using System.Runtime.InteropServices;
using Lithe.Build.Linking;

namespace Lithe.Build.Tests;

/// <summary>
/// The core library's memory primitives on the host's processor: results against .NET's, with every range at the end of a page behind
/// which nothing is mapped, and at the start of one: a byte read or written too many ends the test program.
/// </summary>
public sealed class MemoryPrimitiveTests : IAsyncLifetime
{
    private const int Page = 4096;
    private const int Pages = 4;
    private const int ReadWrite = 3, PrivateAnonymous = 0x22, NoAccess = 0;

    // Every length up to 300, where the code takes another way every few bytes, then around the thresholds of its loops and string instructions.
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 301), 319, 320, 511, 512, 513, 1000, 1535, 1536, 1537, 1791, 1792, 1793, 4096, 9000, Page * Pages];
    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-memory-").FullName;
    private readonly nint _left = Fenced(), _right = Fenced();
    private nint _library;

    private delegate nint Move(nint destination, nint source, nuint length);

    private delegate nint Set(nint destination, int value, nuint length);

    private delegate int Compare(nint left, nint right, nuint length);

    public async ValueTask InitializeAsync()
    {
        string arch = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";
        string path = Path.Combine(_folder, "memory.so");
        string source = Path.Combine(Repository.Root, "lib", "core", arch, "memory.s");
        Assert.Null(await SharedLibrary.MakeAsync(source, arch, path, TestContext.Current.CancellationToken));
        _library = NativeLibrary.Load(path);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_source_with_an_error_is_reported()
    {
        string source = Path.Combine(_folder, "wrong.s");
        File.WriteAllText(source, "no such instruction\n");
        string? problem = await SharedLibrary.MakeAsync(source, "x86_64", Path.Combine(_folder, "wrong.so"), TestContext.Current.CancellationToken);
        Assert.Contains("wrong.s:1", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_has_the_sources_bytes_and_touches_no_other()
    {
        var copy = Function<Move>("memcpy");
        foreach (int length in Lengths)
        {
            foreach ((nint to, nint from) in Places(length))
            {
                byte[] expected = Pattern(length, 5);
                Marshal.Copy(expected, 0, from, length);
                Fill(to, length, 0);
                Assert.Equal(to, copy(to, from, (nuint)length));
                Assert.Equal(expected, Read(to, length));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(1500)]
    public void A_move_within_itself_has_the_sources_bytes(int distance)
    {
        var move = Function<Move>("memmove");
        foreach (int length in Lengths.Where(length => length + distance <= Pages * Page))
        {
            // At the end of the mapped range, both ways.
            nint low = _left + (Pages * Page) - length - distance, high = low + distance;
            foreach ((nint to, nint from) in new[] { (low, high), (high, low), (low, low) })
            {
                byte[] expected = Pattern(length, distance);
                Marshal.Copy(expected, 0, from, length);
                Assert.Equal(to, move(to, from, (nuint)length));
                Assert.Equal(expected, Read(to, length));
            }
        }
    }

    [Fact]
    public void A_fill_writes_every_byte_and_no_other()
    {
        var set = Function<Set>("memset");
        foreach (int length in Lengths)
        {
            foreach ((nint to, _) in Places(length))
            {
                Fill(to, length, 1);
                Assert.Equal(to, set(to, 0x1a7, (nuint)length));
                Assert.Equal(-1, Read(to, length).AsSpan().IndexOfAnyExcept((byte)0xa7));
            }
        }
    }

    [Fact]
    public void A_comparison_finds_the_first_difference_wherever_it_is()
    {
        var compare = Function<Compare>("memcmp");
        foreach (int length in Lengths)
        {
            foreach ((nint left, nint right) in Places(length))
            {
                byte[] bytes = Pattern(length, 3);
                Marshal.Copy(bytes, 0, left, length);
                Marshal.Copy(bytes, 0, right, length);
                Assert.Equal(0, compare(left, right, (nuint)length));
                // A second difference, the other way round, must not count.
                for (int at = 0; at < length; at += length <= 300 ? 1 : 61)
                {
                    Marshal.WriteByte(right, length - 1, (byte)(bytes[^1] + 1));
                    Marshal.WriteByte(right, at, (byte)(bytes[at] ^ 0x80));
                    Assert.Equal(bytes[at] < 0x80 ? -1 : 1, Math.Sign(compare(left, right, (nuint)length)));
                    Marshal.WriteByte(right, length - 1, bytes[^1]);
                    Marshal.WriteByte(right, at, bytes[at]);
                }
            }
        }
    }

    // Both ranges at the start, then both at the end, of what is mapped; then each at its own alignment.
    private IEnumerable<(nint Left, nint Right)> Places(int length)
    {
        int room = (Pages * Page) - length;
        yield return (_left, _right);
        yield return (_left + room, _right + room);
        yield return (_left + room, _right);
        yield return (_left + Math.Min(3, room), _right + Math.Min(9, room));
    }

    private T Function<T>(string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));

    private static byte[] Pattern(int length, int seed) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 37) + (i >> 8) + seed))];

    private static byte[] Read(nint address, int length)
    {
        byte[] bytes = new byte[length];
        Marshal.Copy(address, bytes, 0, length);
        return bytes;
    }

    private static void Fill(nint address, int length, byte value) => Marshal.Copy([.. Enumerable.Repeat(value, length)], 0, address, length);

    // Pages with an inaccessible one on each side.
    private static nint Fenced()
    {
        nint start = Map(0, (Pages + 2) * Page, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.Equal(0, Protect(start, Page, NoAccess));
        Assert.Equal(0, Protect(start + ((Pages + 1) * Page), Page, NoAccess));
        return start + Page;
    }

    [DllImport("libc", EntryPoint = "mmap")]
    private static extern nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    private static extern int Protect(nint address, nint length, int protection);
}
