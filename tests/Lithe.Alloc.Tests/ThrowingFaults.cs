namespace Lithe.Alloc.Tests;

/// <summary>A fault that was found, as an exception.</summary>
internal sealed class HeapFaultException(HeapReport report) : Exception($"{report.Fault} at {report.Block:x}, {report.Size} bytes, offset {report.Offset}")
{
    public HeapReport Report => report;
}

/// <summary>Reports by throwing.</summary>
internal readonly struct ThrowingFaults : IHeapFaults
{
    public static void Report(in HeapReport report) => throw new HeapFaultException(report);
}

/// <summary>Reports into a list of the thread.</summary>
internal readonly struct CollectedFaults : IHeapFaults
{
    [ThreadStatic]
    private static List<HeapReport>? s_reports;

    public static List<HeapReport> Reports => s_reports ??= [];

    public static void Report(in HeapReport report) => Reports.Add(report);
}
