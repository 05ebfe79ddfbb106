namespace Lithe.Device;

/// <summary>Kinds of devices: what a message about one names as its mend.</summary>
public enum DeviceKind
{
    /// <summary>A network card.</summary>
    Network,

    /// <summary>A virtio disk; of a Linux process, a file.</summary>
    Disk,

    /// <summary>An NVMe controller.</summary>
    Nvme,

    /// <summary>A shared folder.</summary>
    Share,

    /// <summary>Random numbers, a console, a balloon.</summary>
    Other,
}
