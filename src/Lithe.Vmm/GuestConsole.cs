using System.Text;
using System.Threading.Channels;

namespace Lithe.Vmm;

/// <summary>A guest's console as lines of text, for tests and tools that converse with it.</summary>
public sealed class GuestConsole : IConsoleSink
{
    // A guest that prints without end must not take the host's memory: the reader gets the earliest lines and the guest waits.
    private const int LinesAhead = 100_000;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(LinesAhead);
    private readonly LineSplitter _splitter = new();

    /// <summary>The next line without its line break, or null at the console's end.</summary>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancel = default)
    {
        try
        {
            return await _lines.Reader.ReadAsync(cancel).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    /// <summary>The next line without its line break, or null at the console's end.</summary>
    /// <exception cref="TimeoutException">No line came in time.</exception>
    public async Task<string?> ReadLineAsync(TimeSpan timeout, CancellationToken cancel = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            return await ReadLineAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"the guest printed no line within {timeout.TotalSeconds:0.#} s");
        }
    }

    /// <summary>Reads lines up to the first that satisfies a condition, and returns that one; null at the console's end.</summary>
    /// <exception cref="TimeoutException">It did not come in time.</exception>
    public async Task<string?> ReadUntilAsync(Func<string, bool> condition, TimeSpan timeout, CancellationToken cancel = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(timeout);
        try
        {
            while (await ReadLineAsync(limit.Token).ConfigureAwait(false) is { } line)
            {
                if (condition(line))
                    return line;
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"the guest did not print the expected line within {timeout.TotalSeconds:0.#} s");
        }
    }

    /// <summary>All the lines that are still to come, to the console's end.</summary>
    public IAsyncEnumerable<string> ReadAllAsync(CancellationToken cancel = default) => _lines.Reader.ReadAllAsync(cancel);

    /// <inheritdoc/>
    async ValueTask IConsoleSink.WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        foreach (string line in _splitter.Add(bytes.Span))
            await _lines.Writer.WriteAsync(line, cancel).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    ValueTask IConsoleSink.CompleteAsync()
    {
        if (_splitter.Rest() is { } rest)
            _lines.Writer.TryWrite(rest);
        _lines.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Cuts a stream of bytes into lines of text; a carriage return before the line feed is dropped.</summary>
public sealed class LineSplitter
{
    // A line longer than this is given out in pieces, so that output without a line break stays bounded.
    private const int LongestLine = 64 * 1024;
    private readonly List<byte> _pending = [];

    /// <summary>Takes bytes and gives the lines that they complete.</summary>
    public IReadOnlyList<string> Add(ReadOnlySpan<byte> bytes)
    {
        List<string> lines = [];
        foreach (byte b in bytes)
        {
            if (b == (byte)'\n')
                lines.Add(Take());
            else
                _pending.Add(b);
            if (_pending.Count >= LongestLine)
                lines.Add(Take());
        }

        return lines;
    }

    /// <summary>What stands after the last line break; null when nothing does.</summary>
    public string? Rest() => _pending.Count == 0 ? null : Take();

    private string Take()
    {
        if (_pending.Count > 0 && _pending[^1] == (byte)'\r')
            _pending.RemoveAt(_pending.Count - 1);
        string line = Encoding.UTF8.GetString(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending));
        _pending.Clear();
        return line;
    }
}
