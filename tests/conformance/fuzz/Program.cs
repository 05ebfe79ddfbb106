using System.Globalization;
using Conformance;

// Calls by number, each with arguments that are sometimes right: descriptors, texts, memory of the program's, memory that is nobody's or the kernel's, small and large numbers.
long count = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 100_000;
// Open before calls take all descriptors that there are.
TextWriter output = Console.Out;
var random = new Random(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1);
unsafe
{
    const long ArenaSize = 1 << 20;
    // All that a call may write to lies before pages that nobody may touch, far from the runtime's own memory.
    const long BufferSize = 1 << 18, TextSize = 1 << 14;
    long arena = Sys.Call(9, 0, ArenaSize + BufferSize + TextSize + 65536, 0, 34, -1, 0);
    Sys.Call(10, arena, ArenaSize + BufferSize + TextSize, 3);
    byte* buffers = (byte*)(arena + ArenaSize);
    byte* nextText = buffers + BufferSize;
    long Place(string text)
    {
        byte* at = nextText;
        System.Text.Encoding.ASCII.GetBytes(text, new Span<byte>(at, text.Length));
        nextText += 1024;
        return (long)at;
    }

    long[] texts = [.. new[] { "a", "b", "a/b", "dir", "/", "", "/dev/null", "/dev/zero", "/proc/self/maps", "/proc/self/fd/1", "..", new string('x', 300), "link", "a/../b/./c" }.Select(Place)];
    long[] wild = [0, 1, 8, 4095, 4096, 0x100000, 0x200000, 0x3ff000, 0x7fff_ffff, 0xffff_ffff, 1L << 40, (1L << 47) - 4096, 1L << 47, 1L << 62, -1, -4096, long.MinValue, long.MaxValue];

    // Not: what ends or stops the program, changes what its runtime stands on, or waits for what does not come.
    HashSet<int> left = [15, 34, 56, 57, 58, 59, 60, 61, 62, 130, 158, 202, 231, 234, 200, 129, 297, 13, 14, 131, 218, 273, 35, 230, 37, 38, 222, 223, 80, 81, 161, 160, 302, 435, 73, 128, 72, 3, 436, 33, 292, 32, 247, 53, 105, 106, 113, 114, 117, 119, 23, 270, 0, 19, 16, 157, 12, 22, 284, 295];
    int[] numbers = [.. Enumerable.Range(0, 450).Where(number => !left.Contains(number))];
    Sys.Call(83, Sys.Text("/tmp/fuzz"), 0x1ff);
    Sys.Call(80, Sys.Text("/tmp/fuzz"));
    var descriptors = new List<long>();
    int* ends = (int*)Sys.Memory(8);
    Sys.Call(293, (long)ends, 0x800);
    descriptors.AddRange([ends[0], ends[1], Sys.Call(290, 0, 0x800), Sys.Call(291, 0), Sys.Call(2, texts[0], 0x42, 0x1a4), Sys.Call(2, texts[7], 2), Sys.Call(2, texts[4], 0x10000)]);
    long errors = 0;
    // Meanwhile another thread takes away and gives back the memory that calls are made with.
    bool isOver = false;
    var racer = new Thread(() =>
    {
        var chance = new Random(7);
        while (!Volatile.Read(ref isOver))
        {
            long page = arena + chance.Next(250) * 4096L;
            switch (chance.Next(4))
            {
                case 0:
                    Sys.Call(11, page, 4096 * chance.Next(1, 6));
                    break;
                case 1:
                    Sys.Call(10, page, 4096 * chance.Next(1, 6), chance.Next(4) == 0 ? 0 : 1);
                    break;
                default:
                    Sys.Call(9, page, 4096 * chance.Next(1, 6), 3, 0x32, -1, 0);
                    break;
            }

            if (chance.Next(16) == 0)
                Sys.Call(24);
        }
    });
    racer.Start();
    for (long i = 0; i < count; i++)
    {
        int number = random.Next(50) == 0 ? random.Next(-5, 2000) : numbers[random.Next(numbers.Length)];
        if (left.Contains(number))
            continue;
        bool isMemory = number is 9 or 10 or 11 or 25 or 28 or 149 or 26;
        long Argument(int index)
        {
            if (isMemory && index is 0 or 4)
                return arena + random.Next(256) * 4096L + (random.Next(8) == 0 ? random.Next(4096) : 0);
            if (isMemory && index == 1)
                return random.Next(2) == 0 ? random.Next(16) * 4096L : random.Next(65536);
            return random.Next(8) switch
            {
                0 => descriptors[random.Next(descriptors.Count)],
                1 => texts[random.Next(texts.Length)],
                2 => (long)buffers + random.Next(1 << 17),
                3 => arena + random.Next((int)ArenaSize),
                4 => wild[random.Next(wild.Length)],
                5 => random.Next(-200, 200),
                6 => 1L << random.Next(64),
                _ => random.NextInt64(),
            };
        }

        long a = Argument(0), b = Argument(1), c = Argument(2), d = Argument(3), e = Argument(4), f = Argument(5);
        switch (number)
        {
            // Mappings stay in the arena; the rest of the memory is the runtime's.
            case 9:
                (b, d) = (random.Next(1, 65536), random.Next(2) == 0 ? 0x32 : 0x22);
                if (a + b > arena + ArenaSize || d == 0x22)
                    a = 0;
                if (a == 0)
                    continue;
                break;
            case 10 or 11 or 28 or 149 or 26 or 25:
                b = Math.Min(b, arena + ArenaSize - a);
                c = number == 25 ? Math.Min(b, 4096) : number == 10 ? random.Next(4) : c;
                d = number == 25 ? 0 : d;
                break;
            case 7 or 232 or 281:
                // At once.
                (c, d) = (number == 7 ? 0 : c, 0);
                break;
            case 271 or 441 or 151:
                continue;
            case 290 or 293:
                // What has nothing says so.
                b |= 0x800;
                break;
            case 17 or 18 or 1 or 20 or 40 or 326 or 285 or 76 or 77 or 318 or 217:
                // Files stay small, so that memory is left; nothing goes to the console.
                a = descriptors[random.Next(descriptors.Count)];
                if (number is 285 or 76 or 77)
                    (b, c, d) = (random.Next(100_000), random.Next(100_000), random.Next(100_000));
                if (number == 40)
                    (b, d) = (descriptors[random.Next(descriptors.Count)], random.Next(10_000));
                if (number == 326)
                    (c, e) = (descriptors[random.Next(descriptors.Count)], random.Next(10_000));
                if (number == 318)
                    a = (long)buffers;
                c = number is 1 or 17 or 18 ? random.Next(-10, 70_000) : number == 20 ? random.Next(-2, 20) : c;
                d = number is 17 or 18 ? random.Next(-10, 200_000) : d;
                if (number == 20)
                    b = wild[random.Next(wild.Length)];
                break;
            case 2 or 257 or 85 or 319:
                break;
        }

        long result = Sys.Call(number, a, b, c, d, e, f);
        if (result < 0)
            errors++;
        // Some new descriptors are kept for a while.
        if (result is > 2 and < 1000 && number is 2 or 257 or 85 or 319 or 290 or 291 or 213 or 283 or 282 or 289 or 253 or 294 or 41)
            descriptors.Add(result);
        while (descriptors.Count > 40)
        {
            int at = random.Next(7, descriptors.Count);
            Sys.Call(3, descriptors[at]);
            descriptors.RemoveAt(at);
        }
    }

    Volatile.Write(ref isOver, true);
    racer.Join();
    // Pipes and the like have left some: writing may need one.
    for (int number = 40; number < 1024; number++)
        Sys.Call(3, number);
    output.Write($"calls: {count}, most of them errors: {errors > count / 4}\n");
}
return 0;
