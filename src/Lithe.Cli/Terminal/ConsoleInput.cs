using Lithe.Vmm;

namespace Lithe.Cli.Terminal;

/// <summary>Hands this process's standard input to a guest.</summary>
internal static class ConsoleInput
{
    /// <summary>Starts handing it over; goes on until the input or this process ends.</summary>
    public static void Forward(VirtualMachine machine)
    {
        // Reading blocks a thread for as long as nobody types, which must not keep the process from ending: a background thread.
        var thread = new Thread(() => Copy(machine)) { IsBackground = true, Name = "console input" };
        thread.Start();
    }

    private static void Copy(VirtualMachine machine)
    {
        byte[] buffer = new byte[4096];
        try
        {
            using Stream input = Console.OpenStandardInput();
            int count;
            bool isWithinLine = false;
            while ((count = input.Read(buffer)) > 0)
            {
                machine.WriteAsync(buffer.AsMemory(0, count)).GetAwaiter().GetResult();
                isWithinLine = buffer[count - 1] is not ((byte)'\n' or (byte)'\r');
            }

            machine.EndInputAsync(isWithinLine).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // The input is closed: the guest gets no more.
        }
    }
}
