using System.Text;

namespace Lithe.Kconfig.Conformance;

/// <summary>
/// The C tool's command line on top of the library: <c>conf [-s] --mode [file] Kconfig</c>, with .config in the current
/// directory or where KCONFIG_CONFIG says.
/// </summary>
internal static class ConfCommand
{
    public static int Run(ReadOnlySpan<string> args)
    {
        bool busyBox = false;
        string mode = "";
        string? argument = null;
        string? root = null;
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "-s")
                continue;
            if (args[i] == "--busybox")
                busyBox = true;
            else if (args[i] is "--defconfig" or "--savedefconfig")
                (mode, argument) = (args[i][2..], args[++i]);
            else if (args[i].StartsWith("--", StringComparison.Ordinal))
                mode = args[i][2..];
            else
                root = args[i];
        }
        try
        {
            var options = new KconfigOptions
            {
                Dialect = busyBox ? KconfigDialect.BusyBox : KconfigDialect.Linux,
                OnDiagnostic = d => Console.Error.WriteLine(d),
            };
            return Run(KconfigTree.Parse(root!, options), mode, argument);
        }
        catch (KconfigException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static int Run(KconfigTree tree, string mode, string? argument)
    {
        string path = Environment.GetEnvironmentVariable("KCONFIG_CONFIG") ?? ".config";
        var configuration = new Configuration(tree);
        switch (mode)
        {
            case "allnoconfig" or "allyesconfig" or "allmodconfig" or "alldefconfig" or "randconfig":
                configuration.Fill(Mode(mode), Seed());
                break;
            case "defconfig":
                configuration.LoadFile(Locate(argument!));
                configuration.Fill(ConfigurationMode.AllDefault);
                break;
            case "olddefconfig" or "savedefconfig":
                if (File.Exists(path))
                    configuration.LoadFile(path);
                if (tree.Options.Dialect == KconfigDialect.BusyBox)
                    configuration.Fill(ConfigurationMode.AllDefault);
                break;
            default:
                Console.Error.WriteLine($"unknown mode {mode}");
                return 2;
        }
        bool minimal = mode == "savedefconfig";
        File.WriteAllBytes(minimal ? argument! : path,
            Encoding.UTF8.GetBytes(minimal ? configuration.ToDefconfig() : configuration.ToDotConfig()));
        if (Environment.GetEnvironmentVariable("KCONFIG_SHOW_UNMET") is not null)
        {
            foreach (string warning in configuration.UnmetDependencies.Values)
                Console.Error.Write(warning);
        }
        return 0;
    }

    private static string Locate(string path)
        => !File.Exists(path) && Environment.GetEnvironmentVariable("srctree") is { } root ? Path.Combine(root, path) : path;

    private static ConfigurationMode Mode(string mode) => mode switch
    {
        "allnoconfig" => ConfigurationMode.AllNo,
        "allyesconfig" => ConfigurationMode.AllYes,
        "allmodconfig" => ConfigurationMode.AllModule,
        "randconfig" => ConfigurationMode.Random,
        _ => ConfigurationMode.AllDefault,
    };

    private static uint Seed()
    {
        string text = Environment.GetEnvironmentVariable("KCONFIG_SEED") ?? "0";
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.Parse(text.AsSpan(2), System.Globalization.NumberStyles.HexNumber)
            : unchecked((uint)long.Parse(text));
    }
}
