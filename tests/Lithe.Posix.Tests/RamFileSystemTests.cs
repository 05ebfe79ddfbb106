using System.Text;
using Lithe.Fs;

namespace Lithe.Posix.Tests;

/// <summary>The file system in memory against a plain model, by random runs.</summary>
[Collection("pages")]
public sealed class RamFileSystemTests
{
    private static readonly string[] Names = ["a", "b", "c", "dir", "e-name-that-is-longer-than-most-others-are"];

    public RamFileSystemTests() => NativePages.Use();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_tree_is_what_a_model_says(int seed)
    {
        var random = new Random(seed);
        long before = NativePages.Instance.Taken;
        var files = new RamFileSystem("tmpfs");
        var model = new Node { IsDirectory = true };
        for (int step = 0; step < 30_000; step++)
        {
            (Inode inode, Node node) = PickDirectory(random, files.Root, model);
            string name = Names[random.Next(Names.Length)];
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            node.Children.TryGetValue(name, out Node? child);
            Assert.Equal(child is null ? Errno.ENOENT : Errno.None, inode.Lookup(bytes, out Inode? found));
            switch (random.Next(8))
            {
                case 0 when child is null:
                    bool isDirectory = random.Next(3) == 0;
                    Assert.Equal(Errno.None, inode.Create(bytes, isDirectory ? InodeKind.Directory : InodeKind.Regular, 0x1ed, 0, out _));
                    node.Children[name] = new Node { IsDirectory = isDirectory, Links = 1 };
                    break;
                case 1 when child is not null:
                    Errno removed = inode.RemoveName(bytes);
                    Assert.Equal(child.IsDirectory && child.Children.Count > 0 ? Errno.ENOTEMPTY : Errno.None, removed);
                    if (removed == Errno.None)
                    {
                        node.Children.Remove(name);
                        child.Links--;
                    }

                    break;
                case 2 when child is { IsDirectory: false }:
                    (Inode to, Node toNode) = PickDirectory(random, files.Root, model);
                    string other = Names[random.Next(Names.Length)];
                    if (toNode.Children.ContainsKey(other))
                        break;
                    Assert.Equal(Errno.None, to.AddName(Encoding.UTF8.GetBytes(other), found!));
                    toNode.Children[other] = child;
                    child.Links++;
                    break;
                case 3 when child is { IsDirectory: false }:
                    Rename(random, files.Root, model, inode, node, name, child);
                    break;
                case 4 or 5 when child is { IsDirectory: false }:
                    byte[] written = new byte[random.Next(1, 9000)];
                    random.NextBytes(written);
                    int at = random.Next(0, 20_000);
                    Assert.Equal(written.Length, found!.WriteAt(at, written));
                    if (child.Content.Length < at + written.Length)
                        Array.Resize(ref child.Content, at + written.Length);
                    written.CopyTo(child.Content, at);
                    break;
                case 6 when child is { IsDirectory: false }:
                    int size = random.Next(0, 25_000);
                    Assert.Equal(Errno.None, found!.Resize(size));
                    Array.Resize(ref child.Content, size);
                    break;
                default:
                    Check(inode, node, child, found);
                    break;
            }
        }

        Remove(files.Root, model);
        Assert.Equal(0, files.PageCount);
        Assert.Equal(before, NativePages.Instance.Taken);
    }

    [Fact]
    public void An_open_file_outlives_its_name()
    {
        var files = new RamFileSystem("tmpfs");
        files.Root.Create("f"u8, InodeKind.Regular, 0x1a4, 0, out Inode? inode);
        inode!.Open(OpenFlags.ReadWrite, out OpenFile? file);
        Assert.Equal(5, file!.Write("hello"u8));
        Assert.Equal(Errno.None, files.Root.RemoveName("f"u8));
        Assert.Equal(1, files.PageCount);
        byte[] bytes = new byte[10];
        Assert.Equal(5, file.ReadAt(0, bytes));
        file.Release();
        Assert.Equal(0, files.PageCount);
    }

