using System;
using Lithe.Arch;
using Lithe.Device;
using Lithe.Net;

DeviceError error = Card.TryOpen(0, new CardOptions(), out Card? first);
Card? second = null;
if (first is not null)
    error = Card.TryOpen(1, new CardOptions(), out second);
if (first is null || second is null)
{
    Console.WriteLine($"reflect: {(first is null ? "first" : "second")} network card: {error.Describe(DeviceKind.Network)}");
    return 1;
}

Console.WriteLine("reflect: ready");
ref CardQueue left = ref first.Queue(0);
ref CardQueue right = ref second.Queue(0);
Span<Netbuf> burst = stackalloc Netbuf[Forwarder.Burst];
int idle = 0;
while (true)
{
    int moved = Forwarder.Move(ref left, ref right, burst, out bool isLast);
    if (!isLast)
        moved += Forwarder.Move(ref right, ref left, burst, out isLast);
    if (isLast)
        break;
    if (moved > 0)
        continue;
    Processor.Relax();
    if ((++idle & 0xfffff) == 0 && (left.Error != DeviceError.None || right.Error != DeviceError.None))
    {
        Console.WriteLine($"reflect: network card: {DeviceError.NeedsReset.Describe(DeviceKind.Network)}");
        return 1;
    }
}

Console.WriteLine($"reflect: {right.Statistics.Transmitted} to the right, {left.Statistics.Transmitted} to the left, {left.Statistics.Refused + right.Statistics.Refused} lost");
return 0;
