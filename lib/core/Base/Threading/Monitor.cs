using Lithe;

namespace System.Threading;

/// <summary>What <c>lock</c> compiles to. See <see cref="SynchronizationHooks"/>.</summary>
public static class Monitor
{
    /// <summary>Takes an object's lock.</summary>
    public static void Enter(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        SynchronizationHooks.Enter(obj);
    }

    /// <summary>Takes an object's lock and says so.</summary>
    public static void Enter(object obj, ref bool lockTaken)
    {
        if (lockTaken)
            ThrowHelper.ThrowArgument("Argument must be initialized to false");
        Enter(obj);
        lockTaken = true;
    }

    /// <summary>Takes an object's lock when it is free.</summary>
    public static bool TryEnter(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return SynchronizationHooks.TryEnter(obj);
    }

    /// <summary>Gives an object's lock back.</summary>
    public static void Exit(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        SynchronizationHooks.Exit(obj);
    }
}

#pragma warning disable CS9216 // a Lock as an object: the hooks keep one table for both

/// <summary>A lock of its own.</summary>
public sealed class Lock
{
    /// <summary>Takes the lock.</summary>
    public void Enter() => SynchronizationHooks.Enter(this);

    /// <summary>Takes the lock when it is free.</summary>
    public bool TryEnter() => SynchronizationHooks.TryEnter(this);

    /// <summary>Gives the lock back.</summary>
    public void Exit() => SynchronizationHooks.Exit(this);

    /// <summary>Takes the lock until the scope is disposed of.</summary>
    public Scope EnterScope()
    {
        Enter();
        return new Scope(this);
    }

    /// <summary>Holds a lock.</summary>
    public ref struct Scope
    {
        private Lock? _lock;

        internal Scope(Lock owner) => _lock = owner;

        /// <summary>Gives the lock back.</summary>
        public void Dispose()
        {
            Lock? owner = _lock;
            _lock = null;
            owner?.Exit();
        }
    }
}
