using System.Text;
using static Conformance.Sys;

namespace Conformance;

internal static unsafe class Names
{
    public static void Run()
    {
        byte* memory = Memory(65536);
        long buffer = (long)memory, a = Text("a"), b = Text("b"), none = Text("none"), file = Text("a/file"), link = Text("link");
        Say("mkdir a", Call(83, a, 0x1ff));
        Say("mkdir again", Call(83, a, 0x1ff));
        Say("mkdir below none", Call(83, Text("none/x"), 0x1ff));
        Say("mkdir bad", Call(83, Bad, 0x1ff));
        Say("mkdir /", Call(83, Text("/"), 0x1ff));
        Say("mkdir slash", Call(83, Text("b/"), 0x1c0));
        Call(4, b, buffer);
        Say("mode b", *(uint*)(memory + 24));
        Say("mkdirat", Call(258, 99, Text("x"), 0x1ff));
        long descriptor = Call(85, file, 0x1a4);
        Say("symlink", Call(88, Text("a/file"), link));
        Say("symlink again", Call(88, Text("x"), link));
        Say("symlink empty", Call(88, Text(""), Text("e")));
        Say("readlink", Ascii(memory, Call(89, link, buffer, 100)));
        Say("readlink short", Ascii(memory, Call(89, link, buffer, 3)));
        Say("readlink size", Call(89, link, buffer, 0));
        Say("readlink file", Call(89, file, buffer, 100));
        Say("readlink none", Call(89, none, buffer, 100));
        Say("lstat link", Call(6, link, buffer));
        Say("mode link", *(uint*)(memory + 24));
        Say("stat link", Call(4, link, buffer));
        Say("mode link", *(uint*)(memory + 24));
        Say("open nofollow", Call(2, link, 0x20000));
        Say("symlink loop", Call(88, Text("loop"), Text("loop")));
        Say("open loop", Call(2, Text("loop")));
        Say("link", Call(86, file, Text("hard")));
        Say("link again", Call(86, file, Text("hard")));
        Say("link directory", Call(86, a, Text("x")));
        Say("link none", Call(86, none, Text("x")));
        Say("link other", Call(86, file, Text("/proc/x")) < 0);
        Call(5, descriptor, buffer);
        Say("links", *(long*)(memory + 16));
        Say("rename", Call(82, Text("hard"), Text("b/moved")));
        Say("rename none", Call(82, none, Text("x")));
        Say("rename same file", Call(82, file, Text("b/moved")));
        Say("rename into itself", Call(82, a, Text("a/x")));
        Say("rename directory over file", Call(82, b, file));
        Say("rename file over directory", Call(82, file, b));
        Say("rename over full directory", Call(82, a, b));
        Say("rename noreplace", Call(316, -100, file, -100, Text("b/moved"), 1));
        Say("rename flags", Call(316, -100, file, -100, Text("b/moved"), 0x80));
        Say("rmdir full", Call(84, a));
        Say("rmdir file", Call(84, file));
        Say("rmdir none", Call(84, none));
        Say("rmdir .", Call(84, Text("a/.")));
        Say("rmdir ..", Call(84, Text("a/..")));
        Say("unlink directory", Call(87, a));
        Say("unlink none", Call(87, none));
        Say("unlink bad", Call(87, Bad));
        Say("unlinkat flags", Call(263, -100, file, 1));
        Say("access", Call(21, file, 4));
        Say("access mode", Call(21, file, 99));
        Say("access none", Call(21, none, 0));
        Say("access execute", Call(21, file, 1));
        Say("faccessat", Call(269, -100, file, 2));
        Say("chmod", Call(90, file, 0x1e8));
        Say("chmod none", Call(90, none, 0x1e8));
        Say("fchmod", Call(91, descriptor, 0x9ff));
        Call(5, descriptor, buffer);
        Say("mode", *(uint*)(memory + 24));
        Say("fchmod bad", Call(91, 99, 0));
        Say("chown same", Call(92, file, -1, -1));
        Say("fchown bad", Call(93, 99, -1, -1));
        long* times = (long*)(memory + 1000);
        (times[0], times[1], times[2], times[3]) = (1000, 5, 2000, 7);
        Say("utimensat", Call(280, -100, file, (long)times, 0));
        Call(4, file, buffer);
        Say("times", $"{*(long*)(memory + 72)}.{*(long*)(memory + 80)} {*(long*)(memory + 88)}.{*(long*)(memory + 96)}");
        times[1] = 0x3ffffffe;
        times[2] = 3000;
        Say("utimensat omit", Call(280, -100, file, (long)times, 0));
        Call(4, file, buffer);
        Say("times", $"{*(long*)(memory + 72)} {*(long*)(memory + 88)}");
        times[1] = 1_000_000_000;
        Say("utimensat wrong", Call(280, -100, file, (long)times, 0));
        Say("utimensat none", Call(280, -100, none, 0, 0));
        Say("umask", Call(95, 0x3f));
        Say("umask", Call(95, 18));

        long list = Call(2, Text("."), 0x10000);
        var names = new List<string>();
        for (long length; (length = Call(217, list, buffer, 200)) > 0;)
        {
            for (long at = 0; at < length; at += *(ushort*)(memory + at + 16))
                names.Add(Encoding.ASCII.GetString(memory + at + 19, new ReadOnlySpan<byte>(memory + at + 19, 256).IndexOf((byte)0)) + memory[at + 18]);
        }

        names.Sort(StringComparer.Ordinal);
        Say("getdents", string.Join(' ', names));
        Say("getdents small", Call(8, list, 0, 0) + Call(217, list, buffer, 10));
        Say("getdents bad", Call(217, list, Bad, 1000));
        Say("fchdir", Call(81, list));
        Say("fchdir file", Call(81, descriptor));
        Say("fchdir bad", Call(81, 99));
        Say("chdir file", Call(80, file));
        Say("chdir a", Call(80, a));
        Say("getcwd ends", Call(79, buffer, 1000) > 3 && Encoding.ASCII.GetString(memory, new ReadOnlySpan<byte>(memory, 1000).IndexOf((byte)0)).EndsWith("/a", StringComparison.Ordinal));
        Say("getcwd short", Call(79, buffer, 2));
        Say("getcwd bad", Call(79, Bad, 1000));
        Say("chdir back", Call(80, Text("..")));
        Say("mknod fifo", Call(133, Text("fifo"), 0x11a4, 0));
        Call(4, Text("fifo"), buffer);
        Say("mode", *(uint*)(memory + 24));
        Say("statfs none", Call(137, none, buffer));
        Say("fstatfs bad", Call(138, 99, buffer));
        Say("getxattr", Call(191, file, Text("user.x"), buffer, 10) is -61 or -95);
        foreach (string name in new[] { "fifo", "loop", "link", "b/moved", "a/file" })
            Say("unlink", Call(87, Text(name)));
        Say("openat gone", Call(257, descriptor, Text("x"), 0));
        Call(3, descriptor);
        long gone = Call(2, a, 0x10000);
        Say("rmdir a", Call(84, a));
        Say("create in removed", Call(257, gone, Text("x"), 0x41, 0x1a4));
        Call(3, gone);
        Call(3, list);
        Say("rmdir b", Call(263, -100, b, 0x200));
    }
}
