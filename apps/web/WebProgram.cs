using System;
using Lithe.Net;

/// <summary>The server on each of the network's stacks: one, or one for each processor with what it takes of its own.</summary>
internal readonly struct WebProgram : INetworkProgram
{
    // The last one that began.
    private static WebServer? s_last;
    private static int s_ready;

    internal static ushort Port { get; set; }

    /// <summary>The most connections on all stacks together.</summary>
    internal static int Connections { get; set; }

    public static string? Start(NetStack stack)
    {
        int connections = (Connections + Network.StackCount - 1) / Network.StackCount;
        TcpStack? tcp = TcpStack.TryCreate(stack, new TcpSettings
        {
            Connections = connections,
            HeldNetbufs = stack.Pool.Count / 4,
            ReceiveBuffer = 16 << 10,
            SendMemory = 256 << 10,
        });
        if (tcp is null)
            return "web: TCP cannot be started";
        var server = new WebServer(tcp, new Site(), connections) { Previous = s_last };
        if (!server.TryListen(Port))
            return "web: the port is in use";
        s_last = server;
        // They begin one after the other.
        if (++s_ready == Network.StackCount)
            Console.WriteLine("web: ready");
        return null;
    }

    /// <summary>Says on the console what each has done.</summary>
    internal static void WriteCounters()
    {
        for (WebServer? server = s_last; server is not null; server = server.Previous)
            server.WriteCounters();
    }
}
