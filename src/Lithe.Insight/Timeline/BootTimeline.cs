using System.Globalization;
using Lithe.Build.Output;
using Lithe.Insight.Images;
using Lithe.Insight.Size;

namespace Lithe.Insight.Timeline;

/// <summary>A stretch of instructions that one library executed without a break.</summary>
/// <param name="Library">The library, or one of the names in parentheses of <see cref="BuiltImage"/>.</param>
/// <param name="Member">The method, or the label, that it began in.</param>
/// <param name="Start">How many instructions came before it.</param>
/// <param name="Length">Its instructions.</param>
public sealed record TimelineStretch(string Library, string Member, long Start, long Length);

/// <summary>
/// What an image executed from its first instruction to its application's first, library by library. The processor is watched from outside, one
/// instruction at a time, so the image is the one that is shipped. A repeated string instruction counts once.
/// </summary>
public sealed class BootTimeline
{
    private readonly SizeItem[] _items;
    private readonly ulong[] _addresses;
    private readonly HashSet<string> _applications;
    private readonly List<TimelineStretch> _stretches = [];
    private SizeItem? _current;
    private ulong _last;
    private long _start;

    /// <summary>An empty timeline of an image whose bytes are accounted for.</summary>
    public BootTimeline(BuiltImage image, ImageSize size)
    {
        Name = image.Name;
        _items = [.. size.Items.Where(item => item.Library != BuiltImage.Padding).OrderBy(item => item.Address)];
        _addresses = [.. _items.Select(item => item.Address)];
        _applications = [.. image.Record.Libraries.Where(library => library.Kind == LibraryKind.Application).Select(library => library.Name)];
        ulong[] ends = [.. _items.Select(item => item.Address + item.Size)];
        (First, End) = _items.Length == 0 ? (0, 0) : (_addresses[0], ends.Max());
    }

    /// <summary>The image's name.</summary>
    public string Name { get; }

    /// <summary>Where the image starts.</summary>
    public ulong First { get; }

    /// <summary>Where it ends.</summary>
    public ulong End { get; }

    /// <summary>Number of instructions executed.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the application's own code was reached. It is not when the compiler merged all of it into the start-up code.</summary>
    public bool ReachedApplication { get; private set; }

    /// <summary>The stretches, in their order.</summary>
    public IReadOnlyList<TimelineStretch> Stretches => _stretches;

    /// <summary>The libraries in the order of their first instruction, with all of their instructions.</summary>
    public IReadOnlyList<(string Library, long Start, long Count)> Libraries =>
        [.. _stretches.GroupBy(stretch => stretch.Library).Select(group => (group.Key, group.First().Start, group.Sum(stretch => stretch.Length)))];

    /// <summary>Adds a line of QEMU's log (<c>-d exec</c>): an instruction of the boot processor. Other lines are left out.</summary>
    /// <returns>False when it is the application's first: nothing more is wanted.</returns>
    public bool Add(ReadOnlySpan<char> line)
    {
        if (ReachedApplication || !TryParse(line, out ulong address) || address < First || address >= End)
            return !ReachedApplication;
        if (address == _last)
            return true;
        _last = address;
        int at = Array.BinarySearch(_addresses, address);
        SizeItem item = _items[at >= 0 ? at : ~at - 1];
        if (_applications.Contains(item.Library))
        {
            ReachedApplication = true;
            Complete();
            return false;
        }

        if (item.Library != _current?.Library)
        {
            Complete();
            (_current, _start) = (item, Count);
        }

        Count++;
        return true;
    }

    /// <summary>Ends the last stretch.</summary>
    public void Complete()
    {
        if (_current is not null && Count > _start)
            _stretches.Add(new TimelineStretch(_current.Library, _current.Member, _start, Count - _start));
        _current = null;
    }

    // Trace <cpu>: <host address> [<base>/<program counter>/<flags>/<flags>] <symbol>
    private static bool TryParse(ReadOnlySpan<char> line, out ulong address)
    {
        address = 0;
        if (!line.StartsWith("Trace 0: ", StringComparison.Ordinal))
            return false;
        int from = line.IndexOf('/');
        if (from < 0)
            return false;
        line = line[(from + 1)..];
        int to = line.IndexOf('/');
        return to > 0 && ulong.TryParse(line[..to], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address);
    }
}
