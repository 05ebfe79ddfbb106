using Lithe.Description;

namespace Lithe.Build.Tests;

/// <summary>Each mistake in a tree of libraries or an application ends the build with one clear message, and leaves nothing behind.</summary>
public sealed class BuildErrorTests : IDisposable
{
    private readonly LibraryTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task The_tree_itself_has_no_mistake_before_the_ahead_of_time_compiler()
    {
        Diagnostic error = await _tree.FailAsync("LITHE1702");
        Assert.Contains("Lithe.Core", error.Message);
    }

    [Theory]
    [InlineData("<Configurations>Debug</Configurations>", "LITHE1202", "<Configurations> is not allowed")]
    [InlineData("<LitheRoel>heap</LitheRoel>", "LITHE1202", "<LitheRoel> is not allowed")]
    [InlineData("<AssemblyName Condition=\"true\">A</AssemblyName>", "LITHE1202", "'Condition'")]
    [InlineData("<LitheArch>mips</LitheArch>", "LITHE1203", "no processor 'mips'")]
    [InlineData("<AssemblyName>$(X)</AssemblyName>", "LITHE1203", "plain text")]
    [InlineData("<AssemblyName>A</AssemblyName><AssemblyName>B</AssemblyName>", "LITHE1203", "given twice")]
    [InlineData("<LitheImplements>Lithe.Alloc</LitheImplements>", "LITHE1205", "assembly name of its contract, 'Lithe.Alloc'")]
    [InlineData("<AssemblyName>A</AssemblyName", "LITHE1201", "not XML")]
    public async Task A_project_file_is_a_declaration(string property, string code, string message)
    {
        _tree.Write("lib/plain/Lithe.Plain.csproj", $"<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    {property}\n  </PropertyGroup>\n</Project>\n");
        Diagnostic error = await _tree.FailAsync(code);
        Assert.Contains(message, error.Message);
        Assert.EndsWith("lib/plain/Lithe.Plain.csproj", error.File);
        Assert.InRange(error.Line, 3, 4);
    }

    [Fact]
    public async Task A_misspelt_element_suggests_the_near_one()
    {
        _tree.Write("lib/plain/Lithe.Plain.csproj", "<Project>\n  <ItemGroup>\n    <ProjectReferenc Include=\"x\" />\n  </ItemGroup>\n</Project>\n");
        Diagnostic error = await _tree.FailAsync("LITHE1202");
        Assert.Equal((3, 6), (error.Line, error.Column));
        Assert.Contains("<ProjectReference>", error.Mend);
    }

    [Fact]
    public async Task References_name_what_exists_and_no_implementation()
    {
        _tree.Replace("lib/plain/Lithe.Plain.csproj", "../alloc/api/Lithe.Alloc.csproj", "../alloc/first/Lithe.Alloc.First.csproj");
        Diagnostic error = await _tree.FailAsync("LITHE1206");
        Assert.Contains("is an implementation", error.Message);
        Assert.Contains("lib/alloc/api/Lithe.Alloc.csproj", error.Mend);
        Assert.Equal(4, error.Line);

        _tree.Replace("lib/plain/Lithe.Plain.csproj", "../alloc/first/Lithe.Alloc.First.csproj", "../nowhere/X.csproj");
        Assert.Equal(4, (await _tree.FailAsync("LITHE1204")).Line);
    }

    [Fact]
    public async Task A_circle_of_references_is_spelt_out()
    {
        _tree.Write("lib/a/A.csproj", "<Project><ItemGroup><ProjectReference Include=\"../b/B.csproj\" /></ItemGroup></Project>");
        _tree.Write("lib/b/B.csproj", "<Project><ItemGroup><ProjectReference Include=\"../c/C.csproj\" /></ItemGroup></Project>");
        _tree.Write("lib/c/C.csproj", "<Project><ItemGroup><ProjectReference Include=\"../a/A.csproj\" /></ItemGroup></Project>");
        Diagnostic error = await _tree.FailAsync("LITHE1207");
        Assert.Contains("lib/a/A.csproj -> lib/b/B.csproj -> lib/c/C.csproj -> lib/a/A.csproj", error.Message);
    }

