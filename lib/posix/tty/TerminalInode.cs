using System;
using Lithe.Fs;

namespace Lithe.Posix;

/// <summary><c>/dev/console</c> and <c>/dev/tty</c>.</summary>
public sealed class TerminalInode : Inode
{
    /// <summary>Makes the node.</summary>
    public TerminalInode()
    {
        const ulong TtyMajor = 5, ConsoleMinor = 1;
        Number = 1100;
        Kind = InodeKind.CharacterDevice;
        Permissions = 0x190;
        Device = TtyMajor << 8 | ConsoleMinor;
        LinkCount = 1;
        AccessTime = ModifyTime = ChangeTime = VfsHost.Current.Now;
    }

    /// <inheritdoc/>
    public override Errno Open(OpenFlags flags, out OpenFile? file)
    {
        file = new TerminalFile(this, flags);
        return Errno.None;
    }
}

/// <summary>An open terminal. Descriptors share it, and programs open it a few times in their life: the objects are not used again.</summary>
public sealed class TerminalFile : OpenFile
{
    internal TerminalFile(Inode inode, OpenFlags flags)
    {
        Inode = inode;
        Flags = flags;
        inode.Acquire();
    }

    /// <inheritdoc/>
    public override PollSource? Source
    {
        get
        {
            // Whoever asks for the source is going to wait: from now on the console is looked at.
            Terminal.Instance.Watch();
            return Terminal.Instance.Source;
        }
    }

    /// <inheritdoc/>
    public override uint Readiness =>
        (Terminal.Instance.HasInput ? PollEvents.In | PollEvents.ReadNormal : 0) | PollEvents.Out | PollEvents.WriteNormal;

    /// <inheritdoc/>
    public override long Read(Span<byte> bytes) => Terminal.Instance.Read(bytes, IsNonBlocking);

    /// <inheritdoc/>
    public override long Write(ReadOnlySpan<byte> bytes) => Terminal.Instance.Write(bytes);

    /// <inheritdoc/>
    public override long Control(uint request, ulong argument) => Terminal.Instance.Control(request, argument);

    /// <inheritdoc/>
    protected override void OnClose()
    {
        Process.FileLock.Enter();
        Inode?.Release();
        Process.FileLock.Exit();
    }
}
