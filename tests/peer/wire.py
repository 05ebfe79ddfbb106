"""A peer made of raw frames: addresses that no host has, on a tap, so that the kernel of the host answers nothing for it."""
import select
import socket
import struct
import threading
import time

from scapy.config import conf

conf.ipv6_enabled = True
from scapy.layers.inet import ICMP, IP, TCP  # noqa: E402
from scapy.layers.inet6 import (  # noqa: E402
    ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6NDOptDstLLAddr, IPv6)
from scapy.layers.l2 import ARP, Ether  # noqa: E402
from scapy.packet import Raw  # noqa: E402

GUEST4, GUEST6 = "10.9.0.15", "fd09::15"
PEER4, PEER6 = "10.9.0.77", "fd09::77"
GUEST_MAC, PEER_MAC = "52:54:00:12:34:56", "02:00:00:00:00:77"


class Wire:
    """Frames of the guest, sorted by the port that they go to; questions for our addresses are answered."""

    def __init__(self, interface="tap0"):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.socket.bind((interface, 0))
        self.arrived = threading.Condition()
        self.frames = []
        self.thread = threading.Thread(target=self._receive, daemon=True)
        self.thread.start()
        # Whom the guest asks for first are we.
        self.send(Ether(src=PEER_MAC, dst="ff:ff:ff:ff:ff:ff") / ARP(op=1, hwsrc=PEER_MAC, psrc=PEER4, pdst=GUEST4))

    def send(self, frame):
        self.socket.send(bytes(frame))

    def _receive(self):
        while True:
            select.select([self.socket], [], [])
            data, address = self.socket.recvfrom(65536)
            if address[2] == socket.PACKET_OUTGOING:
                continue
            kind = struct.unpack("!H", data[12:14])[0]
            if kind == 0x0806:
                question = Ether(data)[ARP]
                if question.op == 1 and question.pdst == PEER4:
                    self.send(Ether(src=PEER_MAC, dst=question.hwsrc) / ARP(op=2, hwsrc=PEER_MAC, psrc=PEER4, hwdst=question.hwsrc, pdst=question.psrc))
            elif kind == 0x0800:
                packet = Ether(data)[IP]
                if packet.dst == PEER4:
                    self._keep(packet)
            elif kind == 0x86DD:
                packet = Ether(data)[IPv6]
                if ICMPv6ND_NS in packet and packet[ICMPv6ND_NS].tgt == PEER6:
                    self.send(Ether(src=PEER_MAC, dst=GUEST_MAC) / IPv6(src=PEER6, dst=packet.src, hlim=255)
                              / ICMPv6ND_NA(tgt=PEER6, R=0, S=1, O=1) / ICMPv6NDOptDstLLAddr(lladdr=PEER_MAC))
                elif packet.dst == PEER6:
                    self._keep(packet)

    def _keep(self, packet):
        with self.arrived:
            self.frames.append((time.monotonic(), packet))
            self.arrived.notify_all()

    def take(self, wanted, seconds):
        """The first packet that is wanted, with the time when it came; None when it does not come."""
        end = time.monotonic() + seconds
        with self.arrived:
            while True:
                for i, (at, packet) in enumerate(self.frames):
                    if wanted(packet):
                        del self.frames[i]
                        return at, packet
                left = end - time.monotonic()
                if left <= 0:
                    return None
                self.arrived.wait(left)


class Peer:
    """One end of a connection: what is sent from it, and what comes to it."""

    ports = iter(range(20000, 60000))

    def __init__(self, wire, port, v6=False, our_port=None, sequence=None):
        self.wire, self.port, self.v6 = wire, port, v6
        self.our_port = our_port or next(Peer.ports)
        self.seq = 1_000_000 + self.our_port if sequence is None else sequence
        self.ack = 0
        self.window = 65535
        self.stamp = None
        self.echo = 0

    def packet(self, flags, data=b"", seq=None, ack=None, options=None, window=None, **fields):
        if options is None:
            options = []
            if self.stamp is not None:
                options = [("NOP", None), ("NOP", None), ("Timestamp", (self.stamp, self.echo))]
        segment = TCP(sport=self.our_port, dport=self.port, flags=flags, seq=(self.seq if seq is None else seq) & 0xFFFFFFFF,
                      ack=(self.ack if ack is None else ack) & 0xFFFFFFFF, window=self.window if window is None else window, options=options, **fields)
        below = IPv6(src=PEER6, dst=GUEST6) if self.v6 else IP(src=PEER4, dst=GUEST4)
        return below / segment / Raw(data) if data else below / segment

    def send(self, flags, data=b"", **how):
        self.wire.send(Ether(src=PEER_MAC, dst=GUEST_MAC) / self.packet(flags, data, **how))

    def take(self, seconds=10.0, wanted=lambda segment: True):
        """The next segment for this end that is wanted; None when there is none."""
        def is_ours(packet):
            return TCP in packet and packet[TCP].dport == self.our_port and packet[TCP].sport == self.port and wanted(packet[TCP])
        found = self.wire.take(is_ours, seconds)
        if found is None:
            return None
        at, packet = found
        segment = packet[TCP]
        segment.arrived = at
        # Padding of short frames is not the segment's.
        total = packet[IPv6].plen if self.v6 else packet[IP].len - packet[IP].ihl * 4
        segment.data = bytes(segment)[segment.dataofs * 4:total]
        for kind, value in segment.options:
            if kind == "Timestamp":
                self.echo = value[0]
        return segment

    def open(self, options=(("MSS", 1460),), window=None):
        """Opens a connection to the guest; its SYN-ACK."""
        self.send("S", options=list(options), window=window)
        answer = self.take(wanted=lambda s: "S" in s.flags)
        assert answer is not None, "no SYN-ACK"
        assert answer.flags == "SA" and answer.ack == (self.seq + 1) & 0xFFFFFFFF, f"answered {answer.flags} {answer.ack}"
        self.seq = (self.seq + 1) & 0xFFFFFFFF
        self.ack = (answer.seq + 1) & 0xFFFFFFFF
        self.send("A", window=window)
        return answer

    def say(self, data, **how):
        """Sends data in order."""
        self.send("PA", data, **how)
        self.seq = (self.seq + len(data)) & 0xFFFFFFFF

    def hear(self, count, seconds=10.0):
        """Receives in order, acknowledging; the bytes."""
        got = b""
        end = time.monotonic() + seconds
        while len(got) < count and time.monotonic() < end:
            segment = self.take(end - time.monotonic(), lambda s: len(s.payload) > 0)
            if segment is None or segment.seq != self.ack or not segment.data:
                continue
            got += segment.data
            self.ack = (self.ack + len(segment.data)) & 0xFFFFFFFF
            self.send("A")
        return got

    def abort(self):
        self.send("R", seq=self.seq)
