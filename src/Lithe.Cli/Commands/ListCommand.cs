using System.CommandLine;
using System.Text.Json.Nodes;
using Lithe.Cli.Terminal;
using Lithe.Description;
using Lithe.Insight;
using Lithe.Insight.Graph;

namespace Lithe.Cli.Commands;

/// <summary><c>lithe list</c>: the micro-libraries that there are.</summary>
internal static class ListCommand
{
    public static Command Create(GlobalOptions global)
    {
        var filter = new Argument<string?>("NAME") { Description = "Only libraries with this in their name, folder or role.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "One JSON object a library." };
        var command = new Command("list", "List the micro-libraries: roles and what fills them, and what each library needs.");
        command.Arguments.Add(filter);
        command.Options.Add(json);
        command.SetAction(global.Action((parse, context, _) =>
        {
            IReadOnlyList<ListedLibrary> all = ImageBuilds.Guarded(() => LibraryList.Read(context.Root));
            string? wanted = parse.GetValue(filter);
            ListedLibrary[] libraries = [.. all.Where(library => wanted is null || Matches(library, wanted))];
            if (libraries.Length == 0)
            {
                IEnumerable<string> names = all.SelectMany(library => (string?[])[library.Name, library.Folder, library.Role]).OfType<string>();
                throw new UserError(ExitCodes.Failure, Diagnostic.Error(
                    ErrorCodes.NotInImage, $"there is no library '{wanted}'", NearMatch.Find(wanted!, names) is { } near ? $"did you mean {near}?" : "lithe list shows all"));
            }
            if (parse.GetValue(json))
            {
                foreach (ListedLibrary library in libraries)
                    context.Screen.Out.WriteLine(ToJson(library).ToJsonString());
            }
            else
            {
                WriteRoles(libraries, context.Screen);
                WriteLibraries(libraries, context.Screen);
            }
            return Task.FromResult(ExitCodes.Success);
        }));
        return command;
    }

    private static bool Matches(ListedLibrary library, string wanted) =>
        new[] { library.Name, library.Folder, library.Role }.OfType<string>().Any(text => text.Contains(wanted, StringComparison.OrdinalIgnoreCase));

    private static void WriteRoles(IReadOnlyList<ListedLibrary> libraries, Screen screen)
    {
        var table = new TextTable("role", "contract", "implementation", "in the image when", "for");
        int count = 0;
        foreach (IGrouping<string?, ListedLibrary> role in libraries.Where(library => library.Role is not null).GroupBy(library => library.Role).OrderBy(role => role.Key, StringComparer.Ordinal))
        {
            string contract = role.FirstOrDefault(library => library.Kind == LibraryNodeKind.Contract)?.Name ?? role.First().Implements ?? "";
            ListedLibrary[] implementations = [.. role.Where(library => library.Kind == LibraryNodeKind.Implementation)];
            if (implementations.Length == 0)
                table.Add(role.Key!, contract, "", "", "");
            foreach (ListedLibrary library in implementations)
                table.Add(role.Key!, contract, library.Name, library.Symbol is null ? "always" : $"{library.Symbol}=y", library.Arch ?? "any");
            count++;
        }
        if (count == 0)
            return;
        table.Write(screen);
        screen.Out.WriteLine();
    }

    private static void WriteLibraries(IReadOnlyList<ListedLibrary> libraries, Screen screen)
    {
        var table = new TextTable("library", "folder", "what it is", "unsafe", "needs");
        foreach (ListedLibrary library in libraries)
            table.Add(library.Name, library.Folder, Describe(library), library.IsUnsafe ? "unsafe" : "", string.Join(", ", library.Needs));
        table.Write(screen);
    }

    private static string Describe(ListedLibrary library) => library.Summary.Length > 0 ? library.Summary : library.Kind switch
    {
        LibraryNodeKind.Contract => $"contract of the role '{library.Role}'",
        LibraryNodeKind.Implementation => $"implements {library.Implements}",
        _ => "",
    };

    private static JsonObject ToJson(ListedLibrary library) => new()
    {
        ["name"] = library.Name,
        ["folder"] = library.Folder,
        ["summary"] = library.Summary,
        ["kind"] = library.Kind.ToString().ToLowerInvariant(),
        ["role"] = library.Role,
        ["implements"] = library.Implements,
        ["symbol"] = library.Symbol,
        ["arch"] = library.Arch,
        ["unsafe"] = library.IsUnsafe,
        ["needs"] = new JsonArray([.. library.Needs.Select(name => JsonValue.Create(name))]),
        ["neededBy"] = new JsonArray([.. library.NeededBy.Select(name => JsonValue.Create(name))]),
    };
}
