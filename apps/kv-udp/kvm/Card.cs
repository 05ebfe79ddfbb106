// A machine's card.
global using Card = Lithe.Virtio.VirtioNet;
global using CardOptions = Lithe.Virtio.VirtioNetOptions;
global using CardQueue = Lithe.Virtio.VirtioNetQueue;
