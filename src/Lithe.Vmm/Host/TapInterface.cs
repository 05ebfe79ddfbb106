using System.Runtime.InteropServices;
using System.Text;

namespace Lithe.Vmm;

/// <summary>Tap interfaces of the host.</summary>
internal static class TapInterface
{
    /// <summary>The longest name of an interface (IFNAMSIZ, less the zero).</summary>
    public const int LongestName = 15;

    private const string Tun = "/dev/net/tun";
    private const ulong SetInterface = 0x4004_54ca;
    private const int NameSize = 16, RequestSize = 40;
    private const ushort TapKind = 0x0002, NoPacketInformation = 0x1000, MultiQueue = 0x0100;
    private const int NotPermitted = 1, Busy = 16, Invalid = 22;

    /// <summary>Refuses what can be no interface's name.</summary>
    /// <exception cref="VmException">It can be none.</exception>
    public static void CheckName(string name)
    {
        if (name.Length == 0)
            throw Refuse("a tap interface has a name", "write for instance --tap tap0");
        if (Encoding.UTF8.GetByteCount(name) > LongestName)
            throw Refuse($"'{name}' is too long: the name of an interface has at most {LongestName} bytes", "see the names with: ip link");
        if (name is "." or ".." || name.Any(c => c is '/' or ':' or '%' || char.IsWhiteSpace(c) || char.IsControl(c)))
            throw Refuse($"'{name}' can be no interface's name", "see the names with: ip link");
    }

    /// <summary>Refuses an interface that is not there, is no tap, is another's, or is in use.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="isMade">One that is not there is made for the run.</param>
    /// <param name="queues">Queues that the card wants.</param>
    /// <exception cref="VmException">It cannot be used.</exception>
    public static void Check(string name, bool isMade, int queues)
    {
        CheckName(name);
        bool exists = if_nametoindex(name) != 0;
        string make = $"ip tuntap add {name} mode tap{(queues > 1 ? " multi_queue" : "")} user {Environment.UserName} && ip link set {name} up";
        if (!exists && !isMade)
            throw Refuse($"there is no interface '{name}'", $"make it, as root: {make}; or have it made for the run, which needs root: --device \"net tap={name} create\"");
        ushort flags = (ushort)(TapKind | NoPacketInformation | (queues > 1 ? MultiQueue : 0));
        int error = TryAttach(name, flags);
        if (error == 0)
            return;
        // Both kinds of tap answer the other's way of asking with the same error as what is no tap.
        if (error == Invalid && TryAttach(name, (ushort)(flags ^ MultiQueue)) != Invalid)
        {
            throw queues > 1
                ? Refuse($"the tap '{name}' has one queue, not {queues}", $"make it with several, as root: {make}")
                : Refuse($"the tap '{name}' is one for several queues", $"use --device \"net tap={name} queues=2\", or make it anew without multi_queue");
        }

        throw error switch
        {
            Invalid when exists => Refuse($"the interface '{name}' is no tap", $"make one, as root: ip tuntap add tap0 mode tap user {Environment.UserName} && ip link set tap0 up"),
            Busy => Refuse($"the tap '{name}' is in use by another program", "end that one first (fuser -v /dev/net/tun), or make another tap"),
            NotPermitted when exists => Refuse($"the tap '{name}' is another user's", $"make it {Environment.UserName}'s, as root: {make}"),
            NotPermitted => Refuse($"this user may not make the interface '{name}'", $"make it, as root: {make}"),
            _ => Refuse($"{Tun} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}", "interfaces need the kernel's module tun (modprobe tun) and the right to open that file"),
        };
    }

    // An attached interface is let go again at once; one that was made by this is gone with it.
    private static int TryAttach(string name, ushort flags)
    {
        const int ReadWrite = 2, NonBlocking = 0x800, CloseOnExec = 0x8_0000;
        int file = open(Tun, ReadWrite | NonBlocking | CloseOnExec);
        if (file < 0)
            return Marshal.GetLastPInvokeError() is NotPermitted or Busy or Invalid ? -1 : Marshal.GetLastPInvokeError();
        byte[] request = new byte[RequestSize];
        Encoding.UTF8.GetBytes(name).CopyTo(request, 0);
        BitConverter.TryWriteBytes(request.AsSpan(NameSize), flags);
        int error = ioctl(file, SetInterface, request) < 0 ? Marshal.GetLastPInvokeError() : 0;
        close(file);
        return error;
    }

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern uint if_nametoindex(string name);

    [DllImport("libc", SetLastError = true, CharSet = CharSet.Ansi)]
    private static extern int open(string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int file, ulong request, byte[] argument);

    [DllImport("libc")]
    private static extern int close(int file);
}
