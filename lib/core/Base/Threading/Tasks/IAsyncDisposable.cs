using System.Threading.Tasks;

namespace System;

/// <summary>Something to let go of that may take a while.</summary>
public interface IAsyncDisposable
{
    /// <summary>Lets go.</summary>
    ValueTask DisposeAsync();
}
