using System;
using System.Runtime.CompilerServices;
using System.Threading;
using Lithe.Sched;

namespace Lithe.Sync;

/// <summary>
/// A value for each thread. A thread's first use makes room for it, in memory that stays its object's and serves the next thread that the object becomes: so threads
/// that come and go take no more than those that there are at a time. Not for interrupt handlers. Numbers of such values are never used again: keep it in a static field.
/// </summary>
public sealed class ThreadLocal<T>
{
    private readonly Func<T>? _create;
    private readonly int _place = ThreadPlaces.Take();

    /// <summary>Each thread's value begins as what <paramref name="create"/> returns on that thread, or as the type's default.</summary>
    public ThreadLocal(Func<T>? create = null) => _create = create;

    /// <summary>The running thread's value.</summary>
    public ref T Value
    {
        get
        {
            KernelThread thread = Scheduler.Current;
            object?[]? locals = thread.Locals;
            object? found = locals is not null && _place < locals.Length ? locals[_place] : null;
            Slot slot = found is null ? Add(thread) : (Slot)found;
            if (slot.Life != thread.Life)
                Begin(slot, thread.Life);
            return ref slot.Value;
        }
    }

    private void Begin(Slot slot, int life)
    {
        slot.Value = default!;
        slot.Life = life;
        if (_create is not null)
            slot.Value = _create();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Slot Add(KernelThread thread)
    {
        object?[]? locals = thread.Locals;
        if (locals is null || _place >= locals.Length)
        {
            // As many as there are now: most are made before a second thread is.
            var more = new object?[ThreadPlaces.Count];
            for (int i = 0; locals is not null && i < locals.Length; i++)
                more[i] = locals[i];
            thread.Locals = locals = more;
        }

        var slot = new Slot { Life = thread.Life - 1 };
        locals[_place] = slot;
        return slot;
    }

    private sealed class Slot
    {
        internal int Life;
        internal T Value = default!;
    }
}

/// <summary>Numbers of the places in every thread's table.</summary>
internal static class ThreadPlaces
{
    private static int s_count;

    internal static int Count => Volatile.Read(ref s_count);

    internal static int Take() => Interlocked.Increment(ref s_count) - 1;
}
