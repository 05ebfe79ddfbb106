namespace Lithe.Vmm;

/// <summary>Notices the line that a panicking guest prints, and keeps its reason.</summary>
internal sealed class PanicDetector
{
    private static ReadOnlySpan<byte> Marker => "PANIC: "u8;

    private readonly List<byte> _reason = [];
    private int _matched;       // bytes of the marker seen from the line's start; -1 when this line is another one
    private bool _inReason;

    /// <summary>The text behind <c>PANIC: </c> of the first such line; null when there was none.</summary>
    public string? Reason { get; private set; }

    /// <summary>Takes the next bytes of the console.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
        {
            if (Reason is not null)
                return;
            if (b == (byte)'\n')
                EndLine();
            else if (_inReason)
                _reason.Add(b);
            else if (_matched >= 0)
                Match(b);
        }
    }

    /// <summary>The console ended; a reason without a line break counts.</summary>
    public void Complete() => EndLine();

    private void Match(byte b)
    {
        _matched = b == Marker[_matched] ? _matched + 1 : -1;
        _inReason = _matched == Marker.Length;
    }

    private void EndLine()
    {
        if (_inReason && Reason is null)
            Reason = System.Text.Encoding.UTF8.GetString([.. _reason]).TrimEnd('\r');
        _inReason = false;
        _matched = 0;
    }
}
