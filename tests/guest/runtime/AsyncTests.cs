using System;
using System.Threading;
using System.Threading.Tasks;
using Lithe.Testing;

namespace RuntimeTests;

public static class AsyncTests
{
    private static string s_log = "";

    private static async Task<int> Add(Task<int> left, Task<int> right)
    {
        s_log += "(";
        int a = await left;
        s_log += "+";
        int b = await right;
        s_log += ")";
        return a + b;
    }

    private static async ValueTask<int> Cached(bool ready, Task<int> slow)
    {
        if (ready)
            return 1;
        return await slow + 1;
    }

    private static async Task Loop(TaskCompletionSource[] gates)
    {
        for (int i = 0; i < gates.Length; i++)
        {
            await gates[i].Task;
            s_log += i == 0 ? "a" : i == 1 ? "b" : "c";
        }
    }

    private static async ValueTask Nothing() => await Task.CompletedTask;

    [GuestTest]
    public static void WithoutAWaitItCompletesAtOnce()
    {
        s_log = "";
        Task<int> sum = Add(Task.FromResult(3), Task.FromResult(4));
        Check.True(sum.IsCompleted);
        Check.Equal(7, sum.Result);
        Check.Equal("(+)", s_log);
        Check.True(Nothing().IsCompleted);
        ValueTask<int> cached = Cached(true, sum);
        Check.True(cached.IsCompleted);
        Check.Equal(1, cached.Result);
    }

    [GuestTest]
    public static void ItGoesOnWhenTheTaskCompletes()
    {
        s_log = "";
        var left = new TaskCompletionSource<int>();
        var right = new TaskCompletionSource<int>();
        Task<int> sum = Add(left.Task, right.Task);
        Check.Equal("(", s_log);
        Check.False(sum.IsCompleted);
        right.SetResult(40);
        Check.Equal("(", s_log);
        left.SetResult(2);
        Check.Equal("(+)", s_log);
        Check.Equal(42, sum.Result);
    }

    [GuestTest]
    public static void OneMethodWaitsManyTimes()
    {
        s_log = "";
        TaskCompletionSource[] gates = [new(), new(), new()];
        Task loop = Loop(gates);
        gates[0].SetResult();
        Check.Equal("a", s_log);
        gates[2].SetResult();
        Check.Equal("a", s_log);
        gates[1].SetResult();
        Check.Equal("abc", s_log);
        Check.True(loop.IsCompleted);
    }

    private static int s_sum;

    [GuestTest]
    public static void ManyWaitForOne()
    {
        s_sum = 0;
        var gate = new TaskCompletionSource<int>();
        Task first = Append(gate.Task, 1), second = Append(gate.Task, 10), third = Append(gate.Task, 100);
        Check.Equal(0, s_sum);
        gate.SetResult(0);
        // Who runs them and in which order is not said: .NET may use other threads.
        while (!first.IsCompleted || !second.IsCompleted || !third.IsCompleted)
        {
        }
        Check.Equal(111, s_sum);
        Check.False(gate.TrySetResult(1));
    }

    private static async Task Append(Task gate, int amount)
    {
        await gate;
        Interlocked.Add(ref s_sum, amount);
    }

    [GuestTest]
    public static void ValueTasksOfSlowMethods()
    {
        var slow = new TaskCompletionSource<int>();
        ValueTask<int> value = Cached(false, slow.Task);
        Check.False(value.IsCompleted);
        slow.SetResult(9);
        Check.True(value.IsCompleted);
        Check.Equal(10, value.Result);
        Task<int> outer = AwaitValue(Cached(true, slow.Task));
        Check.Equal(2, outer.Result);
    }

    private static async Task<int> AwaitValue(ValueTask<int> value) => await value + 1;
}
