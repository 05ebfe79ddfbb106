namespace Lithe.Kconfig;

/// <summary>
/// The additive feedback generator r[i] = r[i-3] + r[i-31] that the C library uses for rand(), so that a seed means the
/// same random configuration here and there.
/// </summary>
internal sealed class GlibcRandom
{
    private readonly int[] _ring = new int[34];
    private int _at;

    public GlibcRandom(uint seed)
    {
        // The first 31 numbers come from a multiplicative generator; 310 more are thrown away.
        _ring[0] = unchecked((int)(seed == 0 ? 1 : seed));
        for (int i = 1; i < 31; i++)
        {
            long word = 16807L * (_ring[i - 1] % 127773) - 2836L * (_ring[i - 1] / 127773);
            _ring[i] = (int)(word < 0 ? word + int.MaxValue : word);
        }
        for (int i = 31; i < 34; i++)
            _ring[i] = _ring[i - 31];
        for (int i = 0; i < 310; i++)
            Step();
    }

    public int Next() => (int)((uint)Step() >> 1);

    // The ring holds the latest 34 numbers; _at is the place of the oldest, which the new one replaces.
    private int Step()
    {
        int value = unchecked(_ring[(_at + 3) % 34] + _ring[(_at + 31) % 34]);
        _ring[_at] = value;
        _at = (_at + 1) % 34;
        return value;
    }
}
