using System.Text;
using Lithe.Description;
using Lithe.Description.Editing;

namespace Lithe.Configure.Fuzz;

/// <summary>
/// Feeds mutated <c>lithe.yaml</c> files to the reader, to the editor of <c>config:</c> and to the configuration of a real repository. Whatever
/// the file is, the outcome must be a description or an error with a message, soon; an edit must read back as what was asked for, and the
/// rest of the description as it was. The same seed makes the same inputs.
/// </summary>
internal sealed class DescriptionFuzzer : IDisposable
{
    /// <summary>No single input may take more processor time: a busy machine, or a low priority, does not count.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("lithe-fuzz-").FullName;
    private readonly AppConfiguration _configuration;

    /// <summary>Starts.</summary>
    /// <param name="root">The repository whose symbols are set.</param>
    public DescriptionFuzzer(string root)
    {
        _configuration = AppConfiguration.Open(root, Target.QemuX64);
        File.WriteAllText(Path.Combine(_folder, "App.csproj"), "<Project Sdk=\"Microsoft.NET.Sdk\" />");
    }

    /// <summary>The inputs that were tried.</summary>
    public int Runs { get; private set; }

    /// <summary>Those that were descriptions.</summary>
    public int Accepted { get; private set; }

    /// <summary>The edits that were made.</summary>
    public int Edits { get; private set; }

    /// <summary>The longest that one took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Tries one input; a failure as text, or null.</summary>
    public string? RunOne(int seed)
    {
        Runs++;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        byte[] file = new DescriptionMutator(seed).Description();
        try
        {
            Check(seed, file);
        }
        catch (Exception e)
        {
            return $"{e}\n--- {Convert.ToBase64String(file)}";
        }
        TimeSpan elapsed = Environment.CpuUsage.TotalTime - start;
        if (elapsed > Slowest)
            Slowest = elapsed;
        return elapsed > Limit ? $"took {elapsed.TotalSeconds:0.0} s" : null;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Check(int seed, byte[] file)
    {
        string path = Path.Combine(_folder, DescriptionReader.FileName);
        File.WriteAllBytes(path, file);
        (AppDescription? app, IReadOnlyList<Diagnostic> diagnostics) = DescriptionReader.Read(path);
        Require(app is not null || diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error), "neither a description nor an error");
        int lines = 2 + file.Count(octet => octet is (byte)'\n' or (byte)'\r') + CountOtherBreaks(file);
        foreach (Diagnostic diagnostic in diagnostics)
            Require(diagnostic.Message.Length > 0 && diagnostic.Line >= 0 && diagnostic.Line <= lines && diagnostic.Column >= 0, $"an error without a message, or outside of the file: {diagnostic}");

        var random = new Random(seed);
        KeyValuePair<string, string?>[] changes = DescriptionMutator.Changes(random, app?.Config.Select(entry => entry.Name).ToArray() ?? []);
        if (app is null)
        {
            // The editor may meet what the checker refuses, too.
            ConfigEditor.TryEdit(Encoding.UTF8.GetString(file).TrimStart('\uFEFF'), changes, out _);
            return;
        }
        Accepted++;
        Evaluate(app);
        Edit(path, app, changes);
    }

    private void Evaluate(AppDescription app)
    {
        IReadOnlyList<Setting> settings = AppConfiguration.SettingsOf(app);
        foreach (Kconfig.RequestError error in _configuration.Evaluate(settings).Errors)
            Require(error.Message.Length > 0, "an error without a message");
        var planned = new SettingChanges([_configuration], settings);
        foreach (Setting setting in settings)
            planned.Set(setting.Name, setting.Value);
        planned.Unset("HEAP");
        planned.Check();
    }

    private void Edit(string path, AppDescription before, KeyValuePair<string, string?>[] changes)
    {
        var expected = before.Config.Select(entry => (entry.Name, entry.Value)).ToList();
        foreach ((string name, string? value) in changes)
        {
            int at = expected.FindIndex(entry => entry.Name == name);
            if (at >= 0 && value is null)
                expected.RemoveAt(at);
            else if (at >= 0)
                expected[at] = (name, value!);
            else if (value is not null)
                expected.Add((name, value));
        }
        string text = File.ReadAllText(path);
        try
        {
            DescriptionFile.Change(path, [.. changes.Select(change => new SettingChange(change.Key, change.Value))]);
        }
        catch (ConfigureException)
        {
            Require(File.ReadAllText(path) == text, "an edit that was refused changed the file");
            return;
        }
        Edits++;
        (AppDescription? after, IReadOnlyList<Diagnostic> diagnostics) = DescriptionReader.Read(path);
        Require(after is not null, $"the edited file is not read: {string.Join('\n', diagnostics)}\n{text}\n---\n{File.ReadAllText(path)}");
        Require(after!.Config.Select(entry => (entry.Name, entry.Value)).SequenceEqual(expected), $"the edited file says something else:\n{text}\n---\n{File.ReadAllText(path)}");
        Require(
            (after.Name, after.Kind, after.Source, after.Root, after.Profile) == (before.Name, before.Kind, before.Source, before.Root, before.Profile)
            && after.Args.SequenceEqual(before.Args) && after.Targets.SequenceEqual(before.Targets),
            "an edit changed another key");
    }

    // YAML's parser also ends lines at NEL, LS and PS.
    private static int CountOtherBreaks(byte[] file) => Encoding.UTF8.GetString(file).Count(c => c is '\u0085' or '\u2028' or '\u2029');

    private static void Require(bool condition, string message)
    {
        if (!condition)
            throw new InvalidOperationException(message);
    }
}
