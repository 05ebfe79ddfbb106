using System;

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
}

/// <summary>Texts for <see cref="DeviceError"/>.</summary>
public static class DeviceErrors
{
    /// <summary>What is wrong, and what mends it, to be put behind a device's name and a colon.</summary>
    public static string Describe(this DeviceError error) => error switch
    {
        DeviceError.None => "nothing is wrong",
        DeviceError.Missing => "the machine has none; give it one with lithe run -p, --tap, --disk or --device",
        DeviceError.WrongKind => "it is of another kind than was asked for",
        DeviceError.Unsupported => "its driver cannot use it: it is older than virtio 1.0, too small, without a namespace, or has metadata",
        DeviceError.NoMemory => "there is no memory for its queues and buffers; give the machine more with --memory",
        DeviceError.Failed => "it did not start",
        _ => "it failed while it was running and needs a reset",
    };
}
