namespace Lithe.Vmm;

/// <summary>Takes what a guest prints, as it arrives. Calls come one after another, never at the same time.</summary>
public interface IConsoleSink
{
    /// <summary>Takes the next bytes; returns when more may come.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Nothing more will come.</summary>
    ValueTask CompleteAsync();
}
