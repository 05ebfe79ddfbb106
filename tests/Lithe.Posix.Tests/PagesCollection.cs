namespace Lithe.Posix.Tests;

/// <summary>Tests that count pages run one after the other.</summary>
[CollectionDefinition("pages", DisableParallelization = true)]
public sealed class PagesCollection;
