namespace Lithe.Posix;

/// <summary>An address that the program gave: not looked at yet, and never used but through <see cref="UserMemory"/>.</summary>
public readonly struct UserPointer(ulong address)
{
    /// <summary>The address.</summary>
    public ulong Address { get; } = address;

    /// <summary>Whether it is the null pointer.</summary>
    public bool IsNull => Address == 0;

    /// <summary>The address so many bytes on; wraps around like the program's own arithmetic.</summary>
    public UserPointer Plus(ulong bytes) => new(Address + bytes);
}
