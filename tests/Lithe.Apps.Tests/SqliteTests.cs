using Lithe.Tests.Shared;

namespace Lithe.Apps.Tests;

/// <summary>apps/sqlite: a dynamic glibc program of Debian's, loaded by its own ld.so.</summary>
public sealed class SqliteTests
{
    [Theory]
    [InlineData("microvm", "select 6 * 7, upper('lithe');", "42|LITHE\n")]
    [InlineData(
        "q35",
        "create table t(a integer primary key, b text); begin; with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000) insert into t select i, 'row ' || i from n; commit; "
        + "create index x on t(b); select count(*), sum(a), max(b) from t; delete from t where a % 2; vacuum; select count(*) from t; pragma integrity_check;",
        "20000|200010000|row 9999\n10000\nok\n")]
    public async Task AQueryIsAnswered(string machine, string query, string answer)
    {
        ToolResult result = await Tool.RunAsync(
            Tool.Repository, ["run", "apps/sqlite", "--machine", machine, "--timeout", "100", "--", "/tmp/data.db", query], TestContext.Current.CancellationToken);
        Assert.Equal((0, answer), (result.Status, Answer(result.Output)));
    }

    // What the image says about system calls that it lacks is no part of the answer.
    private static string Answer(string output) =>
        string.Concat(output.Replace("\r", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("posix:", StringComparison.Ordinal)).Select(line => line + "\n"));
}
