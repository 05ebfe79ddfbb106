using Lithe.Configure.Fuzz;
using Lithe.Tests.Shared;

namespace Lithe.Configure.Tests;

/// <summary>Descriptions; tests/Lithe.Kconfig.Conformance has a form that counts.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void No_description_crashes_or_hangs_the_reader_or_is_damaged_by_an_edit()
    {
        using var fuzzer = new DescriptionFuzzer(Tool.Repository);
        for (int seed = 1; seed <= 1000; seed++)
            Assert.True(fuzzer.RunOne(seed) is not { } problem, $"seed {seed}: {fuzzer.RunOne(seed)}");
        // What the long form found.
        Assert.Null(fuzzer.RunOne(2103465));
        FuzzRounds.Run(0, seed => Assert.Null(fuzzer.RunOne(seed)));
        Assert.True(fuzzer.Accepted > 100 && fuzzer.Edits > 70, $"{fuzzer.Accepted} of {fuzzer.Runs} inputs were descriptions, {fuzzer.Edits} were edited");
    }
}
