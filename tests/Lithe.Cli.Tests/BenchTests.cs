using Lithe.Bench;
using Lithe.Vmm;

namespace Lithe.Cli.Tests;

public sealed class BenchTests
{
    [Fact]
    public void Instructions_are_counted_up_to_the_lines_last_byte()
    {
        string[] log =
        [
            "Trace 0: 0x7f [0/100000/0/0] ",
            "serial_write write addr 0x03 val 0x80", "serial_write write addr 0x00 val 0x0a", "serial_write write addr 0x03 val 0x03",
            "Trace 0: 0x7f [0/100002/0/0] ", "serial_write write addr 0x00 val 0x48",
            "Trace 0: 0x7f [0/100004/0/0] ", "serial_write write addr 0x00 val 0x69",
            "Trace 0: 0x7f [0/100006/0/0] ", "serial_write write addr 0x00 val 0x0a",
            "Trace 0: 0x7f [0/100008/0/0] ",
        ];
        Assert.Equal(4, InstructionCounter.Count(log, "Hi", GuestArchitecture.X86_64));
        Assert.Null(InstructionCounter.Count(log, "Ho", GuestArchitecture.X86_64));
    }

    [Fact]
    public void An_access_that_was_undone_counts_once()
    {
        string[] log =
        [
            "Trace 0: 0x7f [0/40100000/0/0] ", "cpu_io_recompile: rewound execution of TB to 0000000040100000", "Trace 0: 0x7f [0/40100000/0/0] ",
            "pl011_write addr 0x00000000 value 0x00000041", "Trace 0: 0x7f [0/40100004/0/0] ", "pl011_write addr 0x00000000 value 0x0000000a",
        ];
        Assert.Equal(2, InstructionCounter.Count(log, "A", GuestArchitecture.Arm64));
    }

    [Fact]
    public void A_baseline_notices_growth_over_three_percent_and_what_is_missing()
    {
        Baseline baseline = Baseline.Of([new("a", 1000, "bytes"), new("b", 100, "bytes")]);
        Assert.Empty(baseline.Compare([new("a", 1030, "bytes"), new("b", 1, "bytes")]));
        Assert.Equal(2, baseline.Compare([new("a", 1031, "bytes"), new("c", 1, "bytes"), new("b", 100, "bytes")]).Count);
        Assert.Single(baseline.Compare([new("a", 1000, "bytes")]));
        Assert.Single(baseline.Compare([new("a", 900, "ops") { Better = Better.Higher }, new("b", 100, "bytes")]));
    }

    [Fact]
    public void A_baseline_is_read_as_it_was_written()
    {
        string path = Path.GetTempFileName();
        Baseline.Of([new("b.x", 12.5, "s"), new("a.x", 1000, "bytes")]).Write(path);
        Assert.Equal("{\n  \"a.x\": 1000,\n  \"b.x\": 12.5\n}\n", File.ReadAllText(path));
        Assert.Equal(12.5, Baseline.Read(path).Values["b.x"]);
        File.WriteAllText(path, "{ not json");
        Assert.Throws<BenchException>(() => Baseline.Read(path));
        File.Delete(path);
    }

    [Fact]
    public void A_measurement_is_one_object_on_a_line()
    {
        var measurement = new Measurement("hello.image_bytes.x86_64", 12624, "bytes") { Target = 32768, Peer = new Peer("P", 143672) };
        Assert.Equal("""{"metric":"hello.image_bytes.x86_64","value":12624,"unit":"bytes","target":32768,"peer":"P","peer_value":143672}""", measurement.ToJson());
        Assert.False(measurement.Misses);
        Assert.True((measurement with { Value = 32769 }).Misses);
        Assert.True((measurement with { Value = 1, Better = Better.Higher }).Misses);
    }

    [Fact]
    public void Kconfig_figures_are_the_middle_runs()
    {
        IReadOnlyList<Measurement> read = KconfigBench.Read("linux 6.1.170\nrun 1.0000 9.0000\nrun 2.0000 3.0000\nrun 9.0000 2.5000\n");
        Assert.Equal(new Measurement("kconfig.allyesconfig_seconds", 3, "s") { Target = 6, Peer = new Peer("conf of Linux 6.1.170", 2) }, read[0]);
        Assert.Equal(1.5, read[1].Value);
        Assert.False(read[1].Misses);
        Assert.Throws<BenchException>(() => KconfigBench.Read("linux 6.1.170\n"));
        Assert.Throws<BenchException>(() => KconfigBench.Read("run 1 1\n"));
    }
}
