using System.Globalization;

namespace Lithe.Devices.Tests;

/// <summary>How long the random runs are: short, or as many steps as <c>LITHE_DEVICE_STEPS</c> says.</summary>
internal static class Soak
{
    private const int Short = 100_000;

    public static int Steps { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("LITHE_DEVICE_STEPS"), NumberStyles.None, CultureInfo.InvariantCulture, out int steps) ? steps : Short;
}
