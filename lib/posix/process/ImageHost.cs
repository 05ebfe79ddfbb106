using Lithe.Fs;
using Lithe.Plat;
using Lithe.Sync;

namespace Lithe.Posix;

/// <summary>Gives file systems the image's clock and lock.</summary>
public sealed class ImageHost : VfsHost
{
    // What the wall clock is ahead of the monotonic one; read once, since asking it may take long.
    private ulong _offset = Clock.WallNanoseconds - Clock.Nanoseconds;

    private SpinLock _watchers;

    /// <summary>The one that there is.</summary>
    public static ImageHost Instance { get; } = new();

    /// <summary>What the clock of the day is ahead of <see cref="Clock.Nanoseconds"/>.</summary>
    public ulong WallOffset
    {
        get => _offset;
        set
        {
            _offset = value;
            OffsetChanged?.Invoke(value);
        }
    }

    /// <summary>Told when the clock of the day is set.</summary>
    public System.Action<ulong>? OffsetChanged { get; set; }

    /// <inheritdoc/>
    public override ulong Now => Clock.Nanoseconds + _offset;

    /// <inheritdoc/>
    public override void EnterWatchers() => _watchers.Enter();

    /// <inheritdoc/>
    public override void ExitWatchers() => _watchers.Exit();
}
