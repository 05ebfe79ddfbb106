using System.Runtime.CompilerServices;

namespace Lithe.Kconfig;

/// <summary>Turns a coming stack overflow, which would end the process, into an ordinary error.</summary>
internal static class KconfigStack
{
    public static void Ensure(SourceLocation at)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new KconfigException(at, "nested too deeply");
    }
}
