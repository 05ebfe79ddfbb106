using System.Text;

namespace Lithe.Vmm;

/// <summary>Whether network cards can be connected as they are meant to be: to each other without a clash, and to what the host has.</summary>
internal static class NetworkChecks
{
    // sockaddr_un holds 108 bytes, the last of which is zero.
    private const int LongestSocketPath = 107;

    /// <summary>Refuses connections that clash, and, where the host is this process's own network, those that cannot be had.</summary>
    /// <param name="devices">All devices.</param>
    /// <param name="looksAtHost">Interfaces and ports are tried. Not in another network namespace.</param>
    /// <exception cref="VmException">One is such.</exception>
    public static void Check(IEnumerable<GuestDevice> devices, bool looksAtHost)
    {
        NetworkDevice[] cards = [.. devices.OfType<NetworkDevice>()];
        CheckForwards([.. cards.SelectMany(card => card.Forwards)], looksAtHost);
        RefuseTwice(cards, NetworkBackend.Tap, card => card.Peer, name => ($"two network cards are on the tap '{name}'", "give each a tap of its own, or one card several queues: --device \"net tap=NAME queues=2\""));
        RefuseTwice(cards, NetworkBackend.Stream, card => card.Peer, path => ($"two network cards listen at '{path}'", "give each a socket of its own"));
        RefuseTwice(cards, NetworkBackend.Datagrams, card => $"{card.Ports.Local}", port => ($"two network cards receive at port {port}", "give each ports of its own: frames=LOCAL:REMOTE"));
        foreach (NetworkDevice card in cards)
        {
            switch (card.Backend)
            {
                case NetworkBackend.Tap:
                    TapInterface.CheckName(card.Peer);
                    if (looksAtHost)
                        TapInterface.Check(card.Peer, card.MakesTap, card.Queues);
                    break;
                case NetworkBackend.Datagrams:
                    if (card.Ports.Local == card.Ports.Remote)
                        throw Refuse($"a network card with frames={card.Ports.Local}:{card.Ports.Remote} would receive what it sends", "the first port is where the card receives, the second where its frames go to");
                    if (looksAtHost)
                        HostPort.Check("127.0.0.1", card.Ports.Local, isUdp: true);
                    break;
                case NetworkBackend.Stream:
                    if (Encoding.UTF8.GetByteCount(card.Peer) > LongestSocketPath)
                        throw Refuse($"a socket's path has at most {LongestSocketPath} bytes, and '{card.Peer}' has more", "name a shorter one, for instance in /tmp");
                    if (!Directory.Exists(Path.GetDirectoryName(card.Peer)))
                        throw Refuse($"there is no folder for the socket '{card.Peer}'", "make it first: mkdir");
                    break;
            }
        }
    }

    private static void CheckForwards(PortForward[] forwards, bool looksAtHost)
    {
        foreach ((int index, PortForward forward) in forwards.Index())
        {
            PortForward? earlier = forwards.Take(index).FirstOrDefault(
                other => other.HostPort == forward.HostPort && other.Datagrams == forward.Datagrams && HostPort.Overlap(other.HostAddress, forward.HostAddress));
            if (earlier is null)
                continue;
            string kind = forward.Datagrams ? "UDP" : "TCP";
            throw earlier.HostAddress == forward.HostAddress
                ? Refuse($"{kind} port {forward.HostPort} of {forward.HostAddress} is forwarded twice", "give each -p a host port of its own")
                : Refuse($"{kind} port {forward.HostPort} is forwarded twice: 0.0.0.0 is every address of the host, also {(forward.HostAddress == "0.0.0.0" ? earlier : forward).HostAddress}", "give each -p a host port of its own");
        }

        if (!looksAtHost)
            return;
        foreach (PortForward forward in forwards)
            HostPort.Check(forward.HostAddress, forward.HostPort, forward.Datagrams);
    }

    private static void RefuseTwice(NetworkDevice[] cards, NetworkBackend backend, Func<NetworkDevice, string> key, Func<string, (string Message, string Mend)> text)
    {
        if (cards.Where(card => card.Backend == backend).GroupBy(key).FirstOrDefault(group => group.Count() > 1) is not { } twice)
            return;
        (string message, string mend) = text(twice.Key);
        throw Refuse(message, mend);
    }

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);
}
