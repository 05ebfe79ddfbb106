using System.Text;

namespace Lithe.Configure.Fuzz;

/// <summary>Makes files that are mostly a <c>lithe.yaml</c>: mutated samples, and pieces of YAML put together at random.</summary>
internal sealed class DescriptionMutator(int seed)
{
    private static readonly string[] Samples =
    [
        "# An app.\nname: hello\napp: { csharp: ./App.csproj }\ntargets: [qemu-x86_64, qemu-arm64]\n",
        "name: web\napp:\n  csharp: .   # the project\nargs: [\"--urls\", 'http://0.0.0.0:8080']\nconfig:\n  # the heap\n  HEAP: tlsf # fits\n  LIMIT: 12\n\n  NAME: \"a \\\"b\\\"\"\nprofile: debug\n",
        "config: { HEAP: tlsf, ENTROPY_JITTER: y, }\nname: x\napp: { tests: . }\n",
        "{ name: a, app: { csharp: App.csproj }, config: { HEAP: region, A: [1, 2] } }\n",
        "name: t\napp: { tests: . }\nconfig: {\n  HEAP: region, # small\n  SCHED: none\n}\nargs:\n- one\n- |\n  two\n  lines\n",
        "---\nname: d\napp:\n    tests: .\nconfig: ~ # nothing\nargs: []\n...\n",
        "\uFEFFname: bom\r\napp: { tests: . }\r\nconfig:\r\n  HEAP: tlsf\r\n",
        "name: s\napp: { csharp: . }\nconfig:\n  TEXT: >\n    folded\n    text\n  OTHER: 'quo''ted'\n",
    ];

    private static readonly string[] Words =
    [
        "name", "app", "args", "root", "targets", "profile", "config", "csharp", "tests", "dotnet", "HEAP", "HEAP_TLSF", "tlsf", "region", "ARCH",
        ": ", ":", "{", "}", "{ ", " }", "[", "]", ", ", ",", "\n", "\r\n", "\r", "  ", "    ", "\t", "- ", "? ", "'", "\"", "\\", "\\n", "\\u0000", "&a ", "*a",
        "!t ", "!!str ", "|\n", ">-\n", "|+\n", "|2\n", "#", " # note", "---\n", "...\n", "%YAML 1.2\n", "<<: ", "~", "null", "true", "no", "y", "0x1f", "-5", "1e9", ".",
        "..", "./App.csproj", "/", "\0", "é", "\u0085", "\u2028", "\uFEFF", "😀", "\u200b", "config: { A: b }\n", "config:\n  A: b\n", "  A: b\n", "- a\n", "name: b\n",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A file.</summary>
    public byte[] Description()
    {
        var text = new StringBuilder();
        if (_random.Next(4) != 0)
            text.Append(Samples[_random.Next(Samples.Length)]);
        else
            Assemble(text);
        int changes = _random.Next(1 << _random.Next(5));
        for (int i = 0; i < changes; i++)
            Change(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        // Some are no text at all.
        if (bytes.Length > 0 && _random.Next(20) == 0)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }

    /// <summary>Symbols to set and to remove.</summary>
    public static KeyValuePair<string, string?>[] Changes(Random random, string[] present)
    {
        string[] names = [.. present, "HEAP", "NEW_ONE", "A"];
        string?[] values = [null, "y", "n", "tlsf", "8080", "0x1f", "", "a b", "true", "- x", "{", "# no", "\"", "\\", "'", "~", "é", "a: b", ", b", "  pad  ", "\ttab", "*x", "&x", "%", "@", "|", "yes", "null", "1_000"];
        return [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => KeyValuePair.Create(names[random.Next(names.Length)], values[random.Next(values.Length)]))];
    }

    private void Assemble(StringBuilder text)
    {
        int count = _random.Next(1, 60);
        for (int i = 0; i < count; i++)
            text.Append(Words[_random.Next(Words.Length)]);
    }

    private void Change(StringBuilder text)
    {
        int at = _random.Next(text.Length + 1);
        int length = Math.Min(text.Length - at, 1 + _random.Next(1 << _random.Next(1, 7)));
        switch (_random.Next(6))
        {
            case 0 or 1:
                text.Insert(at, Words[_random.Next(Words.Length)]);
                break;
            case 2:
                text.Remove(at, length);
                break;
            case 3 when length > 0:
                string piece = text.ToString(at, length);
                text.Insert(_random.Next(text.Length + 1), piece);
                break;
            case 4 when length > 0:
                text[at] = (char)_random.Next(1, 128);
                break;
            default:
                // Repetition finds missing bounds.
                string word = Words[_random.Next(Words.Length)];
                if (text.Length < 20_000)
                    text.Insert(at, string.Concat(Enumerable.Repeat(word, 1 << _random.Next(13))));
                break;
        }
    }
}
