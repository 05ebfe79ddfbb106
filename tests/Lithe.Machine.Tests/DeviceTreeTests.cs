using System.Diagnostics;
using System.Text;
using Lithe.DeviceTree;
using Lithe.Plat;
using Lithe.Tests.Shared;
using Xunit;

namespace Lithe.Machine.Tests;

/// <summary>The device trees that QEMU makes for its virt machine, and damaged copies of one.</summary>
public sealed class DeviceTreeTests
{
    [Fact]
    public void FindsVersion2ControllerFrameAndClock()
    {
        byte[] blob = Dump("virt,gic-version=2", 4);
        Assert.True(FlattenedDeviceTree.TryOpen(blob, out FlattenedDeviceTree tree));
        Assert.Equal(4, DeviceTreeSearch.CountProcessors(tree));
        var affinities = new ulong[8];
        Assert.Equal(4, DeviceTreeSearch.FindProcessors(tree, affinities));
        ulong affinity = affinities[3];
        Assert.Equal(2, DeviceTreeSearch.FindProcessors(tree, affinities.AsSpan(0, 2)));
        Assert.Equal(3UL, affinity);
        Assert.True(DeviceTreeSearch.TryFindRange(tree, "arm,cortex-a15-gic"u8, 0, 1, out DeviceTreeRange processor));
        Assert.Equal(new DeviceTreeRange(0x801_0000, 0x1_0000), processor);
        Assert.True(DeviceTreeSearch.TryFindRange(tree, "arm,gic-v2m-frame"u8, 0, 0, out DeviceTreeRange frame));
        Assert.Equal(0x802_0000UL, frame.Start);
        Assert.True(DeviceTreeSearch.TryFindRange(tree, "arm,pl031"u8, 0, 0, out DeviceTreeRange clock));
        Assert.Equal(0x901_0000UL, clock.Start);
        Assert.False(DeviceTreeSearch.TryFindRange(tree, "arm,pl031"u8, 1, 0, out _));
        Assert.False(DeviceTreeSearch.TryFindRange(tree, "arm,gic-v3"u8, 0, 0, out _));
    }

    [Fact]
    public void TheUsedPartIsTheTree()
    {
        byte[] blob = Dump("virt", 2);
        int used = FlattenedDeviceTree.UsedSize(blob);
        Assert.InRange(used, FlattenedDeviceTree.HeaderSize + 1, FlattenedDeviceTree.TotalSize(blob) - 1);
        Assert.True(blob.AsSpan(used).IndexOfAnyExcept((byte)0) < 0);
        Assert.True(FlattenedDeviceTree.TryOpen(blob.AsSpan(0, used), out FlattenedDeviceTree tree));
        Assert.Equal(2, DeviceTreeSearch.CountProcessors(tree));
        Assert.False(FlattenedDeviceTree.TryOpen(blob.AsSpan(0, used - 1), out _));
    }

    [Fact]
    public void TheWalkSaysWhatAPropertyIs()
    {
        byte[] blob = Dump("virt", 1);
        Assert.True(FlattenedDeviceTree.TryOpen(blob, out FlattenedDeviceTree tree));
        int properties = 0, memories = 0;
        PropertyEnumerator walk = tree.GetEnumerator();
        while (walk.MoveNext())
        {
            DeviceTreeProperty property = walk.Current;
            properties++;
            Assert.True(property.NameIs(property.Name));
            Assert.False(property.NameIs(property.Name[..^1]));
            Assert.True(property.NodeStartsWith(property.Node));
            Assert.True(walk.Value.SequenceEqual(property.Value));
            Assert.True(tree.ValueAt(property.ValueOffset, property.Value.Length).SequenceEqual(property.Value));
            if (property.NameIs("device_type"u8) && property.Lists("memory"u8))
            {
                memories++;
                Assert.True(property.NodeStartsWith("memory@"u8));
            }
        }

        Assert.InRange(properties, 100, 1000);
        Assert.Equal(1, memories);
    }

    [Fact]
    public void FindsVersion3ControllerAndEveryVirtioDevice()
    {
        byte[] blob = Dump("virt,gic-version=3", 1);
        Assert.True(FlattenedDeviceTree.TryOpen(blob, out FlattenedDeviceTree tree));
        Assert.True(DeviceTreeSearch.TryFindRange(tree, "arm,gic-v3"u8, 0, 1, out DeviceTreeRange redistributors));
        Assert.Equal(0x80a_0000UL, redistributors.Start);
        var found = new HashSet<ulong>();
        for (int i = 0; DeviceTreeSearch.TryFindRange(tree, "virtio,mmio"u8, i, 0, out DeviceTreeRange device); i++)
            found.Add(device.Start);
        Assert.Equal(32, found.Count);
        Assert.Contains(0xa00_0000UL, found);
    }

