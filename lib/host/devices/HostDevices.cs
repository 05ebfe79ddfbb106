using System;
using Lithe.Args;
using Lithe.Device;
using Lithe.Plat;

namespace Lithe.Host;

/// <summary>The devices that the command line gives to a process: words <c>kind=value</c> before a word <c>--</c>, numbered by kind.</summary>
public static class HostDevices
{
    /// <summary>The longest value.</summary>
    public const int MaxValue = 1024;

    /// <summary>What an error of <see cref="HostFiles"/> means for the device that was to be opened.</summary>
    public static DeviceError ErrorOf(int file) => file switch
    {
        >= 0 => DeviceError.None,
        HostFiles.NoEntry or HostFiles.NoDevice => DeviceError.NotFound,
        HostFiles.NotPermitted or HostFiles.NoAccess or HostFiles.ReadOnlySystem => DeviceError.NotPermitted,
        HostFiles.Busy or HostFiles.FileBusy or HostFiles.AddressInUse => DeviceError.Busy,
        HostFiles.IsFolder or HostFiles.Invalid => DeviceError.WrongKind,
        _ => DeviceError.Failed,
    };

    /// <summary>The value of the device of a kind with this number, without quotes, into <paramref name="value"/>, of <see cref="MaxValue"/> bytes. False when there is none.</summary>
    public static bool TryGet(ReadOnlySpan<byte> kind, int index, Span<byte> value, out int length)
    {
        length = 0;
        ReadOnlySpan<byte> line = Platform.CommandLine;
        line = line.Slice(0, ArgumentSplitter.FindArguments(line));
        if (line.Length > MaxValue || index < 0)
            return false;
        Span<byte> word = stackalloc byte[MaxValue];
        for (int at = 0; ArgumentSplitter.TryNext(line, ref at, word, out int size);)
        {
            ReadOnlySpan<byte> found = word.Slice(0, size);
            if (size <= kind.Length || found[kind.Length] != '=' || !found.Slice(0, kind.Length).SequenceEqual(kind) || index-- != 0)
                continue;
            found = found.Slice(kind.Length + 1);
            found.CopyTo(value);
            length = found.Length;
            return true;
        }

        return false;
    }
}