    [Fact]
    public async Task A_role_is_filled_once()
    {
        _tree.Replace("lib/alloc/second/Lithe.Alloc.Second.csproj", "HEAP_SECOND", "HEAP_FIRST");
        Diagnostic error = await _tree.FailAsync("LITHE1211");
        Assert.Contains("'heap' is filled 2 times: lib/alloc/first (HEAP_FIRST=y) and lib/alloc/second (HEAP_FIRST=y)", error.Message);
    }

    [Fact]
    public async Task A_role_that_nothing_fills_names_what_would()
    {
        _tree.Write("lib/plain/Kconfig", "config OTHER\n\tbool \"x\"\n");
        Diagnostic error = await _tree.Replace("lib/alloc/second/Lithe.Alloc.Second.csproj", "HEAP_SECOND", "OTHER").FailAsync("LITHE1210", ("HEAP", "second"));
        Assert.Contains("'heap' is needed", error.Message);
        Assert.Contains("HEAP_FIRST=y (lib/alloc/first)", error.Mend);
    }

    [Fact]
    public async Task An_implementation_that_lacks_a_member_is_told_its_name()
    {
        _tree.Replace("lib/alloc/first/Heap.cs", "public static nint Allocate(nuint size, nuint alignment) => 0;", string.Empty);
        Diagnostic error = await _tree.FailAsync("LITHE1501");
        Assert.Equal("Lithe.Alloc (alloc/first) lacks `static nint Heap.Allocate(nuint, nuint)` that its contract lib/alloc/api declares", error.Message);
    }

