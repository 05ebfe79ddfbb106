// A machine's disk.
global using Disk = Lithe.Virtio.VirtioBlk;
