using System;

namespace Lithe.Host;

/// <summary>Of a machine: nothing opens.</summary>
public static class HostFiles
{
    public const int NotPermitted = -1, NoEntry = -2, NoAccess = -13, Busy = -16, NoDevice = -19, IsFolder = -21, Invalid = -22, FileBusy = -26, ReadOnlySystem = -30, AddressInUse = -98;

    private const int None = NoDevice;

    public static int OpenFile(ReadOnlySpan<byte> path, bool isReadOnly) => None;

    public static int OpenTap(ReadOnlySpan<byte> name, bool makes) => None;

    public static int OpenDatagrams(int localPort, int remotePort) => None;

    public static bool TryOpenPair(out int first, out int second)
    {
        first = second = None;
        return false;
    }

    public static long LengthOf(int file) => None;

    public static bool TryReadAt(int file, ulong offset, Span<byte> bytes) => false;

    public static bool TryWriteAt(int file, ulong offset, ReadOnlySpan<byte> bytes) => false;

    public static bool TrySync(int file) => false;

    public static bool TryPunch(int file, ulong offset, ulong length) => false;

    public static int Receive(int file, Span<byte> bytes) => None;

    public static int Send(int file, ReadOnlySpan<byte> bytes) => None;

    public static int AddLine(int file) => -1;

    public static void RemoveLine(int line)
    {
    }

    public static void WantLine(int line, bool isWanted)
    {
    }

    public static bool HasInput(int file) => false;

    public static void Close(int file)
    {
    }
}
