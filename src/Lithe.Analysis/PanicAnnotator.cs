using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lithe.Analysis;

/// <summary>
/// Adds methods, files and lines to the panics on an image's console (docs/composition.md, "Failing"). Feed it every line, in order.
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
            return line;
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
        if (_stack.Count < StackWords && words.Length == 4)
            return line;
        _part = Part.None;
        return line + Complete();
    }

    // The whole trace, when call frame information shows frames that the chain of frame pointers missed.
    private string Complete()
    {
        if (_trace.Count == 0)
            return string.Empty;
        IReadOnlyList<ulong> walked = _symbolizer!.Unwinder.Walk(_registers, address => _stack.TryGetValue(address, out ulong word) ? word : null);
        if (walked.Count == 0 || walked[0] != _trace[0])
            return string.Empty;
        var whole = new List<ulong> { walked[0] };
        int next = 1;
        for (int i = 1; i < walked.Count; i++)
        {
            int met = _trace.IndexOf(walked[i], Math.Min(next, _trace.Count));
            whole.Add(walked[i]);
            if (met >= 0)
                next = met + 1;
        }
        whole.AddRange(_trace.Skip(next));
        if (whole.Count <= _trace.Count || whole.Any(address => address != whole[0] && _symbolizer.ResolveCaller(address) is null && !_trace.Contains(address)))
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

    [GeneratedRegex(@"^\s*at 0x(?<address>[0-9a-fA-F]{1,16})\s*$")]
    private static partial Regex TraceLine();

    [GeneratedRegex(@"^stack at 0x(?<address>[0-9a-fA-F]{1,16}):\s*$")]
    private static partial Regex StackHead();

    [GeneratedRegex(@"(?<name>[a-z][a-z0-9]*) +(?<value>[0-9a-fA-F]{16})(?![0-9a-fA-F])")]
    private static partial Regex Register();
}
