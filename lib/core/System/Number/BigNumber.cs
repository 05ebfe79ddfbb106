using System.Numerics;

namespace System;

// A natural number in a caller's buffer, least significant word first: exact arithmetic for floating-point text. The buffer
// must hold the largest value of the computation; each user says why its size is enough.
internal ref struct BigNumber
{
    private readonly Span<uint> _words;
    private int _length;

    internal BigNumber(Span<uint> buffer, ulong value)
    {
        _words = buffer;
        _words[0] = (uint)value;
        _words[1] = (uint)(value >> 32);
        _length = _words[1] != 0 ? 2 : _words[0] != 0 ? 1 : 0;
    }

    internal readonly bool IsZero => _length == 0;

    internal readonly int BitLength => _length == 0 ? 0 : _length * 32 - BitOperations.LeadingZeroCount(_words[_length - 1]);

    // this = this * factor + addend
    internal void MultiplyAdd(uint factor, uint addend)
    {
        ulong carry = addend;
        Span<uint> words = _words;
        for (int i = 0; i < _length; i++)
        {
            ulong product = (ulong)words[i] * factor + carry;
            words[i] = (uint)product;
            carry = product >> 32;
        }
        if (carry != 0)
            words[_length++] = (uint)carry;
        else if (factor == 0)
            _length = 0;
    }

    internal void MultiplyPowerOf10(int exponent)
    {
        // 10^n = 5^n * 2^n; 5^13 is the largest power of five in a word.
        int left = exponent;
        for (; left >= 13; left -= 13)
            MultiplyAdd(1_220_703_125, 0);
        uint rest = 1;
        for (; left > 0; left--)
            rest *= 5;
        MultiplyAdd(rest, 0);
        ShiftLeft(exponent);
    }

    internal void ShiftLeft(int bits)
    {
        if (_length == 0 || bits == 0)
            return;
        int wordShift = bits >> 5;
        int bitShift = bits & 31;
        Span<uint> words = _words;
        if (bitShift == 0)
        {
            for (int i = _length - 1; i >= 0; i--)
                words[i + wordShift] = words[i];
            _length += wordShift;
        }
        else
        {
            uint high = words[_length - 1] >> (32 - bitShift);
            for (int i = _length - 1; i > 0; i--)
                words[i + wordShift] = (words[i] << bitShift) | (words[i - 1] >> (32 - bitShift));
            words[wordShift] = words[0] << bitShift;
            _length += wordShift;
            if (high != 0)
                words[_length++] = high;
        }
        words.Slice(0, wordShift).Clear();
    }

    internal static int Compare(scoped in BigNumber a, scoped in BigNumber b)
    {
        if (a._length != b._length)
            return a._length < b._length ? -1 : 1;
        for (int i = a._length - 1; i >= 0; i--)
        {
            if (a._words[i] != b._words[i])
                return a._words[i] < b._words[i] ? -1 : 1;
        }
        return 0;
    }

    // Compares a + b with c.
    internal static int CompareSum(scoped in BigNumber a, scoped in BigNumber b, scoped in BigNumber c)
    {
        // From the top: `ahead` is how much c leads so far, in units of the word at hand. More than 1 can't be caught up.
        int top = a._length > b._length ? a._length : b._length;
        if (c._length > top)
            top = c._length;
        long ahead = 0;
        for (int i = top - 1; i >= 0; i--)
        {
            ahead = (ahead << 32) + c.Word(i) - a.Word(i) - b.Word(i);
            if (ahead > 1)
                return -1;
            if (ahead < 0)
                return 1;
        }
        return ahead == 0 ? 0 : -1;
    }

    private readonly long Word(int index) => index < _length ? _words[index] : 0;

    // this -= other * factor, which must not exceed this.
    internal void SubtractMultiple(scoped in BigNumber other, uint factor)
    {
        Span<uint> words = _words;
        ulong carry = 0;
        long borrow = 0;
        for (int i = 0; i < other._length; i++)
        {
            ulong product = (ulong)other._words[i] * factor + carry;
            carry = product >> 32;
            long difference = (long)words[i] - (uint)product + borrow;
            words[i] = (uint)difference;
            borrow = difference >> 32;
        }
        for (int i = other._length; (carry != 0 || borrow != 0) && i < _length; i++)
        {
            long difference = (long)words[i] - (uint)carry + borrow;
            carry = 0;
            words[i] = (uint)difference;
            borrow = difference >> 32;
        }
        while (_length > 0 && words[_length - 1] == 0)
            _length--;
    }

    // The bits that bring the top word of a divisor into [2^27, 2^28), so that DivideDigit estimates well.
    internal readonly int DivisorShift
    {
        get
        {
            int zeros = BitOperations.LeadingZeroCount(_words[_length - 1]);
            return zeros >= 4 ? zeros - 4 : zeros + 28;
        }
    }

    // this / divisor, which must be below 10; this becomes the remainder. The divisor is shifted as DivisorShift says.
    internal uint DivideDigit(scoped in BigNumber divisor)
    {
        int n = divisor._length;
        if (_length < n)
            return 0;
        // Too small by at most one, since the divisor's top word is at least 2^27 and the quotient below 10.
        uint quotient = _words[n - 1] / (divisor._words[n - 1] + 1);
        if (quotient != 0)
            SubtractMultiple(divisor, quotient);
        if (Compare(this, divisor) >= 0)
        {
            quotient++;
            SubtractMultiple(divisor, 1);
        }
        return quotient;
    }
}
