using System.CommandLine;
using System.Globalization;
using Lithe.Bench;
using Lithe.Cli.Terminal;
using Lithe.Description;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe bench</c>: measures, and holds the figures against their targets.</summary>
internal static class BenchCommand
{
    public static Command Create(GlobalOptions global)
    {
        string names = string.Join('\n', Benchmarks.All.Select(b => $"  {b.Name,-8} {b.Summary}"));
        var name = new Argument<string>("NAME") { Description = $"The benchmark:\n{names}" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var check = new Option<bool>("--check") { Description = "Fail where a target is missed." };
        var update = new Option<bool>("--update") { Description = "Rewrite the baseline (count)." };
        var command = new Command("bench", "Measure. Figures of peers stand beside Lithe's where they are known.");
        command.Arguments.Add(name);
        command.Options.Add(json);
        command.Options.Add(check);
        command.Options.Add(update);
        command.SetAction(global.Action((parse, context, cancel) => RunAsync(
            Find(parse.GetValue(name)!), parse.GetValue(json), parse.GetValue(check), parse.GetValue(update), context, cancel)));
        return command;
    }

    private static IBenchmark Find(string name) => Benchmarks.All.FirstOrDefault(b => b.Name == name) ?? throw UserError.Usage(
        $"there is no benchmark '{name}'",
        NearMatch.Find(name, Benchmarks.All.Select(b => b.Name)) is { } nearest
            ? $"did you mean {nearest}?"
            : $"use one of {string.Join(", ", Benchmarks.All.Select(b => b.Name))}");

    private static async Task<int> RunAsync(IBenchmark bench, bool json, bool check, bool update, CommandContext context, CancellationToken cancel)
    {
        var measurements = new List<Measurement>();
        var measuring = new BenchContext(context.Root, Receive, context.Screen.Note) { Update = update };
        int code = ExitCodes.Success;
        try
        {
            await bench.RunAsync(measuring, cancel).ConfigureAwait(false);
        }
        catch (BenchException error)
        {
            context.Screen.Print(Diagnostic.Error(ErrorCodes.BenchFailed, error.Message, error.Mend));
            code = ExitCodes.Failure;
        }

        if (!json)
            MeasurementTable.Write(measurements, context.Screen);
        foreach (Measurement missed in measurements.Where(m => m.Misses))
        {
            string wanted = string.Create(CultureInfo.InvariantCulture, $"{(missed.Better == Better.Lower ? "at most" : "at least")} {missed.Target}");
            context.Screen.Note(string.Create(CultureInfo.InvariantCulture, $"missed: {missed.Metric} is {missed.Value} {missed.Unit}, {wanted} is the target"));
            if (check)
                code = ExitCodes.Failure;
        }

        return code;

        void Receive(Measurement measurement)
        {
            measurements.Add(measurement);
            if (json)
                context.Screen.Out.WriteLine(measurement.ToJson());
        }
    }
}
