using Xunit.v3;

namespace Lithe.Tests.Shared;

/// <summary>A test that means nothing in an image without some option: it is left out when the others are run without it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
internal sealed class NeedsAttribute(string symbol) : Attribute, ITraitAttribute
{
    /// <summary>The name of the trait.</summary>
    public const string Trait = "needs";

    /// <summary>The option's symbol.</summary>
    public string Symbol => symbol;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Trait, symbol)];
}
