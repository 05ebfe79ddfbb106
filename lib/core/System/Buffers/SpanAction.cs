namespace System.Buffers;

/// <summary>A method that works on a span.</summary>
public delegate void SpanAction<T, in TArg>(Span<T> span, TArg arg) where TArg : allows ref struct;

/// <summary>A method that works on a read-only span.</summary>
public delegate void ReadOnlySpanAction<T, in TArg>(ReadOnlySpan<T> span, TArg arg) where TArg : allows ref struct;

/// <summary>How a conversion ended.</summary>
public enum OperationStatus
{
    /// <summary>All of the input was taken.</summary>
    Done,
    /// <summary>The output is full.</summary>
    DestinationTooSmall,
    /// <summary>The input ends within a character.</summary>
    NeedMoreData,
    /// <summary>The input is malformed.</summary>
    InvalidData,
}
