using CsCheck;
using Xunit;

namespace Lithe.Alloc.Tests;

public class SizeClassTests
{
    private static readonly Gen<ulong> Sizes = Gen.Select(Gen.Int[0, 45], Gen.ULong, (power, bits) =>
        (bits & ((1UL << power) - 1)) | 1UL << power);

    private static int Order(SizeClass list) => list.First * SizeClass.SecondLevels + list.Second;

    [Fact]
    public void Larger_blocks_are_in_no_lower_class() =>
        Gen.Select(Sizes, Sizes).Sample((a, b) => a > b || Order(SizeClass.OfBlock(a)) <= Order(SizeClass.OfBlock(b)));

    [Fact]
    public void Every_block_of_the_requested_class_is_large_enough() =>
        Gen.Select(Sizes, Sizes).Sample((request, block) =>
            Order(SizeClass.OfBlock(block)) < Order(SizeClass.OfRequest(request)) || block >= request);

    [Fact]
    public void The_requested_class_wastes_at_most_a_part_in_sixteen() =>
        Sizes.Where(s => s >= 512).Sample(size => Order(SizeClass.OfRequest(size)) <= Order(SizeClass.OfBlock(size + size / 16)));

    [Fact]
    public void Second_levels_are_in_range() =>
        Sizes.Sample(size =>
            SizeClass.OfBlock(size).Second is >= 0 and < SizeClass.SecondLevels && SizeClass.OfBlock(size).First is >= 0 and < 64);
}
