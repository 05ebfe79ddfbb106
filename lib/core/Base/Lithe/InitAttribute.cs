using System;

namespace Lithe;

/// <summary>When a library's start-up method runs, in order.</summary>
public enum InitStage
{
    /// <summary>Before anything else.</summary>
    Early,
    /// <summary>The memory map is known; page frames.</summary>
    Memory,
    /// <summary>The default heap.</summary>
    Heap,
    /// <summary>Static objects of the program.</summary>
    Statics,
    /// <summary>Clocks and timers.</summary>
    Time,
    /// <summary>Threads.</summary>
    Scheduler,
    /// <summary>Buses.</summary>
    Bus,
    /// <summary>Device drivers.</summary>
    Driver,
    /// <summary>File systems.</summary>
    FileSystem,
    /// <summary>Network protocols.</summary>
    Network,
    /// <summary>After all others.</summary>
    Late,
}

/// <summary>
/// Marks a <c>public static void</c> method without parameters that the composition root calls at start-up: by stage, then by
/// the libraries' dependencies, then by name.
/// </summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class InitAttribute(InitStage stage) : Attribute
{
    /// <summary>The stage.</summary>
    public InitStage Stage { get; } = stage;
}
