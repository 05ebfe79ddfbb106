using System;
using Lithe.Net;
using Lithe.Plat;

uint port = 80, connections = 128;
if ((args.Length > 0 && !Text.TryParse(args[0], out port)) || (args.Length > 1 && !Text.TryParse(args[1], out connections)) || port is 0 or > 65535 || connections is 0 or > 100_000)
{
    Console.WriteLine("web: the arguments are a port and the most connections, for instance 80 128");
    return 2;
}

WebProgram.Port = (ushort)port;
WebProgram.Connections = (int)connections;
string? wrong = Network.TryStart() ?? Network.RunEach<WebProgram>();
if (wrong is not null)
{
    Console.WriteLine(wrong);
    return 1;
}

WebProgram.WriteCounters();
return 0;
