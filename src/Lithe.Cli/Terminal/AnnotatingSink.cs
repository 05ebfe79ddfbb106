using System.Text;
using Lithe.Analysis;
using Lithe.Vmm;

namespace Lithe.Cli.Terminal;

/// <summary>
/// Copies a guest's console byte for byte, except that the lines of a panic go through <see cref="PanicAnnotator"/>. Only a line that may be
/// the start of a panic is held back until it is whole, so a prompt without a line break shows at once.
/// </summary>
internal sealed class AnnotatingSink(Stream output, PanicAnnotator annotator) : IConsoleSink
{
    private readonly MemoryStream _line = new();
    private bool _inPanic;
    private bool _passing;      // this line is not part of a panic and goes through as it comes

    private static ReadOnlySpan<byte> Marker => "PANIC: "u8;

    /// <inheritdoc/>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        using var ready = new MemoryStream();
        foreach (byte b in bytes.Span)
            Add(b, ready);
        if (ready.Length > 0)
        {
            await output.WriteAsync(ready.GetBuffer().AsMemory(0, (int)ready.Length), cancel).ConfigureAwait(false);
            await output.FlushAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync()
    {
        await output.WriteAsync(_line.GetBuffer().AsMemory(0, (int)_line.Length)).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    }

    private void Add(byte b, MemoryStream ready)
    {
        if (_passing)
        {
            ready.WriteByte(b);
            _passing = b != (byte)'\n';
            return;
        }

        _line.WriteByte(b);
        ReadOnlySpan<byte> line = _line.GetBuffer().AsSpan(0, (int)_line.Length);
        _inPanic |= line.SequenceEqual(Marker);
        if (b == (byte)'\n')
            ReleaseLine(ready);
        else if (!_inPanic && !Marker.StartsWith(line))
            ReleaseAsIs(ready);
    }

    private void ReleaseAsIs(MemoryStream ready)
    {
        _line.WriteTo(ready);
        _line.SetLength(0);
        _passing = true;
    }

    private void ReleaseLine(MemoryStream ready)
    {
        if (!_inPanic)
        {
            _line.WriteTo(ready);
        }
        else
        {
            string text = Encoding.UTF8.GetString(_line.GetBuffer().AsSpan(0, (int)_line.Length - 1));
            string ending = text.EndsWith('\r') ? "\r\n" : "\n";
            ready.Write(Encoding.UTF8.GetBytes(annotator.AnnotateLine(text.TrimEnd('\r')) + ending));
        }

        _line.SetLength(0);
    }
}
