namespace Lithe;

// What the image's Fail is to the allocators: here an exception.
internal enum FailReason
{
    InvalidOperation,
}

internal static class Fail
{
    internal static void Stop(FailReason reason, string message) => throw new InvalidOperationException($"{reason}: {message}");
}
