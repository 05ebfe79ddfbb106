using System.Net;
using System.Net.Sockets;

namespace Lithe.Vmm;

/// <summary>Ports of the host.</summary>
internal static class HostPort
{
    /// <summary>Refuses a port that cannot be listened at: it is tried.</summary>
    /// <param name="address">An address of the host, or all of them (0.0.0.0).</param>
    /// <param name="port">The port.</param>
    /// <param name="isUdp">UDP instead of TCP.</param>
    /// <exception cref="VmException">It cannot be had.</exception>
    public static void Check(string address, int port, bool isUdp)
    {
        string kind = isUdp ? "UDP" : "TCP";
        try
        {
            using var socket = isUdp
                ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
                : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            if (!isUdp)
                socket.Listen(1);
        }
        catch (SocketException problem)
        {
            throw problem.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => Refuse(
                    $"{kind} port {port} of {address} is in use by another program", $"use another port, or end that program: ss -lp{(isUdp ? "u" : "t")}n 'sport = :{port}' names it"),
                SocketError.AddressNotAvailable => Refuse($"this host does not have the address {address}", "leave the address out for 127.0.0.1, or see those it has: ip -4 address"),
                SocketError.AccessDenied => Refuse($"this user may not listen at {kind} port {port}", "ports below 1024 are root's: use another one, for instance 8080:80"),
                _ => Refuse($"{kind} port {port} of {address} cannot be listened at: {problem.Message}", "use another port"),
            };
        }
    }

    /// <summary>Whether listening at one address is in the way of listening at another.</summary>
    public static bool Overlap(string one, string other) => one == other || IPAddress.Parse(one).Equals(IPAddress.Any) || IPAddress.Parse(other).Equals(IPAddress.Any);

    private static VmException Refuse(string message, string mend) => new(VmProblem.Refused, message, mend);
}
