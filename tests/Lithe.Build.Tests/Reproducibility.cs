using Lithe.Description;

namespace Lithe.Build.Tests;

/// <summary>Holds the same build, done in two folders, against each other.</summary>
internal static class Reproducibility
{
    /// <summary>Builds an application in both trees, whose sources are the same, and compares every file of the output.</summary>
    public static async Task CheckAsync(string one, string other, string app, Target target)
    {
        BuildOutcome first = await Repository.BuildAsync(one, app, target);
        BuildOutcome second = await Repository.BuildAsync(other, app, target);
        // The manifest speaks of this machine: paths, dates.
        string[] files = [.. Directory.EnumerateFiles(first.OutputFolder).Select(file => Path.GetFileName(file)!).Where(file => file != ".manifest").Order()];
        Assert.Equal(files, Directory.EnumerateFiles(second.OutputFolder).Select(file => Path.GetFileName(file)!).Where(file => file != ".manifest").Order());
        foreach (string file in files)
            Assert.True(File.ReadAllBytes(Path.Combine(first.OutputFolder, file)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(second.OutputFolder, file))), $"{file} differs");
    }
}
