using System.Runtime.CompilerServices;

namespace System.Text;

/// <summary>Text that grows, in one array that doubles.</summary>
public sealed partial class StringBuilder
{
    private const int DefaultCapacity = 16;

    private char[] _chars;
    private int _length;

    /// <summary>An empty text.</summary>
    public StringBuilder() => _chars = new char[DefaultCapacity];

    /// <summary>An empty text with room for some characters.</summary>
    public StringBuilder(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        _chars = new char[capacity == 0 ? DefaultCapacity : capacity];
    }

    /// <summary>A text that begins with a string.</summary>
    public StringBuilder(string? value) : this(value is null || value.Length < DefaultCapacity ? DefaultCapacity : value.Length) =>
        Append(value);

    /// <summary>A text that begins with a string, with room for some characters.</summary>
    public StringBuilder(string? value, int capacity) : this(capacity) => Append(value);

    /// <summary>The number of characters that fit before the next growth.</summary>
    public int Capacity
    {
        get => _chars.Length;
        set
        {
            if (value < _length)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
            if (value != _chars.Length)
                Reallocate(value);
        }
    }

    /// <summary>The number of characters; growth fills with NULs.</summary>
    public int Length
    {
        get => _length;
        set
        {
            if (value < 0)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(value));
            if (value > _length)
                Take(value - _length).Clear();
            _length = value;
        }
    }

    /// <summary>The character at an index.</summary>
    [IndexerName("Chars")]
    public char this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_length)
                ThrowHelper.ThrowIndexOutOfRange();
            return _chars[index];
        }
        set
        {
            if ((uint)index >= (uint)_length)
                ThrowHelper.ThrowArgumentOutOfRange(nameof(index));
            _chars[index] = value;
        }
    }

    /// <summary>Makes room for some characters in all.</summary>
    public int EnsureCapacity(int capacity)
    {
        if (capacity < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(capacity));
        if (capacity > _chars.Length)
            Reallocate(capacity);
        return _chars.Length;
    }

    /// <summary>Drops all characters.</summary>
    public StringBuilder Clear()
    {
        _length = 0;
        return this;
    }

    /// <summary>The text.</summary>
    public override string ToString() => new(Written);

    /// <summary>A part of the text.</summary>
    public string ToString(int startIndex, int length) => new(Written.Slice(startIndex, length));

    /// <summary>Copies a part of the text.</summary>
    public void CopyTo(int sourceIndex, Span<char> destination, int count) => Written.Slice(sourceIndex, count).CopyTo(destination);

    /// <summary>Whether the text is this one.</summary>
    public bool Equals(ReadOnlySpan<char> span) => Written.SequenceEqual(span);

    private ReadOnlySpan<char> Written => new(_chars, 0, _length);

    // Room for `count` characters at the end, counted in already.
    private Span<char> Take(int count)
    {
        int start = _length;
        if (count > _chars.Length - start)
            Reallocate(int.Max(_chars.Length * 2, checked(start + count)));
        _length = start + count;
        return new Span<char>(_chars, start, count);
    }

    private void Reallocate(int capacity)
    {
        char[] chars = new char[capacity];
        Written.CopyTo(chars);
        _chars = chars;
    }
}
