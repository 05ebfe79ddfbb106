namespace Lithe.Fs;

/// <summary>The files whose text is written when they are opened.</summary>
internal enum ProcessText
{
    /// <summary><c>/proc/meminfo</c>.</summary>
    Meminfo,

    /// <summary><c>/proc/mounts</c>.</summary>
    Mounts,

    /// <summary><c>/proc/uptime</c>.</summary>
    Uptime,

    /// <summary><c>/proc/version</c>.</summary>
    Version,

    /// <summary><c>/proc/filesystems</c>.</summary>
    Filesystems,

    /// <summary><c>/proc/stat</c>.</summary>
    Stat,

    /// <summary><c>/proc/loadavg</c>.</summary>
    Loadavg,

    /// <summary><c>/proc/lithe/calls</c>: a line for each system call that was made: how often, how often it failed, nanoseconds in all, and its name.</summary>
    Calls,

    /// <summary><c>/proc/self/maps</c>.</summary>
    SelfMaps,

    /// <summary><c>/proc/self/mounts</c>.</summary>
    SelfMounts,

    /// <summary><c>/proc/self/cmdline</c>.</summary>
    SelfCmdline,

    /// <summary><c>/proc/self/stat</c>.</summary>
    SelfStat,

    /// <summary><c>/proc/self/status</c>.</summary>
    SelfStatus,

    /// <summary><c>/proc/self/statm</c>.</summary>
    SelfStatm,

    /// <summary><c>/proc/self/cgroup</c>.</summary>
    SelfCgroup,

    /// <summary><c>/proc/self/mountinfo</c>.</summary>
    SelfMountinfo,

    /// <summary><c>/proc/self/comm</c>.</summary>
    SelfComm,

    /// <summary><c>/proc/cpuinfo</c>.</summary>
    Cpuinfo,

    /// <summary><c>/proc/cgroups</c>.</summary>
    Cgroups,

    /// <summary><c>/proc/self/smaps</c>.</summary>
    SelfSmaps,

    /// <summary><c>/proc/self/limits</c>.</summary>
    SelfLimits,

    /// <summary><c>/proc/self/oom_score_adj</c>.</summary>
    SelfOomScoreAdj,

    /// <summary><c>/proc/self/coredump_filter</c>.</summary>
    SelfCoredumpFilter,

    /// <summary><c>/proc/self/task/TID/comm</c>.</summary>
    TaskComm,

    /// <summary><c>/proc/self/task/TID/stat</c>.</summary>
    TaskStat,

    /// <summary><c>/proc/self/task/TID/status</c>.</summary>
    TaskStatus,

    /// <summary><c>/proc/sys/net/core/somaxconn</c>.</summary>
    SystemSomaxconn,

    /// <summary><c>/proc/sys/fs/file-max</c>.</summary>
    SystemFileMax,

    /// <summary><c>/proc/sys/fs/pipe-max-size</c>.</summary>
    SystemPipeMaxSize,

    /// <summary><c>/proc/sys/fs/inotify/max_user_watches</c>.</summary>
    SystemMaxUserWatches,

    /// <summary><c>/proc/sys/kernel/hostname</c>.</summary>
    SystemHostname,

    /// <summary><c>/proc/sys/kernel/threads-max</c>.</summary>
    SystemThreadsMax,

    /// <summary><c>/proc/sys/kernel/random/boot_id</c>, one of the random kind (RFC 9562 5.4).</summary>
    SystemBootId,

    /// <summary><c>/proc/sys/vm/overcommit_memory</c>.</summary>
    SystemOvercommitMemory,

    /// <summary><c>/proc/sys/vm/max_map_count</c>.</summary>
    SystemMaxMapCount,

    /// <summary><c>/proc/sys/kernel/ngroups_max</c>.</summary>
    SystemNgroupsMax,

    /// <summary><c>/proc/sys/kernel/pid_max</c>.</summary>
    SystemPidMax,

    /// <summary><c>/proc/sys/kernel/osrelease</c>.</summary>
    SystemOsrelease,
}
