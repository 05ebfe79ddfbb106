using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lithe.Analysis;

/// <summary>
/// Adds methods, files, lines and the class of an exception to the panics on an image's console (docs/composition.md, "Failing"). Feed it every line, in order.
/// </summary>
/// <remarks>
/// The image follows frame pointers, which misses a caller when the function that failed made no frame of its own. Registers and stack words, which
/// follow, and the call frame information are enough to find it: then the whole trace comes again, with what was missing.
/// </remarks>
public sealed partial class PanicAnnotator
{
    private enum Part
    {
        None,
        Trace,
        Registers,
        Stack,
    }

    // As many as lib/panic prints.
    private const int StackWords = 32;

    private readonly Symbolizer? _symbolizer;
    private readonly List<ulong> _trace = [];
    private readonly Dictionary<string, ulong> _registers = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, ulong> _stack = [];
    private Part _part;
    private ulong _nextWord;

    /// <summary>Makes one for the console of an image.</summary>
    /// <param name="symbolizer">The image's symbols, or null to pass every line on as it is.</param>
    public PanicAnnotator(Symbolizer? symbolizer) => _symbolizer = symbolizer;

    /// <summary>The line, with what was found out added. May hold several lines (a caller found late comes with the line that showed it).</summary>
    public string AnnotateLine(string line)
    {
        if (_symbolizer is null)
            return line;
        if (line.StartsWith("PANIC: ", StringComparison.Ordinal))
        {
            _part = Part.Trace;
            _trace.Clear();
            _registers.Clear();
            _stack.Clear();
            return UnnamedClass().Replace(line, NameClass, 1);
        }
        if (_part != Part.None && line.StartsWith("registers:", StringComparison.Ordinal))
        {
            _part = Part.Registers;
            return line;
        }
        if (_part != Part.None && StackHead().Match(line) is { Success: true } head)
        {
            _part = Part.Stack;
            _nextWord = Parse(head.Groups["address"].Value);
            return line;
        }
        return _part switch
        {
            Part.Trace when TraceLine().Match(line) is { Success: true } match => AnnotateFrame(line, Parse(match.Groups["address"].Value)),
            Part.Registers => ReadRegisters(line),
            Part.Stack => ReadStack(line),
            _ => line,
        };
    }

    // An image carries no names: it says the nearest base that it knows, and where the class is.
    private string NameClass(Match match) => _symbolizer!.ResolveType(Parse(match.Groups["address"].Value)) ?? match.Value;

    private string AnnotateFrame(string line, ulong address)
    {
        Frame? frame = _trace.Count == 0 ? _symbolizer!.Resolve(address) : _symbolizer!.ResolveCaller(address);
        _trace.Add(address);
        return frame is null ? line : $"{line.TrimEnd()} {frame}";
    }

    private string ReadRegisters(string line)
    {
        foreach (Match match in Register().Matches(line))
            _registers[match.Groups["name"].Value] = Parse(match.Groups["value"].Value);
        return line;
    }

    private string ReadStack(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !words.All(word => word.Length == 16 && ulong.TryParse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)))
        {
            _part = Part.None;
            return line;
        }
        foreach (string word in words)
        {
            _stack[_nextWord] = Parse(word);
            _nextWord += 8;
        }
        bool isLast = _stack.Count >= StackWords || words.Length < 4;
        if (Complete(isLast) is not { } completed)
            return line;
        _part = Part.None;
        return line + completed;
    }

    /// <summary>
    /// The whole trace, when call frame information shows frames that the chain of frame pointers missed; empty when it does not; null when more
    /// of the stack is needed to say.
    /// </summary>
    private string? Complete(bool isLast)
    {
        IReadOnlyList<ulong> walked = _symbolizer!.Unwinder.Walk(_registers, address => _stack.TryGetValue(address, out ulong word) ? word : null);
        if (_trace.Count == 0 || walked.Count == 0 || walked[0] != _trace[0])
            return string.Empty;
        // Where the walk meets the chain again and again, what lies between two meetings is what the chain missed. Behind the last one the walk goes on as far as the words
        // of the stack that were printed lead it, and the chain further.
        int met = 0, known = 0;
        for (int at = 1; at < walked.Count; at++)
        {
            int found = _trace.IndexOf(walked[at], met + 1);
            if (found >= 0)
                (met, known) = (found, at);
        }

        if (met < _trace.Count - 1 && !isLast)
            return null;
        // Words of the stack that are no code are not return addresses: the walk lost its way there.
        List<ulong> behind = [.. walked.Skip(known + 1).TakeWhile(address => _symbolizer.ResolveCaller(address) is not null)];
        List<ulong> whole = [.. walked.Take(known + 1), .. behind, .. _trace.Skip(met + 1)];
        if (whole.Count <= _trace.Count)
            return string.Empty;
        var text = new StringBuilder("\nthe same with callers that have no frame of their own:");
        for (int i = 0; i < whole.Count; i++)
        {
            Frame? frame = i == 0 ? _symbolizer.Resolve(whole[i]) : _symbolizer.ResolveCaller(whole[i]);
            text.Append("\n  at 0x").Append(whole[i].ToString("x16", CultureInfo.InvariantCulture));
            if (frame is not null)
                text.Append(' ').Append(frame);
        }
        return text.ToString();
    }

    private static ulong Parse(string hex) => ulong.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=^PANIC: unhandled exception: )[A-Za-z0-9_.]+ \(class 0x(?<address>[0-9a-fA-F]{1,16})\)")]
    private static partial Regex UnnamedClass();

    [GeneratedRegex(@"^\s*at 0x(?<address>[0-9a-fA-F]{1,16})\s*$")]
    private static partial Regex TraceLine();

    [GeneratedRegex(@"^stack at 0x(?<address>[0-9a-fA-F]{1,16}):\s*$")]
    private static partial Regex StackHead();

    [GeneratedRegex(@"(?<name>[a-z][a-z0-9]*) +(?<value>[0-9a-fA-F]{16})(?![0-9a-fA-F])")]
    private static partial Regex Register();
}
