namespace Lithe.Net;

/// <summary>Counters of one version of IP (RFC 4293, ipSystemStatsTable; the names of /proc/net/snmp).</summary>
public struct IpCounters
{
    public ulong InReceives, InHdrErrors, InAddrErrors, InUnknownProtos, InDiscards, InDelivers, InMcastPkts, OutRequests, OutNoRoutes, OutDiscards, ReasmReqds, ReasmOKs, ReasmFails, ReasmTimeout, FragOKs, FragFails,
        FragCreates;
}

/// <summary>Counters of one version of ICMP (RFC 4293; the names of /proc/net/snmp).</summary>
public struct IcmpCounters
{
    public ulong InMsgs, InErrors, InDestUnreachs, InPktTooBigs, InTimeExcds, InParmProbs, InRedirects, InEchos, InEchoReps, OutMsgs, OutDestUnreachs, OutTimeExcds, OutParmProbs, OutEchos, OutEchoReps, OutRateLimited;
}
