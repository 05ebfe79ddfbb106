using System;
using System.Buffers.Binary;

namespace Lithe.Net;

/// <summary>Multicast groups: who is in which, and the reports that routers and switches want of it (RFC 2236, 3376; RFC 2710, 3810), for all senders of a group alike.</summary>
public sealed partial class NetStack
{
    // A report may be lost: it is said twice (the robustness variable of RFC 3376 8.1).
    private const byte Reports = 2;
    private const ulong OlderQuerierTime = 400 * Second, UnsolicitedInterval = Second;

    private Group[] _groups = [];
    private int _groupCount;
    private GroupTimer? _groupTimer;

    /// <summary>224.0.0.2, 224.0.0.22 and ff02::16.</summary>
    private static IpAddress AllRoutersV4 => IpAddress.FromV4(0xe000_0002);

    private static IpAddress ReportsV4 => IpAddress.FromV4(0xe000_0016);

    private static IpAddress ReportsV6 => IpAddress.FromWords(0x02ff, 0x16UL << 56);

    /// <summary>Enters a group on an interface, or counts one more who wants it. False when there are too many groups, or it is none.</summary>
    public bool TryJoin(NetInterface at, in IpAddress group)
    {
        if (!Config.NET_MULTICAST || !group.IsMulticast || (group.IsV4 ? !Config.NET_IPV4 : !Config.NET_IPV6))
            return false;
        int index = FindGroup(at, group);
        if (index >= 0)
        {
            _groups[index].Users++;
            return true;
        }

        if (_groupCount == _groups.Length)
            return false;
        _groups[_groupCount] = new Group { Interface = at, Address = group, Users = 1 };
        at.JoinGroup(MacAddress.OfGroup(group));
        // All systems are in the first group of each kind without saying so (RFC 2236 6, RFC 3810 6).
        if (at.Link == LinkKind.Ethernet && group != IpAddress.AllSystemsV4 && group != IpAddress.AllNodes)
        {
            SendReport(_groups[_groupCount], GroupRecordType.ToExclude);
            _groups[_groupCount].ReportsLeft = Reports - 1;
            _groups[_groupCount].ReportAt = Now + Random.Below((uint)UnsolicitedInterval);
        }

        _groupCount++;
        StartGroupTimer();
        return true;
    }

    /// <summary>Leaves a group, when the last who wanted it does. False when nobody did.</summary>
    public bool TryLeave(NetInterface at, in IpAddress group)
    {
        int index = Config.NET_MULTICAST ? FindGroup(at, group) : -1;
        if (index < 0)
            return false;
        if (--_groups[index].Users > 0)
            return true;
        if (at.Link == LinkKind.Ethernet && group != IpAddress.AllSystemsV4 && group != IpAddress.AllNodes)
            SendReport(_groups[index], GroupRecordType.ToInclude);
        _groups[index] = _groups[--_groupCount];
        _groups[_groupCount] = default;
        return true;
    }

    /// <summary>Whether packets for a group are for us on this interface.</summary>
    private bool IsMember(NetInterface at, in IpAddress group)
    {
        if (!Config.NET_IPV6 || group.IsV4)
        {
            if (group == IpAddress.AllSystemsV4)
                return true;
        }
        else if (group == IpAddress.AllNodes || (byte)(group.First >> 8) == 1)
        {
            return true;
        }
        else
        {
            foreach (ref readonly InterfaceAddress own in at.Addresses)
            {
                if (!own.Address.IsV4 && IpAddress.SolicitedNodeOf(own.Address) == group)
                    return true;
            }
        }

        return Config.NET_MULTICAST && FindGroup(at, group) >= 0;
    }

    private int FindGroup(NetInterface at, in IpAddress group)
    {
        for (int i = 0; i < _groupCount; i++)
        {
            if (_groups[i].Address == group && _groups[i].Interface == at)
                return i;
        }

        return -1;
    }

