using System;
using System.Runtime.CompilerServices;

namespace Lithe.Device;

/// <summary>Why a device cannot be used.</summary>
public enum DeviceError
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The machine has no such device, or all of them are taken.</summary>
    Missing,

    /// <summary>There is a device, and it is not what was asked for.</summary>
    WrongKind,

    /// <summary>The device does not offer what the driver cannot do without.</summary>
    Unsupported,

    /// <summary>No memory for its queues and buffers.</summary>
    NoMemory,

    /// <summary>The device did not start: it refused the features, or did not answer its reset.</summary>
    Failed,

    /// <summary>A running device asks for a reset or wrote what makes no sense; nothing more comes from it.</summary>
    NeedsReset,

    /// <summary>Of a Linux process: the host has no such file or interface.</summary>
    NotFound,

    /// <summary>Of a Linux process: its user may not open the file or interface as was asked.</summary>
    NotPermitted,

    /// <summary>Of a Linux process: another program has the interface or port.</summary>
    Busy,

    /// <summary>Of a Linux process: the word of the command line that describes the device makes no sense.</summary>
    Misdescribed,
}

/// <summary>Texts for <see cref="DeviceError"/>.</summary>
public static class DeviceErrors
{
    /// <summary>What is wrong, and what mends it, to be put behind a device's name and a colon.</summary>
    /// <remarks>Inlined, so that an image holds the texts of the kinds of device that it opens.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static string Describe(this DeviceError error, DeviceKind kind) => error switch
    {
        DeviceError.None => "nothing is wrong",
        DeviceError.Missing => kind switch
        {
            DeviceKind.Network => "there is none; give one with lithe run -p HOST:GUEST, --tap NAME or --device \"net frames=LOCAL:REMOTE\"",
            DeviceKind.Disk => "there is none; give one with lithe run --disk FILE or --device \"disk size=64M\"",
            DeviceKind.Nvme => "there is none; give one with lithe run --machine q35 --device \"nvme size=64M\"",
            DeviceKind.Share => "there is none; give one with lithe run --share FOLDER:NAME",
            _ => "there is none; give one with lithe run --device",
        },
        DeviceError.WrongKind => kind switch
        {
            DeviceKind.Nvme => "it is of another kind: its command set is not that of blocks (zoned, or of keys and values)",
            DeviceKind.Disk => "it is of another kind: no file and no block device",
            DeviceKind.Network => "it is of another kind: no tap interface",
            _ => "it is of another kind",
        },
        DeviceError.Unsupported => kind switch
        {
            DeviceKind.Nvme => "its driver cannot use it: it has no namespace, one with metadata or sectors of unusual size, or no pages of 4 KiB",
            DeviceKind.Disk => "its driver cannot use it: it is older than virtio 1.0, too small, or no whole number of sectors",
            _ => "its driver cannot use it: it is older than virtio 1.0, or too small",
        },
        DeviceError.NoMemory => "there is no memory for its queues and buffers; give more with --memory",
        DeviceError.Failed => "it did not start",
        DeviceError.NeedsReset => "it failed while it was running and needs a reset",
        DeviceError.NotFound => kind == DeviceKind.Network ? "the host has no such interface; make it with ip tuntap add NAME mode tap" : "the host has no such file",
        DeviceError.NotPermitted => kind == DeviceKind.Network ? "the host does not permit it; make the tap this user's with ip tuntap add NAME mode tap user USER" : "the host does not permit it; change the file's rights, or give it read-only",
        DeviceError.Busy => "another program has it",
        _ => kind == DeviceKind.Network ? "its word is wrong; write net=tap:NAME, net=frames:LOCAL:REMOTE or net=pair:NUMBER" : "its word is wrong; write disk=rw:FILE or disk=ro:FILE",
    };
}
