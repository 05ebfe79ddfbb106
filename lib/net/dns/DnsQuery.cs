namespace Lithe.Net;

/// <summary>A question on its way.</summary>
internal sealed class DnsQuery(DnsResolver resolver) : Time.Timer
{
    /// <summary>The name that is asked for now, and the name that the handler has asked for.</summary>
    internal readonly byte[] Name = new byte[DnsName.MaxSize], First = new byte[DnsName.MaxSize];
    internal int NameLength, FirstLength;
    internal ushort Type, Identifier;
    internal UdpEndpoint? Endpoint;
    internal DnsHandler? Handler;
    internal object? State;
    internal int Attempts, Aliases;

    // The shortest lifetime of the aliases on the way.
    internal uint Ttl;

    internal bool IsFree => Handler is null;

    public override void OnExpire() => resolver.OnTimeout(this);
}
