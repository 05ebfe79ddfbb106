using System.Runtime.CompilerServices;

namespace System;

// Writes text into a span and goes on counting past its end: a pass over an empty span measures the length, so that a string
// of just that size can be made and filled, with no buffer in between.
internal ref struct NumberWriter<TUnit> where TUnit : unmanaged
{
    private readonly Span<TUnit> _destination;

    internal NumberWriter(Span<TUnit> destination)
    {
        _destination = destination;
        Length = 0;
    }

    // The length that the whole text needs.
    internal int Length { get; private set; }

    internal readonly bool Fits => Length <= _destination.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Append(uint ascii)
    {
        if ((uint)Length < (uint)_destination.Length)
            _destination[Length] = Unit.Of<TUnit>(ascii);
        Length++;
    }

    internal void Append(string ascii)
    {
        for (int i = 0; i < ascii.Length; i++)
            Append(ascii[i]);
    }

    internal void Repeat(uint ascii, int count)
    {
        int room = _destination.Length - Length;
        if (room > 0)
            _destination.Slice(Length, count < room ? count : room).Fill(Unit.Of<TUnit>(ascii));
        Length += count;
    }

    // The invariant culture's currency symbol is the only text of a number outside ASCII.
    internal void AppendCurrencySymbol()
    {
        if (Unsafe.SizeOf<TUnit>() == 1)
            Append(0xC2);
        Append(0xA4);
    }

    // The result of a TryFormat: nothing counts as written unless all of it fits.
    internal readonly bool Finish(out int written)
    {
        written = Fits ? Length : 0;
        return Fits;
    }
}
