namespace Lithe.Net;

/// <summary>Numbers that nobody outside can guess: identifications, ports, sequence numbers. In a simulator they come from a seed.</summary>
public abstract class NetRandom
{
    /// <summary>The next 64 bits.</summary>
    public abstract ulong Next();

    /// <summary>A number below <paramref name="limit"/>, which is not 0.</summary>
    public uint Below(uint limit) => (uint)((Next() >> 32) * limit >> 32);
}
