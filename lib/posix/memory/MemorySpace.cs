using System;
using Lithe.Vmem;

namespace Lithe.Posix;

/// <summary>
/// Which addresses are a process's: ranges in the order of their addresses, none of which meet. All processes have one address space; when one ends, what was its own is given back. The
/// mapping calls' lock's.
/// </summary>
public sealed class MemorySpace : ProgramMemory
{
    private ulong[] _starts = new ulong[32], _ends = new ulong[32];
    private int _count;

    /// <summary>Where the room of <c>brk</c> begins, and how far it is used; 0 before the first call.</summary>
    internal ulong BreakStart, Break;

    /// <summary>How many ranges there are.</summary>
    public int Count => _count;

    /// <summary>A range is the process's.</summary>
    public void Add(ulong start, ulong length)
    {
        ulong end = start + length;
        // Those that it meets become one with it.
        int first = 0;
        while (first < _count && _ends[first] < start)
            first++;
        int last = first;
        while (last < _count && _starts[last] <= end)
        {
            start = Math.Min(start, _starts[last]);
            end = Math.Max(end, _ends[last]);
            last++;
        }

        Replace(first, last, 1);
        _starts[first] = start;
        _ends[first] = end;
    }

    /// <summary>A range is not the process's any more.</summary>
    public void Remove(ulong start, ulong length)
    {
        ulong end = start + length;
        int at = 0;
        while (at < _count && _ends[at] <= start)
            at++;
        while (at < _count && _starts[at] < end)
        {
            ulong left = _starts[at], right = _ends[at];
            int pieces = (left < start ? 1 : 0) + (right > end ? 1 : 0);
            Replace(at, at + 1, pieces);
            if (left < start)
            {
                _starts[at] = left;
                _ends[at++] = start;
            }

            if (right > end)
            {
                _starts[at] = end;
                _ends[at++] = right;
            }
        }
    }

    /// <inheritdoc/>
    public override void Release()
    {
        for (int i = 0; i < _count; i++)
            AddressSpace.Release(_starts[i], _ends[i] - _starts[i]);
        _count = 0;
        BreakStart = Break = 0;
    }

    // Makes room for so many ranges in place of those from one number to another.
    private void Replace(int from, int to, int pieces)
    {
        int more = pieces - (to - from);
        if (_count + more > _starts.Length)
        {
            ulong[] starts = new ulong[_starts.Length * 2], ends = new ulong[_ends.Length * 2];
            _starts.AsSpan(0, _count).CopyTo(starts);
            _ends.AsSpan(0, _count).CopyTo(ends);
            _starts = starts;
            _ends = ends;
        }

        _starts.AsSpan(to, _count - to).CopyTo(_starts.AsSpan(to + more));
        _ends.AsSpan(to, _count - to).CopyTo(_ends.AsSpan(to + more));
        _count += more;
    }
}
