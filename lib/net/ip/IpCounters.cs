namespace Lithe.Net;

/// <summary>Counters of one version of IP (RFC 4293, ipSystemStatsTable; the names of /proc/net/snmp).</summary>
public struct IpCounters
{
    public ulong InReceives { get; set; }

    public ulong InHdrErrors { get; set; }

    public ulong InAddrErrors { get; set; }

    public ulong InUnknownProtos { get; set; }

    public ulong InDiscards { get; set; }

    public ulong InDelivers { get; set; }

    public ulong InMcastPkts { get; set; }

    public ulong OutRequests { get; set; }

    public ulong OutNoRoutes { get; set; }

    public ulong OutDiscards { get; set; }

    public ulong ReasmReqds { get; set; }

    public ulong ReasmOKs { get; set; }

    public ulong ReasmFails { get; set; }

    public ulong ReasmTimeout { get; set; }

    public ulong FragOKs { get; set; }

    public ulong FragFails { get; set; }

    public ulong FragCreates { get; set; }
}

/// <summary>Counters of one version of ICMP (RFC 4293; the names of /proc/net/snmp).</summary>
public struct IcmpCounters
{
    public ulong InMsgs { get; set; }

    public ulong InErrors { get; set; }

    public ulong InDestUnreachs { get; set; }

    public ulong InPktTooBigs { get; set; }

    public ulong InTimeExcds { get; set; }

    public ulong InParmProbs { get; set; }

    public ulong InRedirects { get; set; }

    public ulong InEchos { get; set; }

    public ulong InEchoReps { get; set; }

    public ulong OutMsgs { get; set; }

    public ulong OutDestUnreachs { get; set; }

    public ulong OutTimeExcds { get; set; }

    public ulong OutParmProbs { get; set; }

    public ulong OutEchos { get; set; }

    public ulong OutEchoReps { get; set; }

    public ulong OutRateLimited { get; set; }
}
