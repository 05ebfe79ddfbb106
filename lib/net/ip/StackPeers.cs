namespace Lithe.Net;

/// <summary>The other stacks of an image that has one for each processor (<c>NET_STACK_PER_PROCESSOR</c>), as one of them sees them. Frames are passed as copies.</summary>
public abstract class StackPeers
{
    /// <summary>Gives each other stack a frame that concerns all: <see cref="NetStack.ReceivePassed"/> with <see cref="NetStack.Told"/>. The frame stays the caller's.</summary>
    public abstract void Tell(NetInterface from, Netbuf frame);

    /// <summary>
    /// Gives the next stack a frame that nobody here knows, after so many have been asked. False when all have: then it is nobody's. The frame stays the caller's.
    /// </summary>
    public abstract bool TryOffer(NetInterface from, Netbuf frame, int asked);
}
