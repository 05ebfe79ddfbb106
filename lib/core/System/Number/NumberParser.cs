using System.Globalization;

namespace System;

// Reads [white][sign or ( or currency]digits[,digits][.digits][e[sign]digits][sign or ) or currency][white], each part as far
// as the styles allow it, into a NumberBuffer. The invariant culture's symbols are one ASCII character each, but for currency.
internal ref struct NumberParser<TUnit> where TUnit : unmanaged
{
    private readonly ReadOnlySpan<TUnit> _text;
    private readonly NumberStyles _styles;
    private int _position;
    private bool _sign;
    private bool _parenthesis;
    private bool _currency;
    private bool _anyDigit;
    private bool _nonZero;
    private bool _point;

    internal NumberParser(ReadOnlySpan<TUnit> text, NumberStyles styles)
    {
        _text = text;
        _styles = styles;
    }

    internal static bool TryParse(ReadOnlySpan<TUnit> text, NumberStyles styles, ref NumberBuffer number)
    {
        NumberParser<TUnit> parser = new(text, styles);
        parser.Prefix(ref number);
        parser.Digits(ref number);
        return parser._anyDigit && parser.Suffix(ref number) && Number.OnlyNulls(text, parser._position);
    }

    // The unit at hand, 0 at the end.
    private readonly uint Current => _position < _text.Length ? Unit.Load(_text[_position]) : 0;

    private readonly bool Allows(NumberStyles style) => (_styles & style) != 0;

    private void Prefix(ref NumberBuffer number)
    {
        while (true)
        {
            uint c = Current;
            // White space after a sign is fine only once a currency symbol followed it.
            if (Unit.IsNumberWhite(c) && Allows(NumberStyles.AllowLeadingWhite) && (!_sign || _currency))
                _position++;
            else if (!TakeSign(NumberStyles.AllowLeadingSign, ref number) && !TakeOpening(c, ref number) && !TakeCurrency())
                return;
        }
    }

    private bool TakeSign(NumberStyles style, ref NumberBuffer number)
    {
        uint c = Current;
        if (_sign || !Allows(style) || (c != '+' && c != '-'))
            return false;
        _sign = true;
        if (c == '-')
            number.Negative = true;
        _position++;
        return true;
    }

    private bool TakeOpening(uint c, ref NumberBuffer number)
    {
        if (c != '(' || _sign || !Allows(NumberStyles.AllowParentheses))
            return false;
        _sign = true;
        _parenthesis = true;
        number.Negative = true;
        _position++;
        return true;
    }

    private bool TakeCurrency()
    {
        if (_currency || !Allows(NumberStyles.AllowCurrencySymbol))
            return false;
        if (System.Runtime.CompilerServices.Unsafe.SizeOf<TUnit>() == 1)
        {
            if (Current != 0xC2 || _position + 1 >= _text.Length || Unit.Load(_text[_position + 1]) != 0xA4)
                return false;
            _position++;
        }
        else if (Current != 0xA4)
        {
            return false;
        }
        _position++;
        _currency = true;
        return true;
    }

    private void Digits(ref NumberBuffer number)
    {
        int capacity = number.Digits.Length;
        int stored = 0;   // digits in the buffer
        int kept = 0;     // of which up to the last that is not zero
        for (; ; _position++)
        {
            uint c = Current;
            if (Unit.IsDigit(c))
            {
                _anyDigit = true;
                if (c == '0' && !_nonZero)
                {
                    if (_point)
                        number.Scale--;
                    continue;
                }
                _nonZero = true;
                if (!_point)
                    number.Scale++;
                if (stored < capacity)
                {
                    number.Digits[stored++] = (byte)c;
                    if (c != '0')
                        kept = stored;
                }
                else if (c != '0')
                {
                    number.NonZeroTail = true;
                }
            }
            else if (c == '.' && !_point && Allows(NumberStyles.AllowDecimalPoint))
            {
                _point = true;
            }
            else if (c != ',' || !Allows(NumberStyles.AllowThousands) || !_anyDigit || _point)
            {
                break;
            }
        }
        number.Count = number.NonZeroTail ? stored : kept;
        if (_anyDigit && Allows(NumberStyles.AllowExponent))
            Exponent(ref number);
    }

    private void Exponent(ref NumberBuffer number)
    {
        if ((Current | 0x20) != 'e')
            return;
        int start = _position++;
        bool negative = false;
        if (Current is '+' or '-')
        {
            negative = Current == '-';
            _position++;
        }
        if (!Unit.IsDigit(Current))
        {
            // An 'e' without digits is no exponent; what stands there is judged as what follows the number.
            _position = start;
            return;
        }
        int exponent = 0;
        for (; Unit.IsDigit(Current); _position++)
        {
            if (exponent < 100_000_000)
            {
                exponent = exponent * 10 + (int)(Current - '0');
            }
            else
            {
                // Out of every type's range, whatever the digits say.
                exponent = int.MaxValue;
                number.Scale = 0;
            }
        }
        number.Scale += negative ? -exponent : exponent;
    }

    private bool Suffix(ref NumberBuffer number)
    {
        while (true)
        {
            uint c = Current;
            if (Unit.IsNumberWhite(c) && Allows(NumberStyles.AllowTrailingWhite))
            {
                _position++;
            }
            else if (c == ')' && _parenthesis)
            {
                _parenthesis = false;
                _position++;
            }
            else if (!TakeSign(NumberStyles.AllowTrailingSign, ref number) && !TakeCurrency())
            {
                break;
            }
        }
        if (!_nonZero)
        {
            number.Scale = 0;
            // An integer has no negative zero; neither has text such as "-0" read as one.
            if (!number.Floating && !_point)
                number.Negative = false;
        }
        return !_parenthesis;
    }
}