    private void SendReport(in Group group, GroupRecordType type)
    {
        NetInterface at = group.Interface;
        bool isV4 = group.Address.IsV4;
        bool isOld = Now < (isV4 ? at.OldIgmpUntil : at.OldMldUntil);
        bool isLeave = type == GroupRecordType.ToInclude;
        IpAddress destination = !isOld ? (isV4 ? ReportsV4 : ReportsV6) : isLeave ? (isV4 ? AllRoutersV4 : IpAddress.AllRouters) : group.Address;
        if (!TryAllocate(out Netbuf packet))
        {
            CountDrop(DropReason.NoNetbuf);
            return;
        }

        IpRoute route = RouteOnLink(at, destination, SelectSource(at, destination));
        if (isOld)
        {
            packet.TrySetLength(isV4 ? IgmpMessage.Size : MldMessage.Size);
            if (isV4)
                new IgmpMessage(isLeave ? IgmpMessage.Leave : IgmpMessage.ReportV2, 0, group.Address).Write(packet.Data);
            else
                new MldMessage(isLeave ? IcmpV6Type.ListenerDone : IcmpV6Type.ListenerReport, 0, group.Address).Write(packet.Data);
        }
        else
        {
            packet.TrySetLength(GroupReport.Size + 4 + (isV4 ? IpAddress.V4Size : IpAddress.V6Size));
            GroupReport.Write(packet.Data, isV4, 1);
            new GroupRecord(type, group.Address, 0).Write(packet.Data.Slice(GroupReport.Size));
            if (isV4)
                Checksum.Store(packet.Data.Slice(2), Checksum.Add(packet.Data, 0));
        }

        if (isV4)
            Send(packet, route, new IpHeaderOptions { Protocol = IpProtocol.Igmp, HopLimit = 1, RouterAlert = true });
        else
            SendIcmp(packet, route, isV4: false, new IpHeaderOptions { HopLimit = 1, RouterAlert = true });
    }

    private void ReceiveIgmp(Netbuf packet, in IpPacket ip)
    {
        bool isRight = IgmpMessage.TryRead(packet.Data, out IgmpMessage message) && Checksum.Fold(SumOf(packet, 0)) == Checksum.Right;
        int length = packet.TotalLength;
        if (!isRight || !ip.IsForMany)
        {
            Drop(packet, DropReason.BadIcmp);
            return;
        }

        packet.Free();
        if (message.Type != IgmpMessage.Query)
            return;
        bool isOld = length < IgmpMessage.QueryV3Size;
        if (isOld)
            ip.Interface.OldIgmpUntil = Now + OlderQuerierTime;
        // Version 1 has no time and means ten seconds.
        OnQuery(ip.Interface, message.Group, isV4: true, (ulong)(message.MaxResponse == 0 && isOld ? 100 : message.Time) * (Second / 10));
    }

    private void ReceiveMldQuery(Netbuf packet, in IpPacket ip)
    {
        bool isRight = MldMessage.TryRead(packet.Data, out MldMessage message) && ip.Source.IsLinkLocal && ip.HopLimit == 1;
        int length = packet.TotalLength;
        if (!isRight)
        {
            Drop(packet, DropReason.BadIcmp);
            return;
        }

        packet.Free();
        bool isOld = length < MldMessage.QueryV2Size;
        if (isOld)
            ip.Interface.OldMldUntil = Now + OlderQuerierTime;
        OnQuery(ip.Interface, message.Group, isV4: false, (ulong)(isOld ? message.MaxResponse : message.Time) * (Second / 1000));
    }

    /// <summary>Has the groups that a router asks for reported within a time.</summary>
    private void OnQuery(NetInterface at, in IpAddress group, bool isV4, ulong within)
    {
        for (int i = 0; i < _groupCount; i++)
        {
            ref Group own = ref _groups[i];
            if (own.Interface != at || own.Address.IsV4 != isV4 || own.Address == IpAddress.AllSystemsV4 || own.Address == IpAddress.AllNodes || !(group.IsUnspecified || group == own.Address))
                continue;
            ulong due = Now + (within == 0 ? 0 : Random.Next() % within);
            if (own.ReportsLeft == 0 || own.ReportAt > due)
                own.ReportAt = due;
            if (own.ReportsLeft == 0)
                own.ReportsLeft = 1;
        }

        StartGroupTimer();
    }

    private void StartGroupTimer()
    {
        ulong next = ulong.MaxValue;
        for (int i = 0; i < _groupCount; i++)
        {
            if (_groups[i].ReportsLeft > 0 && _groups[i].ReportAt < next)
                next = _groups[i].ReportAt;
        }

        if (next != ulong.MaxValue)
            StartTimer(_groupTimer ??= new GroupTimer(this), next);
    }

    private void OnGroupTimer()
    {
        for (int i = 0; i < _groupCount; i++)
        {
            ref Group group = ref _groups[i];
            if (group.ReportsLeft == 0 || group.ReportAt > Now)
                continue;
            group.ReportsLeft--;
            group.ReportAt = Now + Random.Below((uint)UnsolicitedInterval);
            SendReport(group, GroupRecordType.IsExclude);
        }

        StartGroupTimer();
    }

    private struct Group
    {
        internal NetInterface Interface;
        internal IpAddress Address;
        internal int Users;
        internal byte ReportsLeft;
        internal ulong ReportAt;
    }

    private sealed class GroupTimer(NetStack stack) : Time.Timer
    {
        public override void OnExpire() => stack.OnGroupTimer();
    }
}
