using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Lithe.Testing;

namespace ThreadingTests;

/// <summary>Tasks by .NET's names: the same sources run on .NET.</summary>
public static class TaskTests
{
    // In a test the only waits are these; what the loop runs beside them is the test's.
    private static void Drive(Func<Task> body) => Task.Run(body).Wait();

    private static async Task After(int milliseconds, List<int> log)
    {
        await Task.Delay(milliseconds);
        lock (log)
            log.Add(milliseconds);
    }

    [GuestTest]
    public static void DelaysEndInTheOrderOfTheirTimes()
    {
        var log = new List<int>();
        Drive(() => Task.WhenAll(After(800, log), After(10, log), After(400, log), Task.Delay(0), Task.Delay(TimeSpan.FromMilliseconds(1))));
        Check.Equal(3, log.Count);
        Check.True(log[0] == 10 && log[1] == 400 && log[2] == 800);
    }

    private static async Task<int> Later(int value, int turns)
    {
        for (int i = 0; i < turns; i++)
            await Task.Yield();
        return value;
    }

    [GuestTest]
    public static void AllResultsComeInOrder()
    {
        Task<int[]> all = Task.WhenAll(Later(1, 30), Later(2, 0), Later(3, 10));
        all.Wait();
        Check.True(all.Result.Length == 3 && all.Result[0] == 1 && all.Result[1] == 2 && all.Result[2] == 3);
        Check.True(Task.WhenAll(new List<Task>()).IsCompletedSuccessfully);
        var one = new TaskCompletionSource();
        Task both = Task.WhenAll(one.Task, Task.CompletedTask);
        Check.False(both.IsCompleted);
        one.SetCanceled();
        Drive(async () => await both.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));
        Check.True(both.IsCanceled && both.IsCompleted && !both.IsCompletedSuccessfully);
    }

    [GuestTest]
    public static void TheFirstOneWins()
    {
        var never = new TaskCompletionSource<int>();
        Task<int> soon = Later(7, 5);
        Task<Task> any = Task.WhenAny(never.Task, soon, Task.Delay(Timeout.Infinite));
        any.Wait();
        Check.True(any.Result == soon);
        Check.True(Task.WhenAny(never.Task, Task.CompletedTask).IsCompleted);
        Task<Task> late = Task.WhenAny(never.Task, Task.Delay(5));
        late.Wait();
        Check.True(late.Result != never.Task);
        never.SetResult(1);
    }

    [GuestTest]
    public static void CancellationEndsADelay()
    {
        using var source = new CancellationTokenSource();
        CancellationToken token = source.Token;
        Task forever = Task.Delay(Timeout.Infinite, token), hour = Task.Delay(TimeSpan.FromHours(1), token), brief = Task.Delay(1, token);
        brief.Wait();
        source.CancelAfter(5);
        Drive(async () =>
        {
            await forever.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await hour.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        Check.True(forever.IsCanceled && hour.IsCanceled && brief.IsCompletedSuccessfully);
        Check.True(source.IsCancellationRequested && token.IsCancellationRequested && token.CanBeCanceled);
        Check.True(Task.Delay(1, token).IsCanceled);
        Check.True(Task.FromCanceled(token).IsCanceled);
        Check.False(CancellationToken.None.CanBeCanceled || CancellationToken.None.IsCancellationRequested);
        Check.True(token == source.Token && token != default);
        Check.False(source.TryReset());

        var idle = new CancellationTokenSource(20);
        idle.CancelAfter(Timeout.Infinite);
        Task.Delay(40).Wait();
        Check.False(idle.IsCancellationRequested);
        Check.True(idle.TryReset());
    }

    [GuestTest]
    public static void RegisteredFunctionsAreCalledTheLastOneFirst()
    {
        var source = new CancellationTokenSource();
        string log = "";
        CancellationTokenRegistration a = source.Token.Register(() => log += "a");
        CancellationTokenRegistration b = source.Token.Register(() => log += "b");
        source.Token.Register(static box => ((string[])box!)[0] += "c", new[] { "" });
        source.Token.Register(() => log += "d");
        Check.True(b.Unregister());
        Check.False(b.Unregister());
        source.Cancel();
        source.Cancel();
        Check.Equal("da", log);
        Check.False(a.Unregister());
        a.Dispose();
        source.Token.Register(() => log += "e");
        Check.Equal("dae", log);

        CancellationTokenSource first = new(), second = new();
        var linked = CancellationTokenSource.CreateLinkedTokenSource(first.Token, second.Token);
        second.Cancel();
        Check.True(linked.IsCancellationRequested && !first.IsCancellationRequested);
        linked = CancellationTokenSource.CreateLinkedTokenSource(first.Token, CancellationToken.None);
        linked.Dispose();
        first.Cancel();
    }

    private static int s_inside, s_most, s_done;

    private static async Task UseToken(SemaphoreSlim semaphore)
    {
        for (int i = 0; i < 20; i++)
        {
            await semaphore.WaitAsync();
            int inside = Interlocked.Increment(ref s_inside);
            if (inside > s_most)
                s_most = inside;
            await Task.Yield();
            Interlocked.Decrement(ref s_inside);
            semaphore.Release();
        }

        Interlocked.Increment(ref s_done);
    }

    [GuestTest]
    public static void ASemaphoreLetsSoManyIn()
    {
        var semaphore = new SemaphoreSlim(3);
        s_inside = s_most = s_done = 0;
        var tasks = new Task[12];
        Drive(() =>
        {
            for (int i = 0; i < tasks.Length; i++)
                tasks[i] = UseToken(semaphore);
            return Task.WhenAll(tasks);
        });
        Check.Equal(12, s_done);
        Check.True(s_most is > 0 and <= 3);
        Check.Equal(3, semaphore.CurrentCount);
    }

    [GuestTest]
    public static void ASemaphoresWaitsEndInTime()
    {
        var semaphore = new SemaphoreSlim(1, 2);
        semaphore.Wait();
        Check.Equal(0, semaphore.CurrentCount);
        Check.False(semaphore.WaitAsync(5).Result);
        Check.False(semaphore.WaitAsync(TimeSpan.Zero).Result);
        var source = new CancellationTokenSource();
        Task cancelled = semaphore.WaitAsync(source.Token), waits = semaphore.WaitAsync();
        Task<bool> third = semaphore.WaitAsync(TimeSpan.FromSeconds(60), CancellationToken.None);
        source.Cancel();
        Drive(async () => await cancelled.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing));
        Check.True(cancelled.IsCanceled);
        Check.Equal(0, semaphore.Release(2));
        waits.Wait();
        Check.True(third.Result);
        Check.Equal(0, semaphore.CurrentCount);
        Check.Equal(0, semaphore.Release());
        Check.Equal(1, semaphore.Release());
        Check.True(semaphore.WaitAsync(source.Token).IsCanceled);
        Check.True(semaphore.WaitAsync(Timeout.InfiniteTimeSpan).Result);
        Check.Equal(1, semaphore.CurrentCount);
    }

    private static async ValueTask<int> Sum(int depth)
    {
        if (depth == 0)
        {
            await Task.Yield();
            return 0;
        }

        return depth + await Sum(depth - 1);
    }

    private static async ValueTask Twice(int[] counts, int index)
    {
        await Task.Yield();
        counts[index]++;
        await Task.Yield();
        counts[index]++;
    }

    [GuestTest]
    public static void ValueTasksWorkAgainAndAgain()
    {
        int sum = 0;
        int[] counts = new int[16];
        Drive(async () =>
        {
            for (int i = 0; i < 200; i++)
                sum += await Sum(i % 7);
            for (int round = 0; round < 10; round++)
            {
                var tasks = new Task[counts.Length];
                for (int i = 0; i < tasks.Length; i++)
                    tasks[i] = Twice(counts, i).AsTask();
                await Task.WhenAll(tasks);
                await Twice(counts, round);
            }
        });
        // 28 whole rounds of 0 to 6, and 0 to 3.
        Check.Equal(28 * (0 + 1 + 3 + 6 + 10 + 15 + 21) + 0 + 1 + 3 + 6, sum);
        for (int i = 0; i < counts.Length; i++)
            Check.Equal(i < 10 ? 22 : 20, counts[i]);
    }

    [GuestTest]
    public static void APeriodicTimerTicks()
    {
        var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        Check.Equal(TimeSpan.FromMilliseconds(2), timer.Period);
        int ticks = 0;
        Task loop = Task.Run(async () =>
        {
            while (await timer.WaitForNextTickAsync())
            {
                if (++ticks == 5)
                    timer.Dispose();
            }
        });
        loop.Wait();
        Check.Equal(5, ticks);
        Check.False(timer.WaitForNextTickAsync().AsTask().Result);
    }

    [GuestTest]
    public static void WhatIsRunLaterIsRun()
    {
        int calls = 0;
        Task plain = Task.Run(() => Interlocked.Increment(ref calls));
        Task<int> five = Task.Run(() => 5), seven = Task.Run(async () =>
        {
            await Task.Yield();
            return 7;
        });
        Task.WhenAll(plain, five, seven).Wait();
        Check.Equal(1, calls);
        Check.Equal(12, five.Result + seven.Result);

        var source = new TaskCompletionSource<int>();
        source.SetCanceled();
        Check.True(source.Task.IsCanceled && source.Task.IsCompleted && !source.Task.IsFaulted);
        Check.False(source.TrySetResult(1) || source.TrySetCanceled());
        Action act = () => calls++;
        Task.Run(act).Wait();
        Check.Equal(2, calls);
    }

    [GuestTest]
    public static void AWaitInsideAnotherOneRunsWhatItNeeds()
    {
        var semaphore = new SemaphoreSlim(0);
        var gate = new TaskCompletionSource<int>();
        int sum = 0;
        // All are queued before the first one runs, which waits for what the others do.
        Task first = Task.Run(() =>
        {
            semaphore.Wait();
            sum += gate.Task.Result + Later(3, 5).Result;
        });
        Task second = Task.Run(async () =>
        {
            await Task.Yield();
            gate.SetResult(4);
        });
        Task third = Task.Run(() =>
        {
            semaphore.Release();
        });
        Task.WhenAll(first, second, third).Wait();
        Check.Equal(7, sum);
    }
}
