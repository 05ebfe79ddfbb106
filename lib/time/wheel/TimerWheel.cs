using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Time;

/// <summary>
/// A hierarchical timing wheel (Varghese and Lauck, "Hashed and hierarchical timing wheels", 1987): starting and cancelling take a fixed number of
/// steps, and so does finding the next timer, whatever their number.
/// </summary>
/// <remarks>
/// Level n has 64 slots of 64^n ticks each. A timer is on the level of the highest group of six bits in which its tick differs from the present one, in
/// the slot that those bits say; so the first occupied slot of the lowest occupied level comes first. When a slot's time comes its timers move to lower
/// levels. Used by one caller at a time.
/// </remarks>
public sealed class TimerWheel
{
    private const int SlotBits = 6, Slots = 1 << SlotBits, Levels = 9;

    /// <summary>Later ticks are taken for this one: 2^54 - 1.</summary>
    public const ulong LastTick = (1UL << (SlotBits * Levels)) - 1;

    private ulong _now;
    private Timer? _firstDue, _lastDue;
    private Occupancy _occupied;
    // Bit n: level n has a timer.
    private uint _levels;
    private readonly Timer?[] _slots = new Timer?[Levels * Slots];

    /// <summary>The tick that the wheel has come to.</summary>
    public ulong Now => _now;

    /// <summary>Has a timer, which is idle, expire at a tick, or at once when that has passed.</summary>
    public void Add(Timer timer, ulong tick)
    {
        timer.Tick = tick > LastTick ? LastTick : tick;
        Place(timer);
    }

    /// <summary>Takes a timer off. False when it was idle.</summary>
    public bool Remove(Timer timer)
    {
        int place = timer.Place;
        if (place == Timer.Idle)
            return false;
        Timer? next = timer.Next, previous = timer.Previous;
        if (next is not null)
            next.Previous = previous;
        else if (place == Timer.Due)
            _lastDue = previous;
        if (previous is not null)
        {
            previous.Next = next;
        }
        else if (place == Timer.Due)
        {
            _firstDue = next;
        }
        else
        {
            _slots[place] = next;
            if (next is null)
                Clear(place);
        }

        timer.Next = timer.Previous = null;
        timer.Place = Timer.Idle;
        return true;
    }

    /// <summary>
    /// Moves on to a tick as far as nothing is due before; the next timer that is due by then, taken off and idle, or null. Call until null. Among the timers of
    /// one tick the order is not defined.
    /// </summary>
    public Timer? TakeDue(ulong tick)
    {
        while (_firstDue is null)
        {
            ulong next = NextTick;
            if (next > tick)
            {
                if (tick > _now)
                    _now = tick > LastTick ? LastTick : tick;
                return null;
            }

            _now = next;
            OpenSlots();
        }

        Timer timer = _firstDue;
        Remove(timer);
        return timer;
    }

    /// <summary>A tick before which nothing is due: exact within the next 64 ticks, else the start of the first occupied slot. <see cref="ulong.MaxValue"/> when there is no timer.</summary>
    public ulong NextTick
    {
        get
        {
            if (_firstDue is not null)
                return _now;
            if (_levels == 0)
                return ulong.MaxValue;
            int level = BitOperations.TrailingZeroCount(_levels);
            int shift = level * SlotBits;
            ulong round = shift + SlotBits >= 64 ? 0 : _now >> (shift + SlotBits) << (shift + SlotBits);
            return round | (ulong)BitOperations.TrailingZeroCount(_occupied[level]) << shift;
        }
    }

    /// <summary>Puts the timers of every slot that starts at the present tick where they belong now.</summary>
    private void OpenSlots()
    {
        for (int level = 0; level < Levels; level++)
        {
            int shift = level * SlotBits;
            int place = level * Slots + (int)(_now >> shift & (Slots - 1));
            Timer? timer = _slots[place];
            _slots[place] = null;
            Clear(place);
            while (timer is not null)
            {
                Timer? next = timer.Next;
                timer.Next = timer.Previous = null;
                Place(timer);
                timer = next;
            }

            // A slot of a higher level starts only where all lower ones start over.
            if ((_now & ((1UL << (shift + SlotBits)) - 1)) != 0)
                return;
        }
    }

    private void Place(Timer timer)
    {
        if (timer.Tick <= _now)
        {
            timer.Place = Timer.Due;
            timer.Previous = _lastDue;
            if (_lastDue is null)
                _firstDue = timer;
            else
                _lastDue.Next = timer;
            _lastDue = timer;
            return;
        }

        int level = BitOperations.Log2(timer.Tick ^ _now) / SlotBits;
        int slot = (int)(timer.Tick >> (level * SlotBits) & (Slots - 1));
        int place = level * Slots + slot;
        Timer? head = _slots[place];
        timer.Place = place;
        timer.Next = head;
        if (head is not null)
            head.Previous = timer;
        _slots[place] = timer;
        _occupied[level] |= 1UL << slot;
        _levels |= 1U << level;
    }

    private void Clear(int place)
    {
        int level = place >> SlotBits;
        ulong left = _occupied[level] & ~(1UL << (place & (Slots - 1)));
        _occupied[level] = left;
        if (left == 0)
            _levels &= ~(1U << level);
    }

    [InlineArray(Levels)]
    private struct Occupancy
    {
        private ulong _first;
    }
}
