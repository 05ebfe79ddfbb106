using System.Text;

namespace Lithe.Kconfig.Fuzz;

/// <summary>Makes inputs that are mostly Kconfig: mutated samples, and statements put together at random.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Words =
    [
        "config A\n", "config B\n", "config C\n", "menuconfig D\n", "choice\n", "choice N\n", "endchoice\n", "menu \"M\"\n", "endmenu\n",
        "if A\n", "if B && !C\n", "endif\n", "comment \"text\"\n", "source \"inc/a\"\n", "source \"Kconfig\"\n", "rsource \"b\"\n",
        "osource \"none\"\n", "source \"inc/*\"\n", "mainmenu \"T\"\n", "\tbool\n", "\tbool \"p\"\n", "\ttristate \"p\" if B\n", "\tint \"n\"\n",
        "\thex\n", "\tstring \"s\"\n", "\tdef_bool y\n", "\tdef_tristate m if A\n", "\tdefault 0x10\n", "\tdefault \"$(V)\"\n",
        "\tdepends on A\n", "\tdepends on !(B || C) && A != n\n", "\tselect B\n", "\tselect C if D\n", "\timply A\n", "\trange 1 10\n",
        "\trange A B if C\n", "\tvisible if A\n", "\toptional\n", "\tmodules\n", "\thelp\n\t  words\n\n\t  more\n", "\tprompt \"q\"\n",
        "V = $(V2)\n", "V := $(shell,echo hi)\n", "V += x$(1)\n", "V2 = $(V)\n", "f = a$(1)b$(f,$(1)$(1))\n", "$(info,$(f,x))\n",
        "$(warning-if,y,w)\n", "$(error-if,$(V),e)\n", "$(filename)", "$(lineno)", "$($($(V)))", "(", ")", "((", "!", "&&", "||", "=", "<=", "\"",
        "'", "\\", "\n", "\\\n", "$", "$(", ",", "#", " ", "\t", "y", "m", "n", "A", "B", "C", "D", "E", "-", "\0", "é", "\r\n", "---help---",
    ];

    private static readonly string[] ConfigWords =
    [
        "CONFIG_A=y\n", "CONFIG_B=m\n", "# CONFIG_C is not set\n", "CONFIG_D=\"a\\\"b\"\n", "CONFIG_E=0x1f\n", "CONFIG_A=-5\n", "CONFIG_N=y\n",
        "CONFIG_=", "=", "\"", "\\", "\n", "\r\n", "#", " ", "y", "\0", "CONFIG_A", "999999999999999999999", "# CONFIG_", " is not set",
    ];

    private readonly Random _random = new(seed);

    public string Kconfig(IReadOnlyList<string> samples) => Make(Words, samples);

    public string Config(IReadOnlyList<string> samples) => Make(ConfigWords, samples);

    private string Make(string[] words, IReadOnlyList<string> samples)
    {
        var text = new StringBuilder();
        if (samples.Count > 0 && _random.Next(3) != 0)
            text.Append(samples[_random.Next(samples.Count)]);
        else
            Assemble(text, words);
        int changes = _random.Next(1 << _random.Next(5));
        for (int i = 0; i < changes; i++)
            Change(text, words);
        return text.ToString();
    }

    private void Assemble(StringBuilder text, string[] words)
    {
        int count = _random.Next(1, 60);
        for (int i = 0; i < count; i++)
            text.Append(words[_random.Next(words.Length)]);
    }

    private void Change(StringBuilder text, string[] words)
    {
        int at = _random.Next(text.Length + 1);
        int length = Math.Min(text.Length - at, 1 + _random.Next(1 << _random.Next(1, 7)));
        switch (_random.Next(7))
        {
            case 0:
                text.Insert(at, words[_random.Next(words.Length)]);
                break;
            case 1:
                text.Remove(at, length);
                break;
            case 2 when length > 0:
                string piece = text.ToString(at, length);
                text.Insert(_random.Next(text.Length + 1), piece);
                break;
            case 3 when length > 0:
                text[at] = (char)_random.Next(1, 128);
                break;
            case 4:
                // Repetition finds missing bounds.
                string word = words[_random.Next(words.Length)];
                int times = 1 << _random.Next(13);
                if (text.Length < 20_000)
                    text.Insert(at, string.Concat(Enumerable.Repeat(word, times)));
                break;
            case 5:
                text.Insert(at, (char)_random.Next(0x110));
                break;
            default:
                text.Insert(at, $"\tdepends on {words[_random.Next(words.Length)].Trim()}\n");
                break;
        }
    }
}
