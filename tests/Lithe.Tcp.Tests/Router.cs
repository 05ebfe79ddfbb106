using System.Buffers.Binary;
using Lithe.Net;

namespace Lithe.Tcp.Tests;

/// <summary>A router on the way that says that a packet is too long (RFC 792, 1191; RFC 4443, 8201).</summary>
internal static class Router
{
    public static byte[] TooBig(byte[] packet, int mtu)
    {
        if (packet[0] >> 4 == 4)
        {
            byte[] answer = new byte[20 + 8 + 28];
            answer[0] = 0x45;
            answer[3] = (byte)answer.Length;
            answer[8] = 64;
            answer[9] = 1;
            // From the first router of the network to the packet's source.
            new byte[] { 10, 0, 0, 254 }.CopyTo(answer, 12);
            packet.AsSpan(12, 4).CopyTo(answer.AsSpan(16));
            Checksum.Store(answer.AsSpan(10, 2), Checksum.Add(answer.AsSpan(0, 20), 0));
            answer[20] = 3;
            answer[21] = 4;
            BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(26), (ushort)mtu);
            packet.AsSpan(0, 28).CopyTo(answer.AsSpan(28));
            Checksum.Store(answer.AsSpan(22, 2), Checksum.Add(answer.AsSpan(20), 0));
            return answer;
        }

        int quoted = Math.Min(packet.Length, 1232);
        byte[] answer6 = new byte[48 + quoted];
        answer6[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(answer6.AsSpan(4), (ushort)(8 + quoted));
        answer6[6] = 58;
        answer6[7] = 64;
        IpAddress.TryParse("fd00::fe"u8, out IpAddress router);
        router.WriteV6(answer6.AsSpan(8));
        packet.AsSpan(8, 16).CopyTo(answer6.AsSpan(24));
        answer6[40] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(answer6.AsSpan(44), (uint)mtu);
        packet.AsSpan(0, quoted).CopyTo(answer6.AsSpan(48));
        ulong sum = Checksum.PseudoHeader(router, IpAddress.ReadV6(packet.AsSpan(8)), 8 + quoted, 58);
        Checksum.Store(answer6.AsSpan(42, 2), Checksum.Add(answer6.AsSpan(40), sum));
        return answer6;
    }
}
