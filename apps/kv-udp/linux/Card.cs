// A process's card: an interface or a socket of the host.
global using Card = Lithe.Host.HostNet;
global using CardOptions = Lithe.Host.HostNetOptions;
global using CardQueue = Lithe.Host.HostNetQueue;
