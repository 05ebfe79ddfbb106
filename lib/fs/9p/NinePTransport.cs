using System;

namespace Lithe.Fs;

/// <summary>Carries 9P messages to a server and back, one at a time. One owner: the file systems' lock.</summary>
public abstract class NinePTransport
{
    /// <summary>The most bytes of a message.</summary>
    public abstract int MessageSize { get; }

    /// <summary>Where a request is written.</summary>
    public abstract Span<byte> Request { get; }

    /// <summary>Where the reply to the last one is read.</summary>
    public abstract ReadOnlySpan<byte> Reply { get; }

    /// <summary>Sends a request and waits; the reply's length, or 0 when the server is gone.</summary>
    public abstract int Exchange(int length);
}
