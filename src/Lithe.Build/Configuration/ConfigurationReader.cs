using Lithe.Description;

namespace Lithe.Build.Configuration;

/// <summary>Stand-in until Lithe.Kconfig is there: symbols with their types and plain defaults.</summary>
internal static class ConfigurationReader
{
    public static ImageConfiguration Read(string root, Target target, IReadOnlyList<ConfigEntry> app, string appFile, IReadOnlyDictionary<string, string> overrides, List<Diagnostic> diagnostics)
    {
        var values = new SortedDictionary<string, (ConfigType Type, string Value)>(StringComparer.Ordinal);
        string lib = Path.Combine(root, "lib");
        var files = new List<string>();
        foreach (string file in Directory.EnumerateFiles(lib, "Kconfig", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            files.Add(file);
            string? name = null;
            foreach (string raw in File.ReadLines(file))
            {
                string[] words = raw.Trim().Split(' ', 2, StringSplitOptions.TrimEntries);
                switch (words[0])
                {
                    case "config" or "menuconfig":
                        name = words[1];
                        values[name] = (ConfigType.Bool, "n");
                        break;
                    case "bool" or "int" or "hex" or "string" when name is not null:
                        ConfigType type = Enum.Parse<ConfigType>(words[0], ignoreCase: true);
                        values[name] = (type, type switch { ConfigType.Bool => "n", ConfigType.String => "", _ => "0" });
                        break;
                    case "default" when name is not null:
                        values[name] = (values[name].Type, words[1].Split(" if ")[0].Trim('"'));
                        break;
                    case "def_bool" when name is not null:
                        values[name] = (ConfigType.Bool, words[1]);
                        break;
                }
            }
        }
        foreach (Target known in Target.All)
        {
            values["ARCH_" + known.Arch.ToUpperInvariant()] = (ConfigType.Bool, known.Arch == target.Arch ? "y" : "n");
            values["PLAT_" + known.Platform.ToUpperInvariant()] = (ConfigType.Bool, known.Platform == target.Platform ? "y" : "n");
        }
        foreach (ConfigEntry entry in app)
        {
            if (values.TryGetValue(entry.Name, out var old))
                values[entry.Name] = (old.Type, entry.Value);
            else
                diagnostics.Add(Diagnostic.ErrorAt("LITHE1301", $"there is no Kconfig symbol '{entry.Name}'", NearMatch.Find(entry.Name, values.Keys), appFile, entry.Line, entry.Column));
        }
        foreach ((string name, string value) in overrides)
            values[name] = (values.GetValueOrDefault(name).Type, value);
        List<ConfigSymbol> symbols = [.. values.Select(entry => new ConfigSymbol(entry.Key, entry.Value.Type, entry.Value.Value, null))];
        return new ImageConfiguration(symbols, string.Concat(symbols.Select(symbol => $"CONFIG_{symbol.Name}={symbol.Value}\n")), files);
    }
}
