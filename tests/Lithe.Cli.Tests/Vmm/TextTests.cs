using Lithe.Vmm;

namespace Lithe.Cli.Tests.Vmm;

public sealed class TextTests
{
    [Theory]
    [InlineData("64M", 65536)]
    [InlineData("64", 65536)]
    [InlineData("1408K", 1408)]
    [InlineData("2G", 2 * 1024 * 1024)]
    [InlineData("2g", 2 * 1024 * 1024)]
    public void Sizes_of_memory_are_read_as_QEMU_reads_them(string text, long kibibytes)
    {
        Assert.True(MemorySize.TryParse(text, out MemorySize size));
        Assert.Equal(kibibytes, size.Kibibytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("M")]
    [InlineData("-1M")]
    [InlineData("1.5M")]
    [InlineData("64 M")]
    [InlineData("64MB")]
    [InlineData("99999999999999999999G")]
    [InlineData("9000000000000000000")]
    public void What_is_no_size_is_not_read(string text) => Assert.False(MemorySize.TryParse(text, out _));

    [Theory]
    [InlineData(1408, "1408K")]
    [InlineData(65536, "64M")]
    [InlineData(2 * 1024 * 1024, "2G")]
    public void Sizes_are_written_in_the_largest_unit(long kibibytes, string text) =>
        Assert.Equal(text, MemorySize.FromKibibytes(kibibytes).ToString());

    [Fact]
    public void Bytes_become_lines_however_they_are_cut()
    {
        byte[] bytes = "one\r\ntwo\n\nthrée\nrest"u8.ToArray();
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var splitter = new LineSplitter();
            string[] lines = [.. splitter.Add(bytes.AsSpan(0, cut)), .. splitter.Add(bytes.AsSpan(cut))];
            Assert.Equal(["one", "two", "", "thrée"], lines);
            Assert.Equal("rest", splitter.Rest());
            Assert.Null(splitter.Rest());
        }
    }

    [Fact]
    public void A_line_without_end_is_given_out_in_pieces()
    {
        var splitter = new LineSplitter();
        Assert.NotEmpty(splitter.Add(new byte[1 << 20]));
    }
}
