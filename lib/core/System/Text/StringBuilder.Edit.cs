namespace System.Text;

public sealed partial class StringBuilder
{
    /// <summary>Puts a string in at an index.</summary>
    public StringBuilder Insert(int index, string? value) => Insert(index, (ReadOnlySpan<char>)value);

    /// <summary>Puts a character in at an index.</summary>
    public StringBuilder Insert(int index, char value) => Insert(index, [value]);

    /// <summary>Puts characters in at an index.</summary>
    public StringBuilder Insert(int index, ReadOnlySpan<char> value)
    {
        if ((uint)index > (uint)_length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
        int tail = _length - index;
        Take(value.Length);
        new ReadOnlySpan<char>(_chars, index, tail).CopyTo(new Span<char>(_chars, index + value.Length, tail));
        value.CopyTo(new Span<char>(_chars, index, value.Length));
        return this;
    }

    /// <summary>Takes some characters out.</summary>
    public StringBuilder Remove(int startIndex, int length)
    {
        if (length < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(length));
        if (startIndex < 0 || length > _length - startIndex)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(startIndex));
        Written.Slice(startIndex + length).CopyTo(new Span<char>(_chars).Slice(startIndex));
        _length -= length;
        return this;
    }

    /// <summary>Puts a character in place of another.</summary>
    public StringBuilder Replace(char oldChar, char newChar)
    {
        new Span<char>(_chars, 0, _length).Replace(oldChar, newChar);
        return this;
    }

    /// <summary>Puts a string in place of another.</summary>
    public StringBuilder Replace(string oldValue, string? newValue)
    {
        // Count first: text without the old string is left as it is.
        if (oldValue is null)
            ThrowHelper.ThrowArgumentNull(nameof(oldValue));
        if (oldValue.Length == 0)
            ThrowHelper.ThrowArgument("The value cannot be an empty string.");
        if (Written.IndexOf((ReadOnlySpan<char>)oldValue) < 0)
            return this;
        string replaced = ToString().Replace(oldValue, newValue);
        _length = 0;
        return Append(replaced);
    }
}
