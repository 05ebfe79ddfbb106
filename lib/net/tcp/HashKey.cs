using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lithe.Net;

/// <summary>Secrets of a stack, and the hashes made with them.</summary>
internal sealed class HashKey
{
    private readonly ulong _first, _second, _third, _fourth;

    internal HashKey(NetRandom random)
    {
        _first = random.Next();
        _second = random.Next();
        _third = random.Next() | 1;
        _fourth = random.Next() | 1;
    }

    /// <summary>A fast hash for the table of connections: products of secrets and the ends, upper and lower half mixed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Place(in IpEndpoint local, in IpEndpoint remote)
    {
        ulong ports = (ulong)local.Port << 16 | remote.Port;
        IpAddress peer = remote.Address;
        ulong high = Math.BigMul((peer.Last ^ _first) + (peer.First ^ _fourth) * _third, (local.Address.Last ^ _second) + (ports ^ _first) * _fourth, out ulong low);
        return (int)((high ^ low) >> 7);
    }

    /// <summary>SipHash-2-4 (Aumasson, Bernstein, 2012) of the two ends and a number.</summary>
    internal ulong Hash(in IpEndpoint local, in IpEndpoint remote, ulong number)
    {
        ulong v0 = _first ^ 0x736f_6d65_7073_6575, v1 = _second ^ 0x646f_7261_6e64_6f6d, v2 = _first ^ 0x6c79_6765_6e65_7261, v3 = _second ^ 0x7465_6462_7974_6573;
        Absorb(ref v0, ref v1, ref v2, ref v3, local.Address.First);
        Absorb(ref v0, ref v1, ref v2, ref v3, local.Address.Last);
        Absorb(ref v0, ref v1, ref v2, ref v3, remote.Address.First);
        Absorb(ref v0, ref v1, ref v2, ref v3, remote.Address.Last);
        Absorb(ref v0, ref v1, ref v2, ref v3, (ulong)local.Port << 16 | remote.Port);
        Absorb(ref v0, ref v1, ref v2, ref v3, number);
        Absorb(ref v0, ref v1, ref v2, ref v3, 48UL << 56);
        v2 ^= 0xff;
        for (int i = 0; i < 4; i++)
            Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Absorb(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3, ulong word)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
