using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Xunit;

namespace Lithe.Core.Tests.Api;

// The core library is a subset of .NET: whatever public member it has in a System namespace, .NET's reference assemblies have with
// the same signature and parameter names. What compilers or the runtime want beyond that is listed in api-exceptions.txt.
public class ApiTests
{
    [Fact]
    public void EveryPublicMemberIsDotNets()
    {
        HashSet<string> theirs = new();
        foreach (string file in Directory.GetFiles(Metadata("DotNetReference"), "*.dll"))
            theirs.UnionWith(Signatures.Of(file));
        HashSet<string> exceptions = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "api-exceptions.txt")).ToHashSet();
        string[] ours = Signatures.Of(Path.Combine(AppContext.BaseDirectory, "guest", "Lithe.Core.dll")).Where(IsSystem).ToArray();
        Assert.True(ours.Length > 2000, $"Only {ours.Length} lines of API were found.");
        string[] strangers = ours.Where(line => !theirs.Contains(line) && !exceptions.Contains(line)).Order().ToArray();
        Assert.True(strangers.Length == 0, $"{strangers.Length} not in .NET:\n" + string.Join('\n', strangers));
        string[] stale = exceptions.Where(line => line.Length > 0 && line[0] != '#' && (theirs.Contains(line) || !ours.Contains(line))).ToArray();
        Assert.True(stale.Length == 0, "No exceptions any more:\n" + string.Join('\n', stale));
    }

    private static bool IsSystem(string line) => !line.Contains("Lithe.") && !line.Contains("Internal.");

    private static string Metadata(string key) =>
        typeof(ApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
