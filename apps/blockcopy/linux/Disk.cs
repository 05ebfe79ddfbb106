// A process's disk: a file of the host.
global using Disk = Lithe.Host.HostDisk;
