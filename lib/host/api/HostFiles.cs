using System;

namespace Lithe.Host;

/// <summary>
/// Files, tap interfaces and sockets of the host that a process runs on, by number. A number below zero is none, and minus the host's error number where something did not open; every call on
/// such a one fails.
/// </summary>
/// <remarks>What is opened has one owner. On a machine nothing opens.</remarks>
public static class HostFiles
{
    /// <summary>The error numbers of Linux that callers tell apart: no permission (of two kinds), nothing there, in use, a folder, on a read-only file system, no such device, address in use.</summary>
    public const int NotPermitted = -1, NoEntry = -2, NoAccess = -13, Busy = -16, NoDevice = -19, IsFolder = -21, Invalid = -22, FileBusy = -26, ReadOnlySystem = -30, AddressInUse = -98;

    /// <summary>Opens a file or a block device; what is neither is an error, <see cref="IsFolder"/> or <see cref="Invalid"/>.</summary>
    public static extern int OpenFile(ReadOnlySpan<byte> path, bool isReadOnly);

    /// <summary>Opens an end of a tap interface, which carries whole Ethernet frames. One that is not there is an error, <see cref="NoDevice"/>, unless it is to be made.</summary>
    public static extern int OpenTap(ReadOnlySpan<byte> name, bool makes);

    /// <summary>Opens a socket for datagrams between two UDP ports of the loopback interface.</summary>
    public static extern int OpenDatagrams(int localPort, int remotePort);

    /// <summary>Opens a pair of sockets: what goes into one comes out of the other, datagram by datagram.</summary>
    public static extern bool TryOpenPair(out int first, out int second);

    /// <summary>Number of bytes of a file; below zero when there is none.</summary>
    public static extern long LengthOf(int file);

    /// <summary>Reads from a place of a file. False when not all bytes could be read.</summary>
    public static extern bool TryReadAt(int file, ulong offset, Span<byte> bytes);

    /// <summary>Writes to a place of a file. False when not all bytes could be written.</summary>
    public static extern bool TryWriteAt(int file, ulong offset, ReadOnlySpan<byte> bytes);

    /// <summary>Has what was written reach the disk.</summary>
    public static extern bool TrySync(int file);

    /// <summary>Makes a part of a file a hole that reads as zeroes. False where the file system has no holes.</summary>
    public static extern bool TryPunch(int file, ulong offset, ulong length);

    /// <summary>Takes a datagram or frame: its number of bytes, 0 when none is there, below zero when none will ever come.</summary>
    public static extern int Receive(int file, Span<byte> bytes);

    /// <summary>Sends a datagram or frame: its number of bytes, 0 when it has to wait, below zero when the way is gone. One that nobody is there to receive is sent.</summary>
    public static extern int Send(int file, ReadOnlySpan<byte> bytes);

    /// <summary>Takes an interrupt line on which it says that there is something to receive; -1 where there is none.</summary>
    public static extern int AddLine(int file);

    /// <summary>Gives the line back.</summary>
    public static extern void RemoveLine(int line);

    /// <summary>Has the line interrupt at the next that comes, or is there; once.</summary>
    public static extern void WantLine(int line, bool isWanted);

    /// <summary>Whether there is something to receive, or none will ever come.</summary>
    public static extern bool HasInput(int file);

    /// <summary>Closes it.</summary>
    public static extern void Close(int file);
}
