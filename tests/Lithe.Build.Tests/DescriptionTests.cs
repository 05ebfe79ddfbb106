using CsCheck;
using Lithe.Description;

namespace Lithe.Build.Tests;

public sealed class DescriptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DescriptionTests() => _folder.Write("App.csproj", "<Project />");

    public void Dispose() => _folder.Dispose();

    private (AppDescription? App, IReadOnlyList<Diagnostic> Diagnostics) Read(string text)
    {
        _folder.Write("lithe.yaml", text);
        return DescriptionReader.Read(_folder.Path);
    }

    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        _folder.Write("root/etc/motd", "hello");
        (AppDescription? app, IReadOnlyList<Diagnostic> diagnostics) = Read(
            """
            name: web-1.2
            app: { csharp: ./App.csproj }
            args: ["--urls", "http://0.0.0.0:8080", 7]
            root: ./root
            targets: [qemu-arm64, qemu-x86_64]
            config:
              HEAP: tlsf
              TRACE: true
              NAME: "true"
              SIZE: 0x1000
            """);
        Assert.Empty(diagnostics);
        Assert.NotNull(app);
        Assert.Equal("web-1.2", app.Name);
        Assert.Equal(AppKind.CSharp, app.Kind);
        Assert.Equal(Path.Combine(_folder.Path, "App.csproj"), app.Source);
        Assert.Equal(["--urls", "http://0.0.0.0:8080", "7"], app.Args);
        Assert.Equal(Path.Combine(_folder.Path, "root"), app.Root);
        Assert.Equal([Target.QemuArm64, Target.QemuX64], app.Targets);
        Assert.Equal([("HEAP", "tlsf"), ("TRACE", "y"), ("NAME", "true"), ("SIZE", "0x1000")], app.Config.Select(entry => (entry.Name, entry.Value)));
        Assert.Equal(8, app.Config[1].Line);
    }

    [Fact]
    public void A_minimal_description_has_every_target_and_finds_the_project_in_a_folder()
    {
        (AppDescription? app, IReadOnlyList<Diagnostic> diagnostics) = Read("name: a\napp: { csharp: . }\n");
        Assert.Empty(diagnostics);
        Assert.Equal(Target.All, app!.Targets);
        Assert.Equal(Path.Combine(_folder.Path, "App.csproj"), app.Source);
    }

    [Theory]
    [InlineData("name: a\napp: { csharp: App.csproj }\ntragets: []\n", "LITHE1014", 3, 1, "targets")]
    [InlineData("name: a\napp: { cshrap: App.csproj }\n", "LITHE1014", 2, 8, "csharp")]
    [InlineData("name: a\napp: App.csproj\n", "LITHE1007", 2, 6, "csharp")]
    [InlineData("name: a\napp: { csharp: Appp.csproj }\n", "LITHE1011", 2, 16, "looked for")]
    [InlineData("name: a\napp: { csharp: lithe.yaml }\n", "LITHE1011", 2, 16, ".csproj")]
    [InlineData("name: a\nname: b\napp: { csharp: . }\n", "LITHE1006", 2, 1, "remove")]
    [InlineData("app: { csharp: . }\n", "LITHE1008", 1, 1, "name: NAME")]
    [InlineData("name: a\n", "LITHE1008", 1, 1, "csharp")]
    [InlineData("name: a\napp: {}\n", "LITHE1008", 2, 6, "csharp")]
    [InlineData("name: a/b\napp: { csharp: . }\n", "LITHE1009", 1, 7, "letters")]
    [InlineData("name: [a]\napp: { csharp: . }\n", "LITHE1007", 1, 7, null)]
    [InlineData("name: a\napp: { csharp: ., tests: . }\n", "LITHE1010", 2, 19, "one of them")]
    [InlineData("name: a\napp: { debian: redis }\n", "LITHE1012", 2, 8, "csharp")]
    [InlineData("name: a\napp: { csharp: . }\ntargets: [qemu-x86-64]\n", "LITHE1013", 3, 11, "qemu-x86_64")]
    [InlineData("name: a\napp: { csharp: . }\ntargets: []\n", "LITHE1013", 3, 10, "every target")]
    [InlineData("name: a\napp: { csharp: . }\ntargets:\nargs: []\n", "LITHE1013", 3, 9, "every target")]
    [InlineData("name: a\napp: { csharp: . }\nargs: one two\n", "LITHE1007", 3, 7, "args: [")]
    [InlineData("name: a\napp: { csharp: . }\nconfig: [A]\n", "LITHE1007", 3, 9, "SYMBOL")]
    [InlineData("name: a\napp: { csharp: . }\nconfig: { A-B: y }\n", "LITHE1009", 3, 11, "letters")]
    [InlineData("name: a\napp:\n\tcsharp: .\n", "LITHE1004", 3, 1, "spaces")]
    [InlineData("name: &x a\napp: { csharp: . }\n", "LITHE1003", 1, 7, "anchor")]
    [InlineData("name: a\napp: { csharp: *x }\n", "LITHE1003", 2, 16, null)]
    [InlineData("name: 'a\n", "LITHE1003", 1, 7, "yaml.org")]
    [InlineData("{ name: a", "LITHE1003", 2, 0, "yaml.org")]
    [InlineData("", "LITHE1005", 1, 1, "name:")]
    [InlineData("# nothing\n", "LITHE1005", 1, 1, "name:")]
    [InlineData("- a\n", "LITHE1007", 1, 1, null)]
    [InlineData("just text", "LITHE1007", 1, 1, null)]
    [InlineData("name: a\n---\nname: b\n", "LITHE1003", 2, 1, "---")]
    public void A_mistake_is_told_with_its_place_and_its_mend(string text, string code, int line, int column, string? mend)
    {
        (AppDescription? app, IReadOnlyList<Diagnostic> diagnostics) = Read(text);
        Assert.Null(app);
        Diagnostic found = Assert.Single(diagnostics, diagnostic => diagnostic.Code == code);
        Assert.Equal(line, found.Line);
        if (column > 0)
            Assert.Equal(column, found.Column);
        if (mend is not null)
            Assert.Contains(mend, found.Mend);
        Assert.Equal(Path.Combine(_folder.Path, "lithe.yaml"), found.File);
    }

    [Fact]
    public void Every_mistake_is_told_not_the_first_only()
    {
        (_, IReadOnlyList<Diagnostic> diagnostics) = Read("name: a b\napp: { csharp: nowhere }\nroot: nowhere\nfoo: 1\n");
        Assert.Equal(4, diagnostics.Count);
    }

    [Fact]
    public void Hostile_files_cost_little()
    {
        Assert.Equal("LITHE1002", Assert.Single(Read(new string('a', 1 << 20)).Diagnostics).Code);
        Assert.Equal("LITHE1003", Assert.Single(Read(new string('[', 100_000)).Diagnostics).Code);
        string bomb = "a: &a [x, x]\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"b{i}: &b{i} [*a, *a, *a]\n"));
        Assert.Equal("LITHE1003", Assert.Single(Read(bomb).Diagnostics).Code);
        File.WriteAllBytes(Path.Combine(_folder.Path, "lithe.yaml"), [0x6e, 0x0a, 0xff, 0xfe, 0x00]);
        Assert.Equal("LITHE1002", Assert.Single(DescriptionReader.Read(_folder.Path).Diagnostics).Code);
    }

    [Fact]
    public void A_folder_without_a_description_is_an_error()
    {
        using var empty = new TemporaryFolder();
        Assert.Equal("LITHE1001", Assert.Single(DescriptionReader.Read(empty.Path).Diagnostics).Code);
        Assert.Equal("LITHE1001", Assert.Single(DescriptionReader.Read(empty.Path + "/x").Diagnostics).Code);
        Assert.Equal("LITHE1001", Assert.Single(DescriptionReader.Read("\0").Diagnostics).Code);
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        string[] words = ["name", "app", "config", "targets", ": ", "{", "}", "[", "]", ",", "\n", "  ", "- ", "'", "\"", "&a ", "*a", "!t ", "|\n", "#", "---\n", "\t", "csharp: .", "\\", "%", "@", "?", "~"];
        Gen<string> pieces = Gen.Int[0, words.Length - 1].Select(index => words[index]);
        pieces.Array[0, 30].Select(string.Concat).Sample(text =>
        {
            (AppDescription? app, IReadOnlyList<Diagnostic> diagnostics) = Read(text);
            Assert.True(app is not null || diagnostics.Count > 0);
        }, iter: 3000, threads: 1);
    }

    [Theory]
    [InlineData("qemu-x86-64", "qemu-x86_64")]
    [InlineData("QEMU-ARM64", "qemu-arm64")]
    [InlineData("xen", null)]
    public void A_misspelt_target_suggests_the_near_one(string name, string? expected)
    {
        Assert.False(Target.TryParse(name, out _, out string? nearest));
        Assert.Equal(expected, nearest);
    }
}
