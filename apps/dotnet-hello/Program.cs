using System.Runtime.InteropServices;
using System.Threading.Channels;

Console.WriteLine($"Hello from .NET on {RuntimeInformation.OSDescription.Split(' ')[0]}, with {args.Length} arguments");

// What a runtime needs of its system: faults as exceptions, a collector that stops threads, timers, a thread pool, files.
try
{
    Console.WriteLine(((string?)null)!.Length);
}
catch (NullReferenceException)
{
    Console.WriteLine("null reference: caught");
}

try
{
    Console.WriteLine(1 / (args.Length - args.Length));
}
catch (DivideByZeroException)
{
    Console.WriteLine("division by zero: caught");
}

int[] squares = await Task.WhenAll(Enumerable.Range(1, 10).Select(async n =>
{
    await Task.Delay(n);
    return n * n;
}));
Console.WriteLine($"tasks: {squares.Sum()}");

var channel = Channel.CreateBounded<int>(16);
Task sender = Task.Run(async () =>
{
    for (int i = 1; i <= 1000; i++)
        await channel.Writer.WriteAsync(i);
    channel.Writer.Complete();
});
long received = 0;
await foreach (int number in channel.Reader.ReadAllAsync())
    received += number;
await sender;
Console.WriteLine($"channel: {received}");

bool stop = false;
var busy = new Thread(() =>
{
    while (!Volatile.Read(ref stop))
        GC.KeepAlive(new byte[100]);
});
busy.Start();
for (int i = 0; i < 10; i++)
{
    GC.Collect();
    Thread.Sleep(1);
}
Volatile.Write(ref stop, true);
busy.Join();
Console.WriteLine($"collections: {(GC.CollectionCount(2) >= 10 ? "ten and more" : "too few")}");

string file = Path.Combine(Path.GetTempPath(), "file.txt");
await File.WriteAllLinesAsync(file, ["first", "second"]);
Console.WriteLine($"file: {string.Join(", ", await File.ReadAllLinesAsync(file))}, {new FileInfo(file).Length} bytes");
File.Delete(file);
return args.Length;
