using System;
using Lithe.Net;
using Lithe.Plat;

uint port = 80, connections = 128;
if ((args.Length > 0 && !Text.TryParse(args[0], out port)) || (args.Length > 1 && !Text.TryParse(args[1], out connections)) || port is 0 or > 65535 || connections is 0 or > 100_000)
{
    Console.WriteLine("web: the arguments are a port and the most connections, for instance 80 128");
    return 2;
}

string? wrong = Network.TryStart();
if (wrong is not null)
{
    Console.WriteLine(wrong);
    return 1;
}

TcpStack? tcp = TcpStack.TryCreate(Network.Stack, new TcpSettings
{
    Connections = (int)connections,
    HeldNetbufs = Network.Stack.Pool.Count / 4,
    ReceiveBuffer = 16 << 10,
    SendMemory = 256 << 10,
});
if (tcp is null)
{
    Console.WriteLine("web: TCP cannot be started");
    return 1;
}

var server = new WebServer(tcp, new Site(), (int)connections);
if (!server.TryListen((ushort)port))
{
    Console.WriteLine("web: the port is in use");
    return 1;
}

Console.WriteLine("web: ready");
Network.Run();
server.WriteCounters();
return 0;
