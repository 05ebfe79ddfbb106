using Lithe.Analysis;
using Lithe.Description;

namespace Lithe.Build.Tests;

/// <summary>C# that compiles but that an image does not have is refused with its place; what looks like it and is allowed, builds.</summary>
public sealed class LanguageErrorTests : IDisposable
{
    private readonly TemporaryFolder _copy = Repository.Copy("apps/hello");

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task A_catch_is_refused_with_its_line()
    {
        IReadOnlyList<Diagnostic> errors = await FailAsync(
            """
            using System;
            using System.Threading.Tasks;

            Console.WriteLine(C.Sync(1));
            Console.WriteLine(C.Async().IsCompleted);

            static class C
            {
                public static int Sync(int n)
                {
                    try
                    {
                        if (n == 2)
                            throw new Exception("x");
                    }
                    catch (Exception e) when (e.Message == "x")
                    {
                        return 2;
                    }
                    catch
                    {
                        return 3;
                    }
                    return n;
                }

                public static async Task Async()
                {
                    try
                    {
                        await Task.CompletedTask;
                    }
                    catch (Exception)
                    {
                        await Task.CompletedTask;
                    }
                }
            }
            """);
        Assert.All(errors, error => Assert.Equal(("LITHE1407", _copy.Path + "/apps/hello/Program.cs"), (error.Code, error.File)));
        Assert.Equal([16, 20, 33], errors.Select(error => error.Line).Order());
    }

    [Fact]
    public async Task What_the_compiler_catches_by_itself_is_allowed()
    {
        _copy.Write("apps/hello/Program.cs",
            """
            using System;
            using System.Threading.Tasks;

            Console.WriteLine(C.Plain().IsCompleted);

            sealed class D : IAsyncDisposable, IDisposable
            {
                public ValueTask DisposeAsync() => default;

                public void Dispose()
                {
                }
            }

            static class C
            {
                public static async Task Plain()
                {
                    using D first = new();
                    await using D second = new();
                    try
                    {
                        await Task.CompletedTask;
                    }
                    finally
                    {
                        await Task.CompletedTask;
                    }
                    Func<Task> lambda = static async () => await Task.CompletedTask;
                    await lambda();
                }
            }
            """);
        await Repository.BuildAsync(_copy.Path, "apps/hello", Target.LinuxX64);
    }

    [Fact]
    public async Task An_import_of_a_shared_library_names_its_call()
    {
        Diagnostic error = Assert.Single(await FailAsync(
            """
            using System;
            using System.Runtime.InteropServices;

            Console.WriteLine("before");
            Console.WriteLine(N.getpid());

            static class N
            {
                [DllImport("libc")]
                public static extern int getpid();
            }
            """));
        Assert.Equal(("LITHE1408", 5), (error.Code, error.Line));
        Assert.StartsWith("N.getpid is imported from 'libc'", error.Message);
    }

    [Fact]
    public async Task A_method_without_a_body_is_an_error()
    {
        Diagnostic error = Assert.Single(await FailAsync(
            """
            System.Console.WriteLine(N.F());

            static class N
            {
                public static extern int F();
            }
            """));
        Assert.Equal(("LITHE1409", Severity.Error, 5), (error.Code, error.Severity, error.Line));
    }

    [Fact]
    public async Task Type_arguments_that_grow_without_end_are_found()
    {
        Diagnostic error = Assert.Single(await FailAsync(
            """
            using System;
            using System.Collections.Generic;

            Console.WriteLine(R<int>.F(int.Parse(Console.ReadLine()!)));

            static class R<T>
            {
                public static int F(int n) =>
                    n == 0 ? 0 : R<List<T>>.F(n - 1) + 1;
            }
            """));
        Assert.Equal(("LITHE1719", 9), (error.Code, error.Line));
        Assert.Contains("R<List<T>>", error.Message);
        Assert.DoesNotContain("ILCompiler", error.ToString());
    }

    [Theory]
    [InlineData("public Cat Cat;", "public Dog Dog;", 0, true)]
    [InlineData("public Cat Cat;", "public long Number;", 0, true)]
    [InlineData("public Cat Cat;", "public int Number;", 4, true)]
    [InlineData("public Cat Cat;", "public Dog Dog;", 8, false)]
    [InlineData("public long Number;", "public Plain Plain;", 0, false)]
    public async Task A_safe_library_lays_nothing_over_a_reference(string first, string second, int offset, bool isRefused)
    {
        _copy.Write("lib/overlay/Lithe.Overlay.csproj",
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <ItemGroup>
                <ProjectReference Include="../core/Lithe.Core.csproj" />
              </ItemGroup>
            </Project>
            """);
        _copy.Write("lib/overlay/Overlay.cs",
            $$"""
            using System.Runtime.InteropServices;

            namespace Lithe.Overlays;

            public sealed class Cat;
            public sealed class Dog;
            public struct Plain { public int Low, High; }

            [StructLayout(LayoutKind.Explicit)]
            public struct Overlay
            {
                [FieldOffset(0)]
                {{first}}

                [FieldOffset({{offset}})]
                {{second}}
            }
            """);
        _copy.Write("apps/hello/Hello.csproj", File.ReadAllText(Path.Combine(_copy.Path, "apps/hello/Hello.csproj"))
            .Replace("<ItemGroup>", "<ItemGroup>\n    <ProjectReference Include=\"../../lib/overlay/Lithe.Overlay.csproj\" />"));
        const string Program = "System.Console.WriteLine(default(Lithe.Overlays.Overlay).GetHashCode() == 0);";
        if (!isRefused)
        {
            _copy.Write("apps/hello/Program.cs", Program);
            await Repository.BuildAsync(_copy.Path, "apps/hello", Target.LinuxX64);
            return;
        }
        Diagnostic error = Assert.Single(await FailAsync(Program));
        Assert.Equal("LITHE1613", error.Code);
        Assert.Contains("Overlay lays out its field Cat", error.Message);
    }

    [Fact]
    public async Task A_panic_names_the_programs_own_exception_class()
    {
        _copy.Write("apps/hello/Program.cs",
            """
            using System;

            throw new Shop.Closed("hi");

            namespace Shop
            {
                internal sealed class Closed(string text) : Exception(text);
            }
            """);
        BuildOutcome outcome = await Repository.BuildAsync(_copy.Path, "apps/hello", Target.LinuxX64);
        using var image = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(outcome.ImagePath) { RedirectStandardOutput = true })!;
        string[] lines = (await image.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n');
        string panic = Assert.Single(lines, line => line.StartsWith("PANIC: ", StringComparison.Ordinal));
        Assert.Matches(@"^PANIC: unhandled exception: System\.Exception \(class 0x[0-9a-f]{16}\): hi$", panic);
        var annotator = new PanicAnnotator(Symbolizer.Open(outcome.DebugPath));
        Assert.Equal("PANIC: unhandled exception: Shop.Closed: hi", annotator.AnnotateLine(panic));
    }

    private async Task<IReadOnlyList<Diagnostic>> FailAsync(string program)
    {
        _copy.Write("apps/hello/Program.cs", program);
        (AppDescription? app, _) = DescriptionReader.Read(Path.Combine(_copy.Path, "apps/hello"));
        var request = new BuildRequest(_copy.Path, app!, Target.LinuxX64, BuildProfile.Release, new Dictionary<string, string>());
        BuildOutcome outcome = await ImageBuilder.BuildAsync(request, null, TestContext.Current.CancellationToken);
        Assert.False(outcome.Succeeded);
        return outcome.Diagnostics;
    }
}
