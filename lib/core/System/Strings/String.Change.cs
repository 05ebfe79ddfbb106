using System.Globalization;

namespace System;

public sealed partial class String
{
    /// <summary>The characters from an index on.</summary>
    public string Substring(int startIndex) => Substring(startIndex, Length - startIndex);

    /// <summary>Some characters from an index on.</summary>
    public string Substring(int startIndex, int length)
    {
        if ((uint)startIndex > (uint)Length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(startIndex));
        if ((uint)length > (uint)(Length - startIndex))
            ThrowHelper.ThrowArgumentOutOfRange(nameof(length));
        return length == Length ? this : new string(((ReadOnlySpan<char>)this).Slice(startIndex, length));
    }

    /// <summary>A string of the same characters: this one.</summary>
    public object Clone() => this;

    /// <summary>Without white space at the ends.</summary>
    public string Trim() => Whole(((ReadOnlySpan<char>)this).Trim());

    /// <summary>Without a character at the ends.</summary>
    public string Trim(char trimChar) => Whole(((ReadOnlySpan<char>)this).Trim(trimChar));

    /// <summary>Without some characters at the ends.</summary>
    public string Trim(params char[]? trimChars) => Whole(((ReadOnlySpan<char>)this).Trim((ReadOnlySpan<char>)trimChars));

    /// <summary>Without white space at the start.</summary>
    public string TrimStart() => Whole(((ReadOnlySpan<char>)this).TrimStart());

    /// <summary>Without a character at the start.</summary>
    public string TrimStart(char trimChar) => Whole(((ReadOnlySpan<char>)this).TrimStart(trimChar));

    /// <summary>Without some characters at the start.</summary>
    public string TrimStart(params char[]? trimChars) => Whole(((ReadOnlySpan<char>)this).TrimStart((ReadOnlySpan<char>)trimChars));

    /// <summary>Without white space at the end.</summary>
    public string TrimEnd() => Whole(((ReadOnlySpan<char>)this).TrimEnd());

    /// <summary>Without a character at the end.</summary>
    public string TrimEnd(char trimChar) => Whole(((ReadOnlySpan<char>)this).TrimEnd(trimChar));

    /// <summary>Without some characters at the end.</summary>
    public string TrimEnd(params char[]? trimChars) => Whole(((ReadOnlySpan<char>)this).TrimEnd((ReadOnlySpan<char>)trimChars));

    /// <summary>With spaces before, up to a length.</summary>
    public string PadLeft(int totalWidth) => PadLeft(totalWidth, ' ');

    /// <summary>With a character before, up to a length.</summary>
    public string PadLeft(int totalWidth, char paddingChar)
    {
        if (totalWidth < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(totalWidth));
        if (totalWidth <= Length)
            return this;
        string result = FastAllocateString(totalWidth);
        result.Writable().Slice(0, totalWidth - Length).Fill(paddingChar);
        CopyTo(result.Writable().Slice(totalWidth - Length));
        return result;
    }

    /// <summary>With spaces after, up to a length.</summary>
    public string PadRight(int totalWidth) => PadRight(totalWidth, ' ');

    /// <summary>With a character after, up to a length.</summary>
    public string PadRight(int totalWidth, char paddingChar)
    {
        if (totalWidth < 0)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(totalWidth));
        if (totalWidth <= Length)
            return this;
        string result = FastAllocateString(totalWidth);
        CopyTo(result.Writable());
        result.Writable().Slice(Length).Fill(paddingChar);
        return result;
    }

    /// <summary>With a string put in at an index.</summary>
    public string Insert(int startIndex, string value)
    {
        NotNull(value);
        if ((uint)startIndex > (uint)Length)
            ThrowHelper.ThrowArgumentOutOfRange(nameof(startIndex));
        ReadOnlySpan<char> text = this;
        return Concat(text.Slice(0, startIndex), value, text.Slice(startIndex));
    }

    /// <summary>Without the characters from an index on.</summary>
    public string Remove(int startIndex) => Substring(0, startIndex);

    /// <summary>Without some characters.</summary>
    public string Remove(int startIndex, int count)
    {
        Part(startIndex, count);
        ReadOnlySpan<char> text = this;
        return count == 0 ? this : Concat(text.Slice(0, startIndex), text.Slice(startIndex + count));
    }

    /// <summary>With a character in place of another.</summary>
    public string Replace(char oldChar, char newChar)
    {
        int first = oldChar == newChar ? -1 : IndexOf(oldChar);
        if (first < 0)
            return this;
        string result = FastAllocateString(Length);
        ((ReadOnlySpan<char>)this).Replace(result.Writable(), oldChar, newChar);
        return result;
    }

    /// <summary>With a string in place of another.</summary>
    public string Replace(string oldValue, string? newValue)
    {
        if (oldValue is null)
            ThrowHelper.ThrowArgumentNull(nameof(oldValue));
        if (oldValue.Length == 0)
            ThrowHelper.ThrowArgument("String cannot be of zero length.");
        ReadOnlySpan<char> rest = this;
        int count = rest.Count((ReadOnlySpan<char>)oldValue);
        if (count == 0)
            return this;
        ReadOnlySpan<char> with = newValue;
        string result = FastAllocateString(checked(Length + count * (with.Length - oldValue.Length)));
        Span<char> to = result.Writable();
        for (; count > 0; count--)
        {
            int at = rest.IndexOf((ReadOnlySpan<char>)oldValue);
            rest.Slice(0, at).CopyTo(to);
            with.CopyTo(to.Slice(at));
            to = to.Slice(at + with.Length);
            rest = rest.Slice(at + oldValue.Length);
        }
        rest.CopyTo(to);
        return result;
    }

    /// <summary>With a string in place of another, found by a comparison.</summary>
    public string Replace(string oldValue, string? newValue, StringComparison comparisonType)
    {
        if (!OrdinalIgnoreCase.Ignores(comparisonType))
            return Replace(oldValue, newValue);
        if (oldValue is null)
            ThrowHelper.ThrowArgumentNull(nameof(oldValue));
        if (oldValue.Length == 0)
            ThrowHelper.ThrowArgument("String cannot be of zero length.");
        Text.StringBuilder? builder = null;
        int from = 0;
        for (int at = IndexOf(oldValue, comparisonType); at >= 0; at = IndexOf(oldValue, from, comparisonType))
        {
            builder ??= new Text.StringBuilder(Length);
            builder.Append(this, from, at - from).Append(newValue);
            from = at + oldValue.Length;
        }
        return builder is null ? this : builder.Append(this, from, Length - from).ToString();
    }

    /// <summary>In capital letters.</summary>
    public string ToUpperInvariant()
    {
        for (int i = 0; i < Length; i++)
        {
            if (CaseMapping.ToUpper(this[i]) == this[i])
                continue;
            string result = FastAllocateString(Length);
            ((ReadOnlySpan<char>)this).ToUpperInvariant(result.Writable());
            return result;
        }
        return this;
    }

    /// <summary>In small letters.</summary>
    public string ToLowerInvariant()
    {
        for (int i = 0; i < Length; i++)
        {
            if (CaseMapping.ToLower(this[i]) == this[i])
                continue;
            string result = FastAllocateString(Length);
            ((ReadOnlySpan<char>)this).ToLowerInvariant(result.Writable());
            return result;
        }
        return this;
    }

    /// <summary>In capital letters.</summary>
    public string ToUpper() => ToUpperInvariant();

    /// <summary>In small letters.</summary>
    public string ToLower() => ToLowerInvariant();

    // A part of this string; itself when the part is all of it.
    private string Whole(ReadOnlySpan<char> part) => part.Length == Length ? this : new string(part);
}