    [Fact]
    public void A_full_file_system_says_so_and_goes_on()
    {
        var files = new RamFileSystem("tmpfs", 4);
        files.Root.Create("f"u8, InodeKind.Regular, 0x1a4, 0, out Inode? inode);
        byte[] bytes = new byte[5 * 4096];
        Assert.Equal(4 * 4096, inode!.WriteAt(0, bytes));
        Assert.Equal(-(long)Errno.ENOSPC, inode.WriteAt(4 * 4096, bytes));
        Assert.Equal(Errno.None, inode.Resize(4096));
        Assert.Equal(3 * 4096, inode.WriteAt(4096, bytes.AsSpan(0, 3 * 4096)));
        NativePages.Instance.Limit = NativePages.Instance.Taken;
        var other = new RamFileSystem("tmpfs");
        other.Root.Create("f"u8, InodeKind.Regular, 0x1a4, 0, out Inode? none);
        Assert.Equal(-(long)Errno.ENOSPC, none!.WriteAt(0, bytes));
        NativePages.Instance.Limit = long.MaxValue;
        Assert.Equal(bytes.Length, none.WriteAt(0, bytes));
    }

    [Fact]
    public void A_sparse_file_takes_what_was_written()
    {
        var files = new RamFileSystem("tmpfs");
        files.Root.Create("f"u8, InodeKind.Regular, 0x1a4, 0, out Inode? inode);
        Assert.Equal(1, inode!.WriteAt(1L << 40, "x"u8));
        Assert.Equal(1, files.PageCount);
        byte[] bytes = new byte[3];
        Assert.Equal(3, inode.ReadAt((1L << 40) - 2, bytes));
        Assert.Equal("\0\0x"u8.ToArray(), bytes);
        Assert.Equal(-(long)Errno.EFBIG, inode.WriteAt(1L << 60, "x"u8));
    }

    private static void Rename(Random random, Inode root, Node model, Inode inode, Node node, string name, Node child)
    {
        (Inode to, Node toNode) = PickDirectory(random, root, model);
        string other = Names[random.Next(Names.Length)];
        toNode.Children.TryGetValue(other, out Node? present);
        if (present is { IsDirectory: true })
            return;
        Assert.Equal(Errno.None, inode.MoveName(Encoding.UTF8.GetBytes(name), to, Encoding.UTF8.GetBytes(other)));
        // Names of one file stay as they are.
        if (present == child)
            return;
        if (present is not null)
            present.Links--;
        node.Children.Remove(name);
        toNode.Children[other] = child;
    }

    private static void Check(Inode inode, Node node, Node? child, Inode? found)
    {
        var listed = new List<string>();
        DirectoryEntry entry = default;
        while (inode.ReadDirectory(ref entry))
            listed.Add(Encoding.UTF8.GetString(entry.Name));
        Assert.Equal(node.Children.Keys.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.Equal(2u + (uint)node.Children.Values.Count(c => c.IsDirectory), inode.LinkCount);
        if (child is not { IsDirectory: false })
            return;
        Assert.Equal((uint)child.Links, found!.LinkCount);
        Assert.Equal(child.Content.Length, found.Size);
        byte[] bytes = new byte[child.Content.Length + 10];
        Assert.Equal(child.Content.Length, found.ReadAt(0, bytes));
        Assert.True(bytes.AsSpan(0, child.Content.Length).SequenceEqual(child.Content));
    }

    private static void Remove(Inode inode, Node node)
    {
        foreach ((string name, Node child) in node.Children)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            Assert.Equal(Errno.None, inode.Lookup(bytes, out Inode? found));
            if (child.IsDirectory)
                Remove(found!, child);
            Assert.Equal(Errno.None, inode.RemoveName(bytes));
        }
    }

    private static (Inode, Node) PickDirectory(Random random, Inode inode, Node node)
    {
        while (random.Next(3) != 0)
        {
            (string, Node)[] below = [.. node.Children.Where(c => c.Value.IsDirectory).Select(c => (c.Key, c.Value))];
            if (below.Length == 0)
                break;
            (string name, node) = below[random.Next(below.Length)];
            Assert.Equal(Errno.None, inode.Lookup(Encoding.UTF8.GetBytes(name), out Inode? next));
            inode = next!;
        }

        return (inode, node);
    }

    private sealed class Node
    {
        public byte[] Content = [];
        public bool IsDirectory;
        public int Links;

        public Dictionary<string, Node> Children { get; } = [];
    }
}
