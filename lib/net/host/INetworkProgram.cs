namespace Lithe.Net;

/// <summary>What runs on the network's stacks: a type, not an object, as each stack has objects of its own.</summary>
public interface INetworkProgram
{
    /// <summary>Begins on a stack, on the processor that the stack belongs to: opens ports, makes the stack's TCP. Null, or what is wrong, for people.</summary>
    static abstract string? Start(NetStack stack);
}