    [Theory]
    [InlineData("Alignment = 16", "Alignment = 8", "LITHE1503", "`const int Heap.Alignment = 8` where its contract lib/alloc/api declares `const int Heap.Alignment = 16`")]
    [InlineData("nint Allocate(nuint size", "nuint Allocate(nuint size", "LITHE1503", "`static nuint Heap.Allocate(nuint, nuint)` where")]
    [InlineData("public static int Count => Config.LIMIT;", "public static int Count { get => 1; set { } }", "LITHE1503", "`static int Heap.Count { get; set; }` where")]
    [InlineData("public static int Count", "public static void Free(nint block) { }\n    public static int Count", "LITHE1502", "has `static void Heap.Free(nint)`, which its contract")]
    [InlineData("public static class Heap", "public struct Extra { }\npublic static class Heap", "LITHE1502", "has `struct Extra`")]
    [InlineData("public static class Heap", "public sealed class Heap", "LITHE1503", "has `sealed class Heap` where its contract lib/alloc/api declares `static class Heap`")]
    public async Task An_implementation_has_the_surface_of_its_contract(string old, string replacement, string code, string message)
    {
        _tree.Replace("lib/alloc/first/Heap.cs", old, replacement);
        BuildOutcome outcome = await _tree.BuildAsync();
        Assert.Contains(outcome.Diagnostics, diagnostic => diagnostic.Code == code && diagnostic.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_implementation_that_the_configuration_leaves_out_is_not_looked_at()
    {
        _tree.Replace("lib/alloc/first/Heap.cs", "Allocate", "Reserve");
        await _tree.FailAsync("LITHE1702", ("HEAP", "second"));
    }

    [Fact]
    public async Task Unsafe_code_is_for_the_libraries_listed()
    {
        _tree.Replace("lib/plain/Thing.cs", "public static nint Make()", "public static unsafe void Poke(byte* p) { }\n    public static nint Make()");
        Diagnostic error = await _tree.FailAsync("CS0227");
        Assert.EndsWith("lib/plain/Thing.cs", error.File);
        Assert.Equal(5, error.Line);

        _tree.Write("lib/unsafe-libraries.txt", "Lithe.Core\tthe core library itself\nLithe.Plain\ttest\n");
        await _tree.FailAsync("LITHE1702");
    }

    [Fact]
    public async Task References_out_of_nothing_are_found_in_the_il()
    {
        _tree.Replace("lib/plain/Thing.cs", "public static nint Make()", "public static string Cast(object o) => System.Runtime.CompilerServices.Unsafe.As<string>(o);\n    public static nint Make()");
        Diagnostic error = await _tree.FailAsync("LITHE1611");
        Assert.Contains("Thing.Cast uses Unsafe.As, and Lithe.Plain (lib/plain) is not among", error.Message);
    }

    [Fact]
    public async Task External_methods_are_found_in_the_il()
    {
        _tree.Replace("lib/plain/Thing.cs", "public static nint Make()", "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)]\n    public static extern void Outside();\n    public static nint Make()");
        Assert.Contains("Thing.Outside is an external method", (await _tree.FailAsync("LITHE1612")).Message);
    }

    [Fact]
    public async Task The_list_of_unsafe_libraries_gives_reasons()
    {
        _tree.Write("lib/unsafe-libraries.txt", "# comment\nLithe.Core\n");
        Assert.Equal(2, (await _tree.FailAsync("LITHE1601")).Line);
    }

    [Fact]
    public async Task A_compile_error_of_the_application_is_passed_on()
    {
        _tree.Replace("app/Program.cs", "Thing.Make()", "Thing.Mkae()");
        Diagnostic error = await _tree.FailAsync("CS0117");
        Assert.Equal(_tree.PathOf("app/Program.cs"), error.File);
        Assert.Equal((3, 57), (error.Line, error.Column));
    }

    [Fact]
    public async Task A_compile_error_of_a_library_is_told_once()
    {
        _tree.Replace("lib/core/System.cs", "public struct Void { }", "public struct Void { } oops");
        BuildOutcome outcome = await _tree.BuildAsync();
        Assert.False(outcome.Succeeded);
        Assert.All(outcome.Diagnostics, diagnostic => Assert.EndsWith("lib/core/System.cs", diagnostic.File));
        Assert.Equal(outcome.Diagnostics.Count, outcome.Diagnostics.Distinct().Count());
    }

    [Fact]
    public async Task A_program_needs_an_entry_point()
    {
        _tree.Replace("app/Program.cs", "Main", "Mian");
        await _tree.FailAsync("CS5001");
    }

    [Fact]
    public async Task A_start_up_method_must_be_callable()
    {
        _tree.Replace("lib/alloc/first/Heap.cs", "public static void Initialize()", "internal static void Initialize()");
        Assert.Contains("Lithe.Alloc.Heap.Initialize is marked [Init] but is not public", (await _tree.FailAsync("LITHE1705")).Message);
    }

    [Fact]
    public async Task An_unknown_symbol_of_the_description_has_a_place_and_a_suggestion()
    {
        _tree.Write("app/lithe.yaml", "name: app\napp: { csharp: . }\nconfig:\n  LIMT: 3\n");
        Diagnostic error = await _tree.FailAsync("LITHE1301");
        Assert.Equal(4, error.Line);
        Assert.Contains("LIMIT", error.Message);
        Assert.EndsWith("lithe.yaml", error.File);
    }

    [Fact]
    public async Task An_error_in_a_Kconfig_file_has_its_place()
    {
        _tree.Write("lib/plain/Kconfig", "config PLAIN\n\tboool \"x\"\n");
        Diagnostic error = await _tree.FailAsync("LITHE1302");
        Assert.EndsWith("plain/Kconfig", error.File);
        Assert.Equal(2, error.Line);
    }

    [Theory]
    [InlineData("ToString")]
    [InlineData("Config")]
    public async Task A_symbol_that_cannot_be_a_property_has_its_place(string name)
    {
        _tree.Write("lib/plain/Kconfig", $"\nconfig {name}\n\tbool \"x\"\n");
        Diagnostic error = await _tree.FailAsync("LITHE1304");
        Assert.EndsWith("plain/Kconfig", error.File);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public async Task A_number_that_does_not_fit_has_its_place()
    {
        _tree.Write("lib/plain/Kconfig", "config PLAIN\n\tint \"x\"\n\tdefault foo\n");
        Diagnostic error = await _tree.FailAsync("LITHE1303");
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public async Task A_library_whose_symbol_nothing_defines_is_named()
    {
        _tree.Write("lib/plain/Lithe.Plain.csproj", "<Project><PropertyGroup><LitheSymbol>PLIAN</LitheSymbol></PropertyGroup></Project>");
        Diagnostic error = await _tree.FailAsync("LITHE1214");
        Assert.EndsWith("lib/plain/Lithe.Plain.csproj", error.File);
        Assert.Contains("PLIAN", error.Message);
    }

    [Fact]
    public async Task An_application_for_another_processor_says_so()
    {
        _tree.Write("lib/plain/Lithe.Plain.csproj", "<Project><PropertyGroup><LitheArch>arm64</LitheArch></PropertyGroup></Project>");
        Assert.Contains("builds for arm64 only", (await _tree.FailAsync("LITHE1212")).Message);
    }
}
