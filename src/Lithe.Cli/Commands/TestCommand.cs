using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Lithe.Cli.Testing;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe test</c>: runs the repository's tests, on the host and booted.</summary>
internal static class TestCommand
{
    // At most, one after the other.
    private const int FuzzTestsOfAProject = 8;

    public static Command Create(GlobalOptions global)
    {
        var filter = new Argument<string[]>("FILTER") { Description = "Parts of the names of tests, test projects or guest test folders.", Arity = ArgumentArity.ZeroOrMore };
        var host = new Option<bool>("--host") { Description = "Only the tests that run on .NET." };
        var guest = new Option<bool>("--guest") { Description = "Only the tests that boot an image." };
        var table = new Option<FileInfo?>("--table") { Description = "Write the results as a table into this Markdown page.", HelpName = "PAGE" };
        var soak = new Option<int?>("--soak") { Description = "Only the soak tests, one after the other, each for so long.", HelpName = "SECONDS" };
        var fuzz = new Option<int?>("--fuzz") { Description = "Only the fuzz tests, each for so long and with other seeds each time.", HelpName = "SECONDS" };
        soak.Validators.Add(CheckSeconds);
        fuzz.Validators.Add(CheckSeconds);
        var options = new AppOptions();
        var machine = new MachineOptions();
        var command = new Command("test", "Run the tests of the repository. The last line is 'N passed, N failed'.");
        command.Arguments.Add(filter);
        command.Options.Add(host);
        command.Options.Add(guest);
        command.Options.Add(table);
        command.Options.Add(soak);
        command.Options.Add(fuzz);
        options.AddBuildOptionsTo(command);
        command.Options.Add(machine.Machine);
        command.Options.Add(machine.Memory);
        command.Options.Add(machine.Timeout);
        command.SetAction(global.Action((parse, context, cancel) =>
        {
            bool onlyHost = parse.GetValue(host);
            bool onlyGuest = parse.GetValue(guest);
            var plan = new TestPlan
            {
                Filter = new TestFilter(parse.GetValue(filter) ?? []),
                Host = onlyHost || !onlyGuest,
                Guest = onlyGuest || !onlyHost,
                Targets = options.Targets(parse),
                Machine = machine.MachineOf(parse),
                Memory = machine.MemoryOf(parse),
                Overrides = options.Overrides(parse),
                Profile = options.Profile(parse),
                Page = parse.GetValue(table)?.FullName,
            };
            if (parse.GetValue(soak) is { } seconds)
            {
                plan = plan with
                {
                    Filter = new TestFilter(plan.Filter.IsEmpty ? ["guest/soak"] : parse.GetValue(filter)!),
                    Host = false,
                    Guest = true,
                    AtATime = 1,
                    GuestCommandLine = $"soak.seconds={seconds}",
                    GuestTestTimeout = TimeSpan.FromSeconds(seconds * 2 + 60),
                };
            }

            if (parse.GetValue(fuzz) is { } time)
            {
                plan = plan with
                {
                    Filter = new TestFilter(plan.Filter.IsEmpty ? ["Fuzz"] : parse.GetValue(filter)!),
                    Host = true,
                    Guest = false,
                    HostProjectTimeout = TimeSpan.FromMinutes(40) + TimeSpan.FromSeconds(time * FuzzTestsOfAProject),
                    HostEnvironment = new Dictionary<string, string>
                    {
                        ["LITHE_FUZZ_SECONDS"] = time.ToString(CultureInfo.InvariantCulture),
                        ["LITHE_FUZZ_SEED"] = Random.Shared.Next(1, 1 << 30).ToString(CultureInfo.InvariantCulture),
                    },
                };
            }

            if (machine.TimeoutOf(parse) is { } timeout)
                plan = plan with { GuestTestTimeout = timeout };
            return new TestSession(context, plan).RunAsync(cancel);
        }));
        return command;
    }

    private static void CheckSeconds(OptionResult result)
    {
        if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int seconds) || seconds is < 1 or > 1_000_000))
            result.AddError($"'{result.Tokens[0].Value}' is no number of seconds from 1 to 1000000");
    }
}
