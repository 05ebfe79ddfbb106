namespace System;

/// <summary>A method of no parameters that returns nothing.</summary>
public delegate void Action();

/// <summary>A method of one parameter that returns nothing.</summary>
public delegate void Action<in T>(T obj)
    where T : allows ref struct;

/// <summary>A method of two parameters that returns nothing.</summary>
public delegate void Action<in T1, in T2>(T1 arg1, T2 arg2)
    where T1 : allows ref struct where T2 : allows ref struct;

/// <summary>A method of three parameters that returns nothing.</summary>
public delegate void Action<in T1, in T2, in T3>(T1 arg1, T2 arg2, T3 arg3)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct;

/// <summary>A method of four parameters that returns nothing.</summary>
public delegate void Action<in T1, in T2, in T3, in T4>(T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct;

/// <summary>A method of five parameters that returns nothing.</summary>
public delegate void Action<in T1, in T2, in T3, in T4, in T5>(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where T5 : allows ref struct;

/// <summary>A method of six parameters that returns nothing.</summary>
public delegate void Action<in T1, in T2, in T3, in T4, in T5, in T6>(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where T5 : allows ref struct where T6 : allows ref struct;

/// <summary>A method of seven parameters that returns nothing.</summary>
public delegate void Action<in T1, in T2, in T3, in T4, in T5, in T6, in T7>(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where T5 : allows ref struct where T6 : allows ref struct where T7 : allows ref struct;

/// <summary>A method of eight parameters that returns nothing.</summary>
public delegate void Action<in T1, in T2, in T3, in T4, in T5, in T6, in T7, in T8>(
    T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where T5 : allows ref struct where T6 : allows ref struct where T7 : allows ref struct where T8 : allows ref struct;

/// <summary>A method of no parameters that returns a value.</summary>
public delegate TResult Func<out TResult>()
    where TResult : allows ref struct;

/// <summary>A method of one parameter that returns a value.</summary>
public delegate TResult Func<in T, out TResult>(T arg)
    where T : allows ref struct where TResult : allows ref struct;

/// <summary>A method of two parameters that returns a value.</summary>
public delegate TResult Func<in T1, in T2, out TResult>(T1 arg1, T2 arg2)
    where T1 : allows ref struct where T2 : allows ref struct where TResult : allows ref struct;

/// <summary>A method of three parameters that returns a value.</summary>
public delegate TResult Func<in T1, in T2, in T3, out TResult>(T1 arg1, T2 arg2, T3 arg3)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where TResult : allows ref struct;

/// <summary>A method of four parameters that returns a value.</summary>
public delegate TResult Func<in T1, in T2, in T3, in T4, out TResult>(T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where TResult : allows ref struct;

/// <summary>A method of five parameters that returns a value.</summary>
public delegate TResult Func<in T1, in T2, in T3, in T4, in T5, out TResult>(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where T5 : allows ref struct where TResult : allows ref struct;

/// <summary>A method of six parameters that returns a value.</summary>
public delegate TResult Func<in T1, in T2, in T3, in T4, in T5, in T6, out TResult>(T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where T5 : allows ref struct where T6 : allows ref struct where TResult : allows ref struct;

/// <summary>A method of seven parameters that returns a value.</summary>
public delegate TResult Func<in T1, in T2, in T3, in T4, in T5, in T6, in T7, out TResult>(
    T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where T5 : allows ref struct where T6 : allows ref struct where T7 : allows ref struct where TResult : allows ref struct;

/// <summary>A method of eight parameters that returns a value.</summary>
public delegate TResult Func<in T1, in T2, in T3, in T4, in T5, in T6, in T7, in T8, out TResult>(
    T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8)
    where T1 : allows ref struct where T2 : allows ref struct where T3 : allows ref struct where T4 : allows ref struct
    where T5 : allows ref struct where T6 : allows ref struct where T7 : allows ref struct where T8 : allows ref struct
    where TResult : allows ref struct;

/// <summary>A test.</summary>
public delegate bool Predicate<in T>(T obj) where T : allows ref struct;

/// <summary>An order.</summary>
public delegate int Comparison<in T>(T x, T y) where T : allows ref struct;

/// <summary>A conversion.</summary>
public delegate TOutput Converter<in TInput, out TOutput>(TInput input) where TInput : allows ref struct where TOutput : allows ref struct;

/// <summary>Handles an event.</summary>
public delegate void EventHandler(object? sender, EventArgs e);

/// <summary>Handles an event.</summary>
public delegate void EventHandler<TEventArgs>(object? sender, TEventArgs e);

/// <summary>What an event tells its handlers.</summary>
public class EventArgs
{
    /// <summary>Nothing.</summary>
    public static readonly EventArgs Empty = new();
}
