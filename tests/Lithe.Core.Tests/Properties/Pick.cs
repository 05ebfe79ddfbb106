using CsCheck;

namespace Lithe.Core.Tests.Properties;

internal static class Pick
{
    internal static Gen<T> From<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
