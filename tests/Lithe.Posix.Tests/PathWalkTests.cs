using System.Text;
using Lithe.Fs;

namespace Lithe.Posix.Tests;

[Collection("pages")]
public sealed class PathWalkTests
{
    private readonly RamFileSystem _files = new("rootfs");
    private readonly Inode _a, _b, _file;

    public PathWalkTests()
    {
        NativePages.Use();
        _files.Root.Create("a"u8, InodeKind.Directory, 0x1ed, 0, out Inode? a);
        a!.Create("b"u8, InodeKind.Directory, 0x1ed, 0, out Inode? b);
        b!.Create("file"u8, InodeKind.Regular, 0x1a4, 0, out Inode? file);
        (_a, _b, _file) = (a, b, file!);
        b.CreateLink("up"u8, "../b/file"u8, out _);
        b.CreateLink("absolute"u8, "/a/b"u8, out _);
        b.CreateLink("loop"u8, "loop"u8, out _);
        b.CreateLink("gone"u8, "../new"u8, out _);
        _files.Root.CreateLink("many"u8, "a/./b/absolute"u8, out _);
    }

    [Theory]
    [InlineData("/", "root")]
    [InlineData("//", "root")]
    [InlineData("/..", "root")]
    [InlineData("/../../a/../a", "a")]
    [InlineData("a", "a")]
    [InlineData("a/", "a")]
    [InlineData("./a/.", "a")]
    [InlineData("a//b/..", "a")]
    [InlineData("a/b/file", "file")]
    [InlineData("a/b/up", "file")]
    [InlineData("a/b/absolute/absolute/absolute/up", "file")]
    [InlineData("many/file", "file")]
    [InlineData("a/b/absolute/", "b")]
    public void A_path_leads_there(string path, string where)
    {
        Assert.Equal(Errno.None, Walk(path, WalkOptions.None, out Inode? inode));
        Assert.Same(where switch { "root" => _files.Root, "a" => _a, "b" => _b, _ => _file }, inode);
    }

    [Theory]
    [InlineData("", Errno.ENOENT)]
    [InlineData("x", Errno.ENOENT)]
    [InlineData("x/y", Errno.ENOENT)]
    [InlineData("a/b/file/", Errno.ENOTDIR)]
    [InlineData("a/b/file/x", Errno.ENOTDIR)]
    [InlineData("a/b/file/..", Errno.ENOTDIR)]
    [InlineData("a/b/loop", Errno.ELOOP)]
    [InlineData("a/b/gone", Errno.ENOENT)]
    public void A_path_leads_nowhere(string path, Errno error) => Assert.Equal(error, Walk(path, WalkOptions.None, out _));

    [Fact]
    public void A_name_is_too_long()
    {
        Assert.Equal(Errno.ENAMETOOLONG, Walk(new string('x', 256), WalkOptions.Parent, out _));
        Assert.Equal(Errno.ENAMETOOLONG, Walk(string.Concat(Enumerable.Repeat("a/../", 1000)), WalkOptions.None, out _));
        Assert.Equal(Errno.ENOENT, Walk(new string('x', 255), WalkOptions.None, out _));
    }

    [Fact]
    public void A_link_at_the_end_is_followed_or_not()
    {
        Assert.Equal(Errno.None, Walk("a/b/up", WalkOptions.NoFollow, out Inode? link));
        Assert.Equal(InodeKind.Link, link!.Kind);
        Assert.Equal(Errno.None, Walk("a/b/gone", WalkOptions.Parent, out Inode? none, out Inode? directory, out string name));
        Assert.Null(none);
        Assert.Same(_a, directory);
        Assert.Equal("new", name);
    }

    [Fact]
    public void Somebody_without_permission_does_not_pass()
    {
        _a.Permissions = 0x1c0;
        _a.Owner = 7;
        Assert.Equal(Errno.EACCES, Walk("a/b", WalkOptions.None, out _, out _, out _, user: 8));
        Assert.Equal(Errno.None, Walk("a/b", WalkOptions.None, out _, out _, out _, user: 7));
        Assert.Equal(Errno.None, Walk("a/b", WalkOptions.None, out _, out _, out _, user: 0));
    }

    [Fact]
    public void A_mount_is_entered_and_left()
    {
        var other = new RamFileSystem("other");
        Mounts.MountRoot(_files);
        Assert.Equal(Errno.None, Mounts.Mount(other, _b));
        Assert.Equal(Errno.EBUSY, Mounts.Mount(new RamFileSystem("third"), _b));
        other.Root.Create("inside"u8, InodeKind.Directory, 0x1ed, 0, out Inode? inside);
        Assert.Equal(Errno.None, Walk("a/b/inside", WalkOptions.None, out Inode? found));
        Assert.Same(inside, found);
        Assert.Equal(Errno.None, Walk("a/b/inside/../..", WalkOptions.None, out Inode? up));
        Assert.Same(_a, up);
        Assert.Equal(Errno.ENOENT, Walk("a/b/file", WalkOptions.None, out _));
        byte[] buffer = new byte[100];
        int length = PathWalk.PathOf(_files.Root, inside!, buffer);
        Assert.Equal("/a/b/inside", Encoding.UTF8.GetString(buffer.AsSpan(buffer.Length - length)));
    }

    private Errno Walk(string path, WalkOptions options, out Inode? inode) => Walk(path, options, out inode, out _, out _);

    private Errno Walk(string path, WalkOptions options, out Inode? inode, out Inode? directory, out string name, uint user = 0)
    {
        var who = new Credentials { User = user };
        Errno error = PathWalk.Walk(_files.Root, _files.Root, Encoding.UTF8.GetBytes(path), options, who, new byte[2 * PathWalk.MaxPath], out WalkResult result);
        (inode, directory, name) = (result.Inode, result.Directory, Encoding.UTF8.GetString(result.Name));
        return error;
    }
}
