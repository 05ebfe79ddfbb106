using System.Diagnostics;
using Lithe.Analysis;
using Lithe.Description;
using Lithe.Image;

namespace Lithe.Build.Tests;

/// <summary>Builds of real images, from the repository's own libraries.</summary>
public sealed class ImageTests
{
    public static TheoryData<string> Targets => [.. Target.All.Select(target => target.Name)];

    [Theory, MemberData(nameof(Targets))]
    public async Task Hello_becomes_an_image_with_its_symbols_beside_it(string targetName)
    {
        Target.TryParse(targetName, out Target? target, out _);
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", target!);

        ElfFile image = ElfFile.Open(outcome.ImagePath);
        Assert.Equal(target!.Arch == "arm64" ? ElfMachine.Arm64 : ElfMachine.X64, image.Machine);
        Assert.Empty(image.Symbols);
        Assert.DoesNotContain(image.Segments, segment => segment is { Type: 1, Flags: var flags } && (flags & 3) == 3);
        Assert.Equal(target.Arch == "arm64" ? "y" : "n", outcome.Config["ARCH_ARM64"]);
        foreach (string file in new[] { "Composition.g.cs", "Config.g.cs", ".config", "link.map", "hello.debug" })
            Assert.True(File.Exists(Path.Combine(outcome.OutputFolder, file)), file);

        // No path of this machine is in any of it.
        foreach (string file in Directory.EnumerateFiles(outcome.OutputFolder).Where(file => Path.GetFileName(file) != ".manifest"))
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(copy.Path)) < 0, file);
    }

    [Fact]
    public async Task A_build_with_nothing_changed_touches_nothing_and_takes_no_time()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        BuildOutcome first = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        Assert.False(first.UpToDate);
        await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        DateTime written = File.GetLastWriteTimeUtc(first.ImagePath);
        var clock = Stopwatch.StartNew();
        BuildOutcome again = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        Assert.True(again.UpToDate);
        Assert.InRange(clock.ElapsedMilliseconds, 0, 500);
        Assert.Equal(written, File.GetLastWriteTimeUtc(first.ImagePath));
        Assert.Equal(first.Config, again.Config);
    }

    [Fact]
    public async Task A_changed_body_compiles_its_library_and_no_other()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello", isFresh: true);
        copy.Write("lib/core/Added.cs", "namespace System { public static class Added { public static int One() => 1; } }");
        await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        HashSet<string> before = CachedAssemblies(copy.Path);

        copy.Write("lib/core/Added.cs", "namespace System { public static class Added { public static int One() => Two() - 1; private static int Two() => 2; } }");
        Assert.False((await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64)).UpToDate);
        Assert.Equal(["Lithe.Core.dll"], CachedAssemblies(copy.Path).Except(before).Select(Path.GetFileName));

        // A public member is seen by others: they are compiled again.
        copy.Write("lib/core/Added.cs", "namespace System { public static class Added { public static int One() => 1; public static int Two() => 2; } }");
        await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        Assert.Contains("Lithe.Console.dll", CachedAssemblies(copy.Path).Except(before).Select(Path.GetFileName));
    }

    [Theory, MemberData(nameof(Targets))]
    public async Task Two_builds_in_two_folders_give_the_same_bytes(string targetName)
    {
        Target.TryParse(targetName, out Target? target, out _);
        using TemporaryFolder one = Repository.Copy("apps/hello", isFresh: true), other = Repository.Copy("apps/hello", isFresh: true);
        await Reproducibility.CheckAsync(one.Path, other.Path, "apps/hello", target!);
    }

    [Theory]
    [InlineData("100% of it ")]
    [InlineData("it's é;$HOME,=#\"@-")]
    public async Task A_folder_may_have_any_name(string name)
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello", name: name);
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        Assert.StartsWith(Path.Combine(Path.GetTempPath(), name), outcome.ImagePath);
        Assert.Empty(ElfFile.Open(outcome.ImagePath).Symbols);
    }

    [Fact]
    public async Task A_failed_build_leaves_the_earlier_image()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        byte[] image = File.ReadAllBytes(outcome.ImagePath);
        copy.Write("apps/hello/Program.cs", "Console.WriteLin(1);");
        (AppDescription? app, _) = DescriptionReader.Read(Path.Combine(copy.Path, "apps/hello"));
        BuildOutcome failed = await ImageBuilder.BuildAsync(
            new BuildRequest(copy.Path, app!, Target.QemuX64, BuildProfile.Release, new Dictionary<string, string>()), null, TestContext.Current.CancellationToken);
        Assert.False(failed.Succeeded);
        Assert.Equal(image, File.ReadAllBytes(outcome.ImagePath));
        Assert.Equal(["qemu-x86_64"], Directory.EnumerateFileSystemEntries(Path.Combine(copy.Path, "apps/hello/build")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_program_that_reads_its_arguments_gets_them_and_a_heap()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        copy.Write("apps/hello/Program.cs", "using System;\nforeach (string argument in args)\n    Console.WriteLine(argument);\n");
        BuildOutcome outcome = await Repository.BuildAsync(copy.Path, "apps/hello", Target.QemuX64);
        SymbolTable symbols = SymbolTable.Open(outcome.DebugPath);
        Assert.True(symbols.Contains("Lithe.Args.CommandLine.GetArguments"));
        Assert.True(symbols.Contains("Lithe.Runtime.Heap."));
    }

    [Fact]
    public async Task A_debug_build_has_a_folder_of_its_own()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        (AppDescription? app, _) = DescriptionReader.Read(Path.Combine(copy.Path, "apps/hello"));
        BuildOutcome outcome = await ImageBuilder.BuildAsync(
            new BuildRequest(copy.Path, app!, Target.QemuX64, BuildProfile.Debug, new Dictionary<string, string>()), null, TestContext.Current.CancellationToken);
        Assert.True(outcome.Succeeded, string.Join('\n', outcome.Diagnostics));
        Assert.EndsWith("build/qemu-x86_64-debug", outcome.OutputFolder);
    }

    [Fact]
    public async Task An_undefined_link_symbol_names_who_wants_it()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        copy.Write("apps/hello/Hello.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\n  <PropertyGroup>\n    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>\n  </PropertyGroup>\n  <ItemGroup>\n    <ProjectReference Include=\"../../lib/console/Lithe.Console.csproj\" />\n  </ItemGroup>\n</Project>\n");
        copy.Write("apps/hello/Program.cs", "using System.Runtime;\nusing System.Runtime.CompilerServices;\nNative.Outside();\n\ninternal static class Native\n{\n    [RuntimeImport(\"*\", \"not_there\"), MethodImpl(MethodImplOptions.InternalCall)]\n    public static extern void Outside();\n}\n");
        (AppDescription? app, _) = DescriptionReader.Read(Path.Combine(copy.Path, "apps/hello"));
        BuildOutcome outcome = await ImageBuilder.BuildAsync(
            new BuildRequest(copy.Path, app!, Target.QemuX64, BuildProfile.Release, new Dictionary<string, string>()), null, TestContext.Current.CancellationToken);
        Diagnostic error = Assert.Single(outcome.Diagnostics);
        Assert.Equal("LITHE1704", error.Code);
        Assert.Contains("'not_there', which ", error.Message);
    }

    [Fact]
    public async Task A_call_of_a_generic_virtual_method_is_named_with_its_line()
    {
        using TemporaryFolder copy = Repository.Copy("apps/hello");
        copy.Write("apps/hello/Program.cs", """
            using System;
            Tool tool = args.Length == 0 ? new Tool() : new OtherTool();
            Console.WriteLine(tool.Plain<int>());
            Console.WriteLine(tool.Size<int>());
            Console.WriteLine(((ISizes<int>)tool).Show("x"));
            class Tool : ISizes<int> {
                public int Plain<T>() => 1;
                public virtual int Size<T>() => 1;
                public virtual string Show<T>(T value) => "tool";
            }
            class OtherTool : Tool { public override int Size<T>() => 2; public override string Show<T>(T value) => "other"; }
            interface ISizes<TOuter> { string Show<T>(T value); }
            """);
        (AppDescription? app, _) = DescriptionReader.Read(Path.Combine(copy.Path, "apps/hello"));
        BuildOutcome outcome = await ImageBuilder.BuildAsync(
            new BuildRequest(copy.Path, app!, Target.QemuX64, BuildProfile.Release, new Dictionary<string, string>()), null, TestContext.Current.CancellationToken);
        Assert.All(outcome.Diagnostics, error => Assert.Equal("LITHE1707", error.Code));
        Assert.Equal([4, 5], outcome.Diagnostics.Select(error => error.Line));
        Assert.Contains("Program.Main calls Tool.Size,", outcome.Diagnostics[0].Message);
        Assert.Contains("Program.Main calls ISizes.Show,", outcome.Diagnostics[1].Message);
        Assert.All(outcome.Diagnostics, error => Assert.EndsWith("hello/Program.cs", error.File));
    }

    private static HashSet<string> CachedAssemblies(string root) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, "build", "cache"), "*.dll", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/ref/", StringComparison.Ordinal) && Path.GetFileName(file) is not ("Lithe.Composition.dll" or "Lithe.EntryPoint.dll"))];
}
