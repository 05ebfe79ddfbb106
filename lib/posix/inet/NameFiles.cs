using System;
using System.Text;
using Lithe.Fs;
using Lithe.Net;

namespace Lithe.Posix;

/// <summary>What C libraries look up names with, where the root file system has none: /etc/hosts, and /etc/resolv.conf with the name servers that the network was told of.</summary>
internal sealed class NameFiles : ImagePart
{
    /// <inheritdoc/>
    public override void OnRoot(Inode root)
    {
        if (root.Lookup("etc"u8, out Inode? folder) != Errno.None && root.Create("etc"u8, InodeKind.Directory, 0x1ed, 0, out folder) != Errno.None)
            return;
        Write(folder!, "hosts"u8, "127.0.0.1 localhost\n::1 localhost ip6-localhost\n"u8);
        Span<byte> text = stackalloc byte[512];
        int length = 0;
        if (Network.IsStarted)
        {
            foreach (IpAddress server in Network.Stack.NameServers)
            {
                "nameserver "u8.CopyTo(text.Slice(length));
                length += 11;
                length += Encoding.UTF8.GetBytes(server.ToString(), text.Slice(length));
                text[length++] = (byte)'\n';
            }
        }

        Write(folder!, "resolv.conf"u8, text.Slice(0, length));
    }

    private static void Write(Inode folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        if (folder.Lookup(name, out _) == Errno.None || folder.Create(name, InodeKind.Regular, 0x1a4, 0, out Inode? file) != Errno.None)
            return;
        file!.WriteAt(0, text);
    }
}
