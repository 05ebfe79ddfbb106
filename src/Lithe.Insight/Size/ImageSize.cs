using Lithe.Image;
using Lithe.Insight.Images;

namespace Lithe.Insight.Size;

/// <summary>Where the bytes of an image's loaded sections go: every byte once.</summary>
public sealed class ImageSize
{
    private readonly BuiltImage _image;
    private readonly CompilerLogs _logs;
    private readonly MangledNames _names;
    private readonly DataUsers _users;
    private readonly PlacedSymbols _symbols;
    private readonly List<SizeItem> _items = [];

    private ImageSize(BuiltImage image, CompilerLogs logs)
    {
        (_image, _logs) = (image, logs);
        _names = MangledNames.Read(image);
        _users = new DataUsers(image, logs.Compiled, _names);
        _symbols = new PlacedSymbols(image);
    }

    /// <summary>The loaded sections, in the image's order.</summary>
    public IReadOnlyList<SizeSection> Sections { get; private set; } = [];

    /// <summary>The bytes, by address.</summary>
    public IReadOnlyList<SizeItem> Items => _items;

    /// <summary>All of it.</summary>
    public ulong Total => Sections.Aggregate(0UL, (sum, section) => sum + section.Size);

    /// <summary>Accounts for an image.</summary>
    /// <exception cref="InsightException">A log cannot be had, or a byte cannot be accounted for.</exception>
    public static async Task<ImageSize> MeasureAsync(BuiltImage image, CancellationToken cancellation)
    {
        CompilerLogs logs = await CompilerLogs.CollectAsync(image, cancellation).ConfigureAwait(false);
        return Measure(image, logs);
    }

    internal static ImageSize Measure(BuiltImage image, CompilerLogs logs)
    {
        var size = new ImageSize(image, logs);
        size.Run();
        return size;
    }

    private void Run()
    {
        ElfSection[] loaded = [.. _image.Debug.Sections.Where(section => section.Flags.HasFlag(ElfSectionFlags.Alloc))];
        Sections = [.. loaded.Select(section => new SizeSection(section.Name, section.Size, section.Type != ElfSectionType.NoBits))];
        foreach (ElfSection section in loaded)
        {
            LinkMapEntry[] entries = [.. _image.Map.Where(entry => entry.Section == section.Name)];
            ulong at = section.Address, end = section.Address + section.Size;
            for (int i = 0; i < entries.Length; i++)
            {
                LinkMapEntry entry = entries[i];
                bool takesSpace = entry.Size > 0 && entry.Kind is LinkMapEntryKind.InputSection or LinkMapEntryKind.Statement;
                if (!takesSpace)
                    continue;
                if (entry.Address < at || entry.Address + entry.Size > end)
                    throw NotAccounted(section.Name, entry.Address);
                AddPadding(section.Name, at, entry.Address);
                at = entry.Address + entry.Size;
                if (entry.Kind == LinkMapEntryKind.Statement)
                    AddStatement(section.Name, entry, entries.AsSpan(0, i));
                else
                    AddInput(section.Name, entry);
            }
            AddPadding(section.Name, at, end);
            ulong sum = _items.Where(item => item.Section == section.Name).Aggregate(0UL, (total, item) => total + item.Size);
            if (sum != section.Size)
                throw NotAccounted(section.Name, at);
        }
    }

    private void AddPadding(string section, ulong from, ulong to)
    {
        if (to > from)
            _items.Add(new SizeItem(BuiltImage.Padding, "alignment", "alignment", "padding", section, from, to - from));
    }

    // ". = ALIGN(n)" is padding; ". += n" is memory that the script sets aside, under the label just before it.
    private void AddStatement(string section, LinkMapEntry entry, ReadOnlySpan<LinkMapEntry> before)
    {
        if (!entry.Name.StartsWith(". +=", StringComparison.Ordinal))
        {
            AddPadding(section, entry.Address, entry.Address + entry.Size);
            return;
        }
        string label = entry.Name;
        for (int i = before.Length - 1; i >= 0 && before[i].Address == entry.Address; i--)
        {
            if (before[i].Name.EndsWith(" = .", StringComparison.Ordinal))
            {
                label = before[i].Name[..^4];
                break;
            }
        }
        _items.Add(new SizeItem(_image.NameOf(_image.Record.LinkScriptLibrary), "link.ld", label, "reserved memory", section, entry.Address, entry.Size));
    }

