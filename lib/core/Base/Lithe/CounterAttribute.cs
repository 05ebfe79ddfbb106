using System;

namespace Lithe;

/// <summary>
/// Marks a <c>public static</c> property as a counter of its subsystem, readable by name in images that hold <c>lib/counters</c> and costing nothing in others.
/// The property is an integer, or a structure whose public integer properties are the counters <c>name.property</c>. On a contract it stands for
/// every implementation.
/// </summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class CounterAttribute(string name) : Attribute
{
    /// <summary>Lower-case words with dots between, the subsystem first: <c>irq.spurious</c>.</summary>
    public string Name { get; } = name;
}
