using DotnetWide;

int rounds = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1;
var checks = new Checks(args.Skip(1).ToArray());
for (int round = 1; round <= rounds; round++)
{
    MemoryChecks.Add(checks);
    FaultChecks.Add(checks);
    FileChecks.Add(checks);
    ConcurrencyChecks.Add(checks);
    NetworkChecks.Add(checks);
    LibraryChecks.Add(checks);
    await checks.RunAsync();
    Console.WriteLine($"round {round}: {checks.Passed} passed, {checks.Failed} failed");
}

return checks.Failed == 0 ? 0 : 1;
