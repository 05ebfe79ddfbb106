using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace DotnetWide;

/// <summary>Threads, locks, tasks, timers and channels.</summary>
internal static class ConcurrencyChecks
{
    public static void Add(Checks checks)
    {
        checks.Add("concurrency: threads, names, locals", Threads);
        checks.Add("concurrency: monitors wait and pulse", Monitors);
        checks.Add("concurrency: locks of every kind keep a count", Locks);
        checks.Add("concurrency: events, barriers, countdowns", Events);
        checks.Add("concurrency: timers fire in time", TimersAsync);
        checks.Add("concurrency: sleeps and deadlines", SleepsAsync);
        checks.Add("concurrency: sleeping takes no processor time", SleepIsFree);
        checks.Add("concurrency: tasks fan out and in", TasksAsync);
        checks.Add("concurrency: cancellation", CancellationAsync);
        checks.Add("concurrency: parallel loops", Loops);
        checks.Add("concurrency: the pool grows when its threads wait", PoolAsync);
        checks.Add("concurrency: channels", ChannelsAsync);
        checks.Add("concurrency: collections", Collections);
        checks.Add("concurrency: values that follow a flow", FlowAsync);
        checks.Add("concurrency: two hundred threads", ManyThreads);
    }

    private static void Threads()
    {
        using var local = new ThreadLocal<int>(() => 7, trackAllValues: true);
        Thread[] threads = [.. Enumerable.Range(0, 10).Select(i => new Thread(() => local.Value += i, 256 * 1024) { Name = $"worker {i}", IsBackground = true })];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            Checks.True(thread.Join(10_000) && !thread.IsAlive, $"{thread.Name} did not end");
        Checks.Equal(70 + 45, local.Values.Sum());
    }

    private static void Monitors()
    {
        var queue = new Queue<int>();
        int sum = 0;
        var consumer = new Thread(() =>
        {
            while (true)
            {
                lock (queue)
                {
                    while (queue.Count == 0)
                        Monitor.Wait(queue);
                    int number = queue.Dequeue();
                    if (number < 0)
                        return;
                    sum += number;
                }
            }
        });
        consumer.Start();
        for (int i = 1; i <= 3000; i++)
        {
            lock (queue)
            {
                queue.Enqueue(i);
                Monitor.Pulse(queue);
            }

            if (i % 500 == 0)
                Thread.Sleep(1);
        }

        lock (queue)
        {
            queue.Enqueue(-1);
            Monitor.PulseAll(queue);
        }

        Checks.True(consumer.Join(20_000), "the consumer did not end");
        Checks.Equal(3000 * 3001 / 2, sum);
        lock (queue)
            Checks.True(!Monitor.Wait(queue, 10), "a wait that nobody ended");
    }

