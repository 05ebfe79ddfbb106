using Lithe;

namespace System.Runtime.CompilerServices;

// What the compiler keeps for a type with a static constructor that runs when it is first needed.
internal struct StaticClassConstructionContext
{
    // The constructor's address; 0 when it has run. The one field that compiled code reads.
    internal nint cctorMethodAddress;
}

// Runs static constructors. Compiled code calls these by name when a type's context is not 0.
//
// A constructor that needs its own type's fields while it runs finds them as they are, as the language says. Between processors and
// threads `SynchronizationHooks` decides: without a hook there is one of each.
internal static unsafe class ClassConstructorRunner
{
    private const nint Running = 1;

    private static object CheckStaticClassConstructionReturnGCStaticBase(ref StaticClassConstructionContext context, object gcStaticBase)
    {
        Run(ref context);
        return gcStaticBase;
    }

    private static nint CheckStaticClassConstructionReturnNonGCStaticBase(ref StaticClassConstructionContext context, nint nonGcStaticBase)
    {
        Run(ref context);
        return nonGcStaticBase;
    }

    private static object CheckStaticClassConstructionReturnThreadStaticBase(nint typeManager, ref StaticClassConstructionContext context)
    {
        Fail.Stop(FailReason.FeatureRemoved, "thread statics");
        return null!;
    }

    private static void Run(ref StaticClassConstructionContext context)
    {
        SynchronizationHooks.EnterStaticConstructor();
        nint constructor = context.cctorMethodAddress;
        if (constructor > Running)
        {
            context.cctorMethodAddress = Running;
            ((delegate*<void>)constructor)();
            // The fields are written before the type counts as ready.
            Threading.Volatile.Write(ref context.cctorMethodAddress, 0);
        }
        SynchronizationHooks.ExitStaticConstructor();
    }
}
