using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Lithe.Cli.Testing;

/// <summary>Reads the report that an xunit program writes (format: xunit.net/docs/format-xml-v2).</summary>
internal static partial class XunitXml
{
    /// <summary>The tests of a report, and the errors outside of tests (a fixture that failed), if any.</summary>
    /// <exception cref="InvalidDataException">It is no such report.</exception>
    public static (IReadOnlyList<TestResult> Tests, string? Error) Read(Stream report)
    {
        XDocument document;
        try
        {
            document = XDocument.Load(report);
        }
        catch (XmlException e)
        {
            throw new InvalidDataException($"the report is not well-formed: {e.Message}", e);
        }

        TestResult[] tests = [.. document.Descendants("test").Select(ReadTest)];
        string[] errors = [.. document.Descendants("error").Select(Failure)];
        return (tests, errors.Length == 0 ? null : string.Join('\n', errors));
    }

    private static TestResult ReadTest(XElement test)
    {
        string name = (string?)test.Attribute("name") ?? "(unnamed)";
        TestOutcome outcome = (string?)test.Attribute("result") switch
        {
            "Pass" => TestOutcome.Passed,
            "Skip" or "NotRun" => TestOutcome.Skipped,
            _ => TestOutcome.Failed,
        };
        bool timed = double.TryParse((string?)test.Attribute("time"), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
        string? message = outcome switch
        {
            TestOutcome.Failed => Failure(test),
            TestOutcome.Skipped => (string?)test.Element("reason"),
            _ => null,
        };
        return new TestResult(name, outcome, message, timed ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static string Failure(XElement parent)
    {
        XElement? failure = parent.Element("failure");
        string?[] parts = [(string?)failure?.Element("message"), (string?)failure?.Element("stack-trace")];
        return Unescape(string.Join('\n', parts.Where(p => !string.IsNullOrWhiteSpace(p))));
    }

    // Inside texts, xunit writes a backslash before quotes and backslashes.
    private static string Unescape(string text) => Escaped().Replace(text, "$1");

    [GeneratedRegex("""\\(["\\])""")]
    private static partial Regex Escaped();
}