    private void AddInput(string section, LinkMapEntry input)
    {
        // The symbols that start at one address are names of one thing.
        var starts = new SortedDictionary<ulong, List<string>>();
        var functions = new List<ElfSymbol>();
        ulong end = input.Address + input.Size;
        foreach (ElfSymbol symbol in _symbols.Between(input.Address, end))
        {
            if (symbol.Size > 0)
                functions.Add(symbol);
            if (!starts.TryGetValue(symbol.Value, out List<string>? names))
                starts[symbol.Value] = names = [];
            names.Add(symbol.Name);
        }
        if (!starts.ContainsKey(input.Address))
            starts[input.Address] = [];
        (ulong Address, List<string> Names)[] pieces = [.. starts.Select(start => (start.Key, start.Value))];
        int number = ObjectNumber(input.Name);
        ulong covered = input.Address;
        for (int i = 0; i < pieces.Length; i++)
        {
            ulong stop = i + 1 < pieces.Length ? pieces[i + 1].Address : end;
            if (number == _image.Record.Objects.Count)
                covered = Math.Max(covered, AddCompiled(section, pieces[i].Names, pieces[i].Address, stop, covered));
            else if (number >= 0 && number < _image.Record.Objects.Count)
                AddAssembled(section, number, pieces[i].Names, input.Name, pieces[i].Address, stop, functions);
            else
                _items.Add(new SizeItem(BuiltImage.Linker, "linker", input.Name, "linker data", section, pieces[i].Address, stop - pieces[i].Address));
        }
    }

    // Labels inside a function are parts of it; what is left between its end and the next symbol is padding.
    private void AddAssembled(string section, int number, List<string> names, string input, ulong start, ulong stop, List<ElfSymbol> functions)
    {
        Build.Output.RecordedObject source = _image.Record.Objects[number];
        ElfSymbol? function = functions.FindLast(symbol => symbol.Value <= start && start < symbol.Value + symbol.Size);
        string? within = function is not null && function.Value < start ? function.Name : null;
        string member = (within is null ? function?.Name : null) ?? names.FirstOrDefault() ?? input[(input.IndexOf('(') + 1)..].TrimEnd(')');
        bool isCode = _image.Debug.FindSection(section)!.Flags.HasFlag(ElfSectionFlags.Execute);
        ulong used = function is null ? stop : Math.Min(stop, function.Value + function.Size);
        _items.Add(new SizeItem(_image.NameOf(source.Library), source.Source, member, isCode ? "assembly" : "assembly data", section, start, used - start, within));
        AddPadding(section, used, stop);
    }

    // The compiler says how long each of its nodes is; what is left before the next symbol is padding, unless a node that holds others reaches on.
    private ulong AddCompiled(string section, List<string> names, ulong start, ulong stop, ulong covered)
    {
        string name = names.Find(_logs.Nodes.ContainsKey) ?? names.Find(symbol => _names.Find(symbol) is not null) ?? names.FirstOrDefault() ?? string.Empty;
        CompilerNode? node = _logs.Nodes.GetValueOrDefault(name);
        ulong reach = node is null ? (covered > start ? covered : stop) : start + node.Length;
        ulong used = Math.Min(Math.Max(reach, covered > start ? covered : 0), stop);
        if (used > start)
            _items.Add(Describe(section, name, node, start, used - start));
        AddPadding(section, used, stop);
        return reach;
    }

    private SizeItem Describe(string section, string name, CompilerNode? node, ulong start, ulong size)
    {
        string kind = NodeKinds.Describe(name, node?.Kind);
        if (_names.Find(name) is { } owner)
            return new SizeItem(_image.NameOf(owner.Assembly), owner.Type, owner.Method ?? $"({kind})", kind, section, start, size);
        return new SizeItem(_users.OnlyLibraryOf(name) ?? BuiltImage.Compiler, kind, name, kind, section, start, size);
    }

    // objects/07-image.o:(.rodata)
    private static int ObjectNumber(string input)
    {
        const string Folder = "objects/";
        return input.StartsWith(Folder, StringComparison.Ordinal) && input.IndexOf('-') is > 0 and int dash && int.TryParse(input[Folder.Length..dash], out int number) ? number : -1;
    }

    private static InsightException NotAccounted(string section, ulong address) => InsightException.Because(
        InsightCodes.NotAccounted, $"the linker map does not agree with the image: section {section} at 0x{address:x}", "remove the image with 'lithe clean' and build it again");
}
