using System.Runtime.CompilerServices;

namespace Lithe.Sched;

/// <summary>Threads that are ready to run, in the order that they came.</summary>
/// <remarks>
/// Kept as addresses: objects stay where they are, and a store of a reference is a call, of which a switch would make five. An address is read as a thread
/// where it lies in memory (<see cref="ThreadIn"/>): of a copy the compiler would make a slot on the stack.
/// </remarks>
internal struct ThreadQueue
{
    private nint _first, _last;

    internal readonly bool IsEmpty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _first == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(KernelThread thread)
    {
        // A thread outside has a null link: whoever takes it clears it.
        nint address = thread.Address;
        if (_first == 0)
            _first = address;
        else
            LinkOf(ThreadIn(ref _last)) = address;
        _last = address;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal KernelThread? Take()
    {
        if (_first == 0)
            return null;
        KernelThread thread = ThreadIn(ref _first);
        _first = LinkOf(thread);
        LinkOf(thread) = 0;
        return thread;
    }

    /// <summary>Takes the first one out, puts another one in at the end; there is a first one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal KernelThread Exchange(KernelThread added, out nint taken)
    {
        taken = _first;
        nint address = added.Address;
        LinkOf(ThreadIn(ref _last)) = address;
        _last = address;
        KernelThread thread = ThreadIn(ref _first);
        _first = LinkOf(thread);
        LinkOf(thread) = 0;
        return thread;
    }

    /// <summary>Takes out the first one that is not pinned, or returns null.</summary>
    internal KernelThread? TakeMovable()
    {
        KernelThread? before = null;
        for (ref nint link = ref _first; link != 0; link = ref LinkOf(before))
        {
            KernelThread thread = ThreadIn(ref link);
            if (!thread.IsPinned)
            {
                link = LinkOf(thread);
                if (link == 0)
                    _last = before is null ? 0 : before.Address;
                LinkOf(thread) = 0;
                return thread;
            }

            before = thread;
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static KernelThread ThreadIn(ref nint address) => Unsafe.As<nint, KernelThread>(ref address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref nint LinkOf(KernelThread thread) => ref Unsafe.As<Schedulable?, nint>(ref thread.NextToRun);
}
