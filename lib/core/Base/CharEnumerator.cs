using System.Collections;
using System.Collections.Generic;

namespace System;

/// <summary>Steps through the characters of a string.</summary>
public sealed class CharEnumerator : IEnumerator<char>
{
    private readonly string _text;
    private int _index = -1;

    internal CharEnumerator(string text) => _text = text;

    /// <inheritdoc/>
    public char Current => _text[_index];

    object? IEnumerator.Current => Current;

    /// <inheritdoc/>
    public bool MoveNext()
    {
        if (_index >= _text.Length - 1)
        {
            _index = _text.Length;
            return false;
        }
        _index++;
        return true;
    }

    /// <inheritdoc/>
    public void Reset() => _index = -1;

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