    private static void Locks()
    {
        var gate = new Lock();
        var spin = new SpinLock(false);
        using var mutex = new Mutex();
        using var semaphore = new SemaphoreSlim(1);
        using var readers = new ReaderWriterLockSlim();
        int a = 0, b = 0, c = 0, d = 0, e = 0, f = 0;
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 500; i++)
            {
                lock (gate)
                    a++;
                bool taken = false;
                spin.Enter(ref taken);
                b++;
                spin.Exit();
                mutex.WaitOne();
                c++;
                mutex.ReleaseMutex();
                semaphore.Wait();
                d++;
                semaphore.Release();
                readers.EnterWriteLock();
                e++;
                readers.ExitWriteLock();
                readers.EnterReadLock();
                Checks.True(e > 0, "a reader saw nothing");
                readers.ExitReadLock();
                Interlocked.Increment(ref f);
            }
        });
        Checks.Equal((4000, 4000, 4000, 4000, 4000, 4000), (a, b, c, d, e, f));
    }

    private static void Events()
    {
        using var barrier = new Barrier(4);
        using var done = new CountdownEvent(4);
        using var reset = new AutoResetEvent(false);
        int phases = 0;
        for (int i = 0; i < 4; i++)
        {
            new Thread(() =>
            {
                for (int k = 0; k < 20; k++)
                {
                    Interlocked.Increment(ref phases);
                    barrier.SignalAndWait();
                    Checks.True(Volatile.Read(ref phases) >= (k + 1) * 4, "the barrier let somebody through");
                }

                done.Signal();
                reset.Set();
            }).Start();
        }

        Checks.True(done.Wait(20_000), "the threads did not end");
        Checks.True(reset.WaitOne(1000), "the event was not set");
        Checks.Equal(80, phases);
        Checks.Equal(WaitHandle.WaitTimeout, WaitHandle.WaitAny([new ManualResetEvent(false), new ManualResetEvent(false)], 10));
    }

    private static async Task TimersAsync()
    {
        var clock = Stopwatch.StartNew();
        int count = 0;
        await using (new Timer(_ => Interlocked.Increment(ref count), null, 10, 10))
            await Checks.UntilAsync(() => Volatile.Read(ref count) >= 10, "the timer fired too seldom");
        Checks.True(clock.ElapsedMilliseconds >= 95, $"ten periods of 10 ms took {clock.ElapsedMilliseconds} ms");
        using var periodic = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        for (int i = 0; i < 5; i++)
            Checks.True(await periodic.WaitForNextTickAsync(), "the timer was disposed of");
    }

    private static async Task SleepsAsync()
    {
        var clock = Stopwatch.StartNew();
        DateTime wall = DateTime.UtcNow;
        Thread.Sleep(50);
        await Task.Delay(50);
        Checks.True(clock.ElapsedMilliseconds is >= 99 and < 20_000, $"100 ms took {clock.ElapsedMilliseconds} ms");
        Checks.True(Math.Abs((DateTime.UtcNow - wall - clock.Elapsed).TotalMilliseconds) < 50, "the clocks disagree");
        Task late = await Task.WhenAny(Task.Delay(20), Task.Delay(20_000));
        Checks.True(late.IsCompletedSuccessfully, "the short delay was not the first");
        try
        {
            await Task.Delay(20_000).WaitAsync(TimeSpan.FromMilliseconds(10));
            Checks.True(false, "the wait had no end");
        }
        catch (TimeoutException)
        {
        }
    }

    private static void SleepIsFree()
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        Thread.Sleep(400);
        TimeSpan asleep = Environment.CpuUsage.TotalTime - before;
        Checks.True(asleep.TotalMilliseconds < 200, $"400 ms of sleep took {asleep.TotalMilliseconds} ms of a processor");
        before = Environment.CpuUsage.TotalTime;
        for (var clock = Stopwatch.StartNew(); clock.ElapsedMilliseconds < 200;)
        {
        }

        Checks.True(Environment.CpuUsage.TotalTime > before, "200 ms of work took no time");
    }

    private static async Task TasksAsync()
    {
        int[] squares = await Task.WhenAll(Enumerable.Range(1, 500).Select(async n =>
        {
            if (n % 3 == 0)
                await Task.Yield();
            else if (n % 50 == 0)
                await Task.Delay(1);
            return n * n;
        }));
        Checks.Equal(41_791_750, squares.Sum());
        var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int> next = source.Task.ContinueWith(task => task.Result + 1, TaskScheduler.Default);
        source.SetResult(41);
        Checks.Equal(42, await next);
        long sum = 0;
        await foreach (Task<int> task in Task.WhenEach(Enumerable.Range(0, 20).Select(async i => { await Task.Delay(20 - i); return i; })))
            sum += await task;
        Checks.Equal(190L, sum);
    }

    private static async Task CancellationAsync()
    {
        using var source = new CancellationTokenSource(20);
        try
        {
            await Task.Delay(-1, source.Token);
            Checks.True(false, "no cancellation");
        }
        catch (OperationCanceledException error)
        {
            Checks.Equal(source.Token, error.CancellationToken);
        }

        using var semaphore = new SemaphoreSlim(0);
        using var second = new CancellationTokenSource();
        Task waiting = semaphore.WaitAsync(second.Token);
        await second.CancelAsync();
        Checks.Throws<AggregateException>(() => waiting.Wait());
        Checks.True(waiting.IsCanceled, $"{waiting.Status}");
    }

    private static void Loops()
    {
        long sum = 0;
        Parallel.For(0, 10_000, () => 0L, (i, _, local) => local + i, local => Interlocked.Add(ref sum, local));
        Checks.Equal(49_995_000L, sum);
        Checks.Equal(332_833_500, Enumerable.Range(0, 1000).AsParallel().Select(i => i * i).Sum());
        Parallel.ForEach(Enumerable.Range(0, 100), i => Interlocked.Add(ref sum, -i));
        Checks.Equal(49_995_000L - 4950, sum);
    }

    private static async Task PoolAsync()
    {
        using var all = new CountdownEvent(12);
        Task[] tasks = [.. Enumerable.Range(0, 12).Select(_ => Task.Run(() =>
        {
            all.Signal();
            Checks.True(all.Wait(40_000), "the pool has too few threads");
        }))];
        await Task.WhenAll(tasks);
        Checks.True(ThreadPool.ThreadCount >= 2, $"{ThreadPool.ThreadCount} threads");
    }

    private static async Task ChannelsAsync()
    {
        Channel<int> channel = Channel.CreateBounded<int>(16);
        Task[] senders = [.. Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            for (int i = 0; i < 1000; i++)
                await channel.Writer.WriteAsync(sender * 1000 + i);
        }))];
        _ = Task.WhenAll(senders).ContinueWith(_ => channel.Writer.Complete(), TaskScheduler.Default);
        long sum = 0;
        int[] last = [-1, -1, -1, -1];
        await foreach (int number in channel.Reader.ReadAllAsync())
        {
            Checks.True(number % 1000 == last[number / 1000] + 1, "out of order");
            last[number / 1000] = number % 1000;
            sum += number;
        }

        Checks.Equal(3999L * 4000 / 2, sum);
    }

    private static void Collections()
    {
        var dictionary = new ConcurrentDictionary<int, int>();
        Parallel.For(0, 4000, i => dictionary.AddOrUpdate(i % 100, 1, (_, count) => count + 1));
        Checks.True(dictionary.Count == 100 && dictionary.Values.All(count => count == 40), "lost updates");
        using var blocking = new BlockingCollection<int>(8);
        var producer = Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
                blocking.Add(i);
            blocking.CompleteAdding();
        });
        Checks.Equal(499_500, blocking.GetConsumingEnumerable().Sum());
        producer.Wait();
    }

    private static async Task FlowAsync()
    {
        var value = new AsyncLocal<string>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            value.Value = $"{i}";
            await Task.Yield();
            await Task.Delay(1);
            Checks.Equal($"{i}", value.Value);
            await Task.Run(() => Checks.Equal($"{i}", value.Value));
        }));
        Checks.True(value.Value is null, "a value flowed back");
    }

    private static void ManyThreads()
    {
        int sum = 0;
        Thread[] threads = [.. Enumerable.Range(0, 200).Select(i => new Thread(() =>
        {
            Thread.Sleep(5);
            Interlocked.Add(ref sum, i);
        }, 128 * 1024))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Checks.Equal(19_900, sum);
    }
}
