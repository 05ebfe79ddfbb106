using System.Collections.Generic;
using System.Numerics;

namespace System;

/// <summary>Mixes hash codes into one (xxHash32), without a random seed: the same values give the same code in every run.</summary>
public struct HashCode
{
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;

    // Four lanes that take each fourth code, what waits for a full round, and how many came.
    private uint _lane1;
    private uint _lane2;
    private uint _lane3;
    private uint _lane4;
    private uint _queue1;
    private uint _queue2;
    private uint _queue3;
    private uint _length;

    /// <summary>Adds a value's hash code; null's is 0.</summary>
    public void Add<T>(T value) => AddCode((uint)(value?.GetHashCode() ?? 0));

    /// <summary>Adds the hash code that a comparer gives a value.</summary>
    public void Add<T>(T value, IEqualityComparer<T>? comparer) =>
        AddCode((uint)(value is null ? 0 : comparer is null ? value.GetHashCode() : comparer.GetHashCode(value)));

    /// <summary>Adds bytes.</summary>
    public void AddBytes(ReadOnlySpan<byte> value)
    {
        while (value.Length >= 4)
        {
            AddCode(BitConverter.ToUInt32(value));
            value = value.Slice(4);
        }
        for (int i = 0; i < value.Length; i++)
            AddCode(value[i]);
    }

    /// <summary>The code of all that was added.</summary>
    public readonly int ToHashCode()
    {
        uint hash = _length < 4
            ? Prime5
            : BitOperations.RotateLeft(_lane1, 1) + BitOperations.RotateLeft(_lane2, 7)
                + BitOperations.RotateLeft(_lane3, 12) + BitOperations.RotateLeft(_lane4, 18);
        hash += _length * 4;
        uint waiting = _length & 3;
        if (waiting > 0)
            hash = Tail(hash, _queue1);
        if (waiting > 1)
            hash = Tail(hash, _queue2);
        if (waiting > 2)
            hash = Tail(hash, _queue3);
        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return (int)(hash ^ (hash >> 16));
    }

    private static uint Tail(uint hash, uint code) => BitOperations.RotateLeft(hash + code * Prime3, 17) * Prime4;

    private static uint Round(uint lane, uint code) => BitOperations.RotateLeft(lane + code * Prime2, 13) * Prime1;

    private void AddCode(uint code)
    {
        uint position = _length++ & 3;
        if (position == 0)
        {
            _queue1 = code;
        }
        else if (position == 1)
        {
            _queue2 = code;
        }
        else if (position == 2)
        {
            _queue3 = code;
        }
        else
        {
            if (_length == 4)
            {
                _lane1 = unchecked(Prime1 + Prime2);
                _lane2 = Prime2;
                _lane3 = 0;
                _lane4 = unchecked(0 - Prime1);
            }
            _lane1 = Round(_lane1, _queue1);
            _lane2 = Round(_lane2, _queue2);
            _lane3 = Round(_lane3, _queue3);
            _lane4 = Round(_lane4, code);
        }
    }

    /// <summary>The code of 1 value.</summary>
    public static int Combine<T1>(T1 value1)
    {
        HashCode hash = default;
        hash.Add(value1);
        return hash.ToHashCode();
    }

    /// <summary>The code of 2 values.</summary>
    public static int Combine<T1, T2>(T1 value1, T2 value2)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        return hash.ToHashCode();
    }

    /// <summary>The code of 3 values.</summary>
    public static int Combine<T1, T2, T3>(T1 value1, T2 value2, T3 value3)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        hash.Add(value3);
        return hash.ToHashCode();
    }

    /// <summary>The code of 4 values.</summary>
    public static int Combine<T1, T2, T3, T4>(T1 value1, T2 value2, T3 value3, T4 value4)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        hash.Add(value3);
        hash.Add(value4);
        return hash.ToHashCode();
    }

    /// <summary>The code of 5 values.</summary>
    public static int Combine<T1, T2, T3, T4, T5>(T1 value1, T2 value2, T3 value3, T4 value4, T5 value5)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        hash.Add(value3);
        hash.Add(value4);
        hash.Add(value5);
        return hash.ToHashCode();
    }

    /// <summary>The code of 6 values.</summary>
    public static int Combine<T1, T2, T3, T4, T5, T6>(T1 value1, T2 value2, T3 value3, T4 value4, T5 value5, T6 value6)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        hash.Add(value3);
        hash.Add(value4);
        hash.Add(value5);
        hash.Add(value6);
        return hash.ToHashCode();
    }

    /// <summary>The code of 7 values.</summary>
    public static int Combine<T1, T2, T3, T4, T5, T6, T7>(T1 value1, T2 value2, T3 value3, T4 value4, T5 value5, T6 value6, T7 value7)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        hash.Add(value3);
        hash.Add(value4);
        hash.Add(value5);
        hash.Add(value6);
        hash.Add(value7);
        return hash.ToHashCode();
    }

    /// <summary>The code of 8 values.</summary>
    public static int Combine<T1, T2, T3, T4, T5, T6, T7, T8>(
        T1 value1, T2 value2, T3 value3, T4 value4, T5 value5, T6 value6, T7 value7, T8 value8)
    {
        HashCode hash = default;
        hash.Add(value1);
        hash.Add(value2);
        hash.Add(value3);
        hash.Add(value4);
        hash.Add(value5);
        hash.Add(value6);
        hash.Add(value7);
        hash.Add(value8);
        return hash.ToHashCode();
    }
}
