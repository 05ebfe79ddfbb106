namespace Lithe;

/// <summary>
/// What stands behind <c>lock</c> and static constructors. As long as nobody sets the hooks there is one processor and one thread, and
/// both cost nothing; a scheduler or a lock library sets them before it starts a second one.
/// </summary>
public static unsafe class SynchronizationHooks
{
    private static delegate*<object, void> s_enter;
    private static delegate*<object, bool> s_tryEnter;
    private static delegate*<object, void> s_exit;
    private static delegate*<void> s_enterStaticConstructor;
    private static delegate*<void> s_exitStaticConstructor;

    /// <summary>
    /// Sets what <c>lock</c> does: a recursive lock for each object. Objects have no header; keep the locks in a table by address, which
    /// never changes.
    /// </summary>
    public static void SetMonitor(delegate*<object, void> enter, delegate*<object, bool> tryEnter, delegate*<object, void> exit)
    {
        s_tryEnter = tryEnter;
        s_exit = exit;
        s_enter = enter;
    }

    /// <summary>Sets what is held while a static constructor runs: one recursive lock for all.</summary>
    public static void SetStaticConstructors(delegate*<void> enter, delegate*<void> exit)
    {
        s_exitStaticConstructor = exit;
        s_enterStaticConstructor = enter;
    }

    internal static void Enter(object o)
    {
        if (s_enter != null)
            s_enter(o);
    }

    internal static bool TryEnter(object o) => s_tryEnter == null || s_tryEnter(o);

    internal static void Exit(object o)
    {
        if (s_exit != null)
            s_exit(o);
    }

    internal static void EnterStaticConstructor()
    {
        if (s_enterStaticConstructor != null)
            s_enterStaticConstructor();
    }

    internal static void ExitStaticConstructor()
    {
        if (s_exitStaticConstructor != null)
            s_exitStaticConstructor();
    }
}