    [Fact]
    public void FuzzedTreesEndTheWalkAndNothingElse()
    {
        byte[] good = Dump("virt", 2);
        int size = FlattenedDeviceTree.TotalSize(good);
        // QEMU leaves room to grow; the damage goes where something is.
        int used = Array.FindLastIndex(good, size - 1, b => b != 0) + 1;
        FuzzRounds.Run(1, seed => Damage(good.AsSpan(0, size), used, seed));
    }

    private static void Damage(ReadOnlySpan<byte> good, int used, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++)
        {
            byte[] blob = good.ToArray();
            for (int n = random.Next(1, 8); n > 0; n--)
                blob[random.Next(random.Next(2) == 0 ? 64 : used)] = (byte)random.Next(256);
            if (!FlattenedDeviceTree.TryOpen(blob, out FlattenedDeviceTree tree))
                continue;
            Assert.InRange(DeviceTreeSearch.CountProcessors(tree), 0, 64);
            _ = DeviceTreeSearch.FindProcessors(tree, new ulong[2]);
            _ = DeviceTreeSearch.TryFindRange(tree, "arm,gic-v3"u8, 0, 1, out _);
        }
    }

    [Fact]
    public void TheQuickScanFindsTheNodesOfTheTree()
    {
        byte[] blob = Dump("virt", 2);
        Assert.True(FlattenedDeviceTree.TryOpen(blob, out FlattenedDeviceTree tree));
        List<string> all = Scan(tree, ~0U), some = Scan(tree, 1U << ('h' & 31) | 1U << ('2' & 31));
        Assert.Equal(Properties(tree), all);
        Assert.Contains("v2m@8020000 reg", some);
        Assert.Equal(all.Where(line => line[1] is 'h' or '2'), some);
    }

    // What it says, the walk that looks at every property says too, in this order: it may say less, of properties behind a node's nodes and behind damage. And never a byte outside, which
    // another page would show.
    [Fact]
    public void TheQuickScanStaysInsideDamagedTrees()
    {
        byte[] good = Dump("virt", 2);
        int used = FlattenedDeviceTree.UsedSize(good);
        FuzzRounds.Run(1, seed =>
        {
            var random = new Random(seed);
            for (int i = 0; i < 300; i++)
            {
                byte[] blob = good.AsSpan(0, used).ToArray();
                for (int n = random.Next(1, 8); n > 0; n--)
                    blob[random.Next(random.Next(2) == 0 ? 400 : used)] = (byte)(random.Next(2) == 0 ? random.Next(10) : random.Next(256));
                if (!FlattenedDeviceTree.TryOpen(blob, out FlattenedDeviceTree tree))
                    continue;
                List<string> scanned = Scan(tree, ~0U), walked = Properties(tree);
                int at = 0;
                foreach (string line in scanned)
                    Assert.True((at = walked.IndexOf(line, at) + 1) > 0, $"only the scan has {line}");
            }
        });
    }

    private static List<string> Properties(FlattenedDeviceTree tree)
    {
        var lines = new List<string>();
        foreach (DeviceTreeProperty property in tree)
            lines.Add($"{Encoding.Latin1.GetString(property.Node)} {Encoding.Latin1.GetString(property.Name)}");
        return lines;
    }

    private static unsafe List<string> Scan(FlattenedDeviceTree tree, uint letters)
    {
        var lines = new List<string>();
        using var structure = new GuardedCopy(tree.Structure);
        using var strings = new GuardedCopy(tree.Strings);
        var scan = new NodeScan(structure.Start, tree.Structure.Length, strings.Start, tree.Strings.Length);
        while (scan.MoveNext(letters))
        {
            string node = Encoding.Latin1.GetString(Until0(new ReadOnlySpan<byte>(scan.Name, (int)(structure.End - scan.Name))));
            while (scan.MoveNextProperty())
            {
                Assert.True(scan.Value + scan.ValueLength <= structure.End);
                string name = scan.NameOffset < tree.Strings.Length ? Encoding.Latin1.GetString(Until0(tree.Strings[(int)scan.NameOffset..])) : "";
                Assert.Equal(scan.NameStart, name.Length < 4 ? scan.NameStart : BitConverter.ToUInt32(Encoding.Latin1.GetBytes(name[..4])));
                lines.Add($"{node} {name}");
            }
        }

        return lines;
    }

    private static ReadOnlySpan<byte> Until0(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    private static byte[] Dump(string machine, int processors)
    {
        string file = Path.GetTempFileName();
        try
        {
            using Process qemu = Process.Start(
                "qemu-system-aarch64", ["-M", $"{machine},dumpdtb={file}", "-cpu", "max", "-smp", $"{processors}", "-nodefaults", "-display", "none"]);
            Assert.True(qemu.WaitForExit(60_000));
            return File.ReadAllBytes(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
