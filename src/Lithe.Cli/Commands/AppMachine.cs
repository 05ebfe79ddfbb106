using Lithe.Description;
using Lithe.Vmm;

namespace Lithe.Cli.Commands;

/// <summary>What a description says about the machine, in the launcher's terms.</summary>
internal static class AppMachine
{
    /// <summary>The machines of a target that the description names, in its order; one null, the target's default, when it names none.</summary>
    /// <exception cref="UserError">There is no such machine.</exception>
    public static IReadOnlyList<MachineType?> MachinesOf(AppDescription app, Target target)
    {
        if (target.IsProcess)
            return [null];
        MachineType?[] machines = [.. app.Machines.Select(text => (MachineType?)Parse(app, text)).Where(m => Machines.ArchitectureOf(m!.Value) == MachineOptions.ArchitectureOf(target))];
        return machines.Length > 0 ? machines : [null];
    }

    /// <summary>The memory that the description asks for.</summary>
    /// <exception cref="UserError">It is no size.</exception>
    public static MemorySize? MemoryOf(AppDescription app)
    {
        if (app.Memory is not { } text)
            return null;
        return MemorySize.TryParse(text.Text, out MemorySize size) ? size : throw At(app, text, $"'{text.Text}' is not a size of memory", "write for instance 64M, 1408K or 2G");
    }

    /// <summary>The devices that the description asks for.</summary>
    /// <exception cref="UserError">One is no device.</exception>
    public static IReadOnlyList<GuestDevice> DevicesOf(AppDescription app)
    {
        var devices = new List<GuestDevice>();
        foreach (PlacedText text in app.Devices)
        {
            try
            {
                devices.Add(DeviceText.Parse(text.Text, app.Folder));
            }
            catch (VmException error)
            {
                throw At(app, text, error.Message, error.Mend);
            }
        }

        return devices;
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="UserError">Something is wrong.</exception>
    public static void Check(AppDescription app)
    {
        foreach (PlacedText text in app.Machines)
            Parse(app, text);
        MemoryOf(app);
        DevicesOf(app);
    }

    private static MachineType Parse(AppDescription app, PlacedText text)
    {
        if (Machines.TryParse(text.Text, out MachineType? machine))
            return machine.Value;
        string[] names = [.. Machines.All.Select(Machines.NameOf)];
        throw At(app, text, $"there is no machine '{text.Text}'", NearMatch.Find(text.Text, names) is { } nearest ? $"did you mean {nearest}?" : $"use one of {string.Join(", ", names)}");
    }

    private static UserError At(AppDescription app, PlacedText text, string message, string mend) =>
        new(ExitCodes.Failure, Diagnostic.ErrorAt("LITHE1019", message, mend, app.File, text.Line, text.Column));
}
