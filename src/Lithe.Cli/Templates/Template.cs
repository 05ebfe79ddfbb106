namespace Lithe.Cli.Templates;

/// <summary>What <c>lithe new</c> makes.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Summary">What it is, in a few words.</param>
/// <param name="Description">The <c>lithe.yaml</c>.</param>
/// <param name="References">The libraries that it uses: project files, relative to the repository.</param>
/// <param name="Program">The name of its C# file, and the text.</param>
internal sealed record Template(
    string Name,
    string Summary,
    Func<AppName, string> Description,
    IReadOnlyList<string> References,
    (string File, Func<AppName, string> Text) Program)
{
    /// <summary>The templates there are; the first is the default one.</summary>
    public static IReadOnlyList<Template> All { get; } =
    [
        new(
            "hello",
            "one line on the console",
            app => $$"""
                # One application, one image. `lithe build` makes it, `lithe run` boots it.
                name: {{app.Yaml}}
                app: { csharp: ./{{app.Project}}.csproj }
                targets: [qemu-x86_64, qemu-arm64]

                """,
            ["lib/console/Lithe.Console.csproj"],
            ("Program.cs", app => $"""
                using System;

                Console.WriteLine("Hello from {app.Image}!");

                """)),
    ];

    /// <summary>The files of a new application, by name.</summary>
    /// <param name="app">Its name.</param>
    /// <param name="folder">Where it will be.</param>
    /// <param name="root">The Lithe repository.</param>
    public IReadOnlyDictionary<string, string> Files(AppName app, string folder, string root) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lithe.yaml"] = Description(app),
            [$"{app.Project}.csproj"] = ProjectText(folder, root),
            [Program.File] = Program.Text(app),
            ["Directory.Build.props"] = $"""
                <Project>
                  <!-- The rules of guest code, for editors and dotnet build; lithe itself does not read this file. -->
                  <Import Project="{Path.GetRelativePath(folder, Path.Combine(root, "lib", "Directory.Build.props"))}" />
                  <PropertyGroup>
                    <OutputType>Exe</OutputType>
                    <UseAppHost>false</UseAppHost>
                    <GenerateRuntimeConfigurationFiles>false</GenerateRuntimeConfigurationFiles>
                    <DefaultItemExcludes>$(DefaultItemExcludes);build/**</DefaultItemExcludes>
                  </PropertyGroup>
                </Project>

                """,
            [".gitignore"] = "/build/\nbin/\nobj/\n",
        };

    private string ProjectText(string folder, string root)
    {
        IEnumerable<string> references = References.Select(
            r => $"    <ProjectReference Include=\"{Path.GetRelativePath(folder, Path.Combine(root, r))}\" />");
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
            {string.Join('\n', references)}
              </ItemGroup>
            </Project>

            """;
    }
}
