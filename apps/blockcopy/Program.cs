using System;
using Lithe.Block;
using Lithe.Device;
using Lithe.Nvme;

DeviceError error = Disk.TryOpen(0, queues: 1, depth: Copying.Depth, out Disk? source);
if (source is null)
{
    Console.WriteLine($"blockcopy: the disk to copy from: {error.Describe(DeviceKind.Disk)}");
    return 1;
}

error = NvmeController.TryOpen(0, queues: 1, depth: Copying.Depth, out NvmeController? nvme);
if (nvme is not null)
    return Copying.Run(ref source.Queue(0), ref nvme.Queue(0));
// Another disk takes the place of one that is not there, never of one that does not work.
if (error != DeviceError.Missing)
{
    Console.WriteLine($"blockcopy: the NVMe disk to copy to: {error.Describe(DeviceKind.Nvme)}");
    return 1;
}

error = Disk.TryOpen(1, queues: 1, depth: Copying.Depth, out Disk? target);
if (target is null)
{
    Console.WriteLine($"blockcopy: the disk to copy to: {error.Describe(DeviceKind.Disk)}");
    return 1;
}

return Copying.Run(ref source.Queue(0), ref target.Queue(0));
