using System.Text;
using Lithe.Vmm;

namespace Lithe.Cli.Tests.Vmm;

public sealed class VirtualMachineTests(AssembledGuest guest) : IClassFixture<AssembledGuest>
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(MachineType.Microvm)]
    [InlineData(MachineType.Q35)]
    [InlineData(MachineType.Pc)]
    public async Task An_x86_guest_prints_and_leaves_with_its_status(MachineType machine)
    {
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(X86(guest.X86Printing("good day\\n", 42), machine), console);
        Assert.Equal((VmEnding.Exited, (int?)42), (result.Ending, result.Status));
        Assert.Equal("good day", await console.ReadLineAsync());
        Assert.Null(await console.ReadLineAsync());
    }

    [Fact]
    public async Task An_arm64_guest_prints_and_leaves_with_its_status()
    {
        var console = new GuestConsole();
        VmResult result = await VirtualMachine.RunAsync(Arm64(guest.Arm64Printing("good day\\n", 42)), console);
        Assert.Equal((VmEnding.Exited, (int?)42), (result.Ending, result.Status));
        Assert.Equal("good day", await console.ReadLineAsync());
    }

    [Fact]
    public async Task Status_0_is_a_status()
    {
        Assert.Equal(0, (await RunAsync(X86(guest.X86Printing("x\\n", 0)))).Status);
        Assert.Equal(0, (await RunAsync(Arm64(guest.Arm64Printing("x\\n", 0)))).Status);
    }

    [Fact]
    public async Task A_power_off_without_a_status_is_told_apart()
    {
        VmResult result = await RunAsync(Arm64(guest.Arm64PowerOff()));
        Assert.Equal((VmEnding.PoweredOff, null), (result.Ending, result.Status));
    }

    [Fact]
    public async Task A_triple_fault_is_a_reset()
    {
        VmResult result = await RunAsync(X86(guest.X86TripleFault()));
        Assert.Equal((VmEnding.Reset, null), (result.Ending, result.Status));
    }

    [Fact]
    public async Task A_panic_is_recognised_on_both_processors()
    {
        VmResult x86 = await RunAsync(X86(guest.X86Printing("before\\nPANIC: division by zero\\n  at 0x1\\n", 134)));
        VmResult arm64 = await RunAsync(Arm64(guest.Arm64Printing("PANIC: division by zero\\r\\n", 134)));
        Assert.Equal((VmEnding.Panicked, (int?)134, "division by zero"), (x86.Ending, x86.Status, x86.PanicReason));
        Assert.Equal((VmEnding.Panicked, (int?)134, "division by zero"), (arm64.Ending, arm64.Status, arm64.PanicReason));
    }

    [Fact]
    public async Task The_time_limit_ends_a_guest_that_does_not()
    {
        VmResult result = await RunAsync(X86(guest.X86Endless()) with { Timeout = TimeSpan.FromSeconds(0.5) });
        Assert.Equal(VmEnding.TimedOut, result.Ending);
        Assert.InRange(result.Elapsed.TotalSeconds, 0.4, 30);
    }

    [Fact]
    public async Task Cancelling_kills_the_machine()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        VmResult result = await VirtualMachine.RunAsync(X86(guest.X86Endless()), new GuestConsole(), cancel.Token);
        Assert.Equal(VmEnding.Killed, result.Ending);
    }

    [Fact]
    public async Task Disposing_leaves_no_process_behind()
    {
        int id;
        await using (VirtualMachine machine = await VirtualMachine.StartAsync(X86(guest.X86Endless()), new GuestConsole()))
            id = machine.ProcessId;
        Assert.False(Directory.Exists($"/proc/{id}"));
    }

    [Fact]
    public async Task The_console_carries_both_directions()
    {
        var console = new GuestConsole();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(X86(guest.X86Echo()), console);
        await machine.WriteAsync(Encoding.ASCII.GetBytes("HAL\n"));
        Assert.Equal("IBM", await console.ReadLineAsync(Ample));
        Assert.Null(await console.ReadLineAsync(Ample));
    }

    [Fact]
    public async Task Waiting_for_a_line_has_a_limit()
    {
        var console = new GuestConsole();
        await using VirtualMachine machine = await VirtualMachine.StartAsync(X86(guest.X86Endless()), console);
        await Assert.ThrowsAsync<TimeoutException>(() => console.ReadLineAsync(TimeSpan.FromSeconds(0.2)));
        await Assert.ThrowsAsync<TimeoutException>(() => console.ReadUntilAsync(l => l == "x", TimeSpan.FromSeconds(0.2)));
    }

    [Fact]
    public async Task Counting_instructions_does_not_change_what_a_guest_does()
    {
        VmResult result = await RunAsync(X86(guest.X86Printing("x\\n", 7)) with { CountInstructions = true });
        Assert.Equal(7, result.Status);
    }

    [Fact]
    public async Task QEMUs_own_failure_is_not_the_guests()
    {
        VmResult result = await RunAsync(X86(guest.X86Printing("x\\n", 7)) with { ExtraArguments = ["-device", "no-such-device"] });
        Assert.Equal((VmEnding.QemuFailed, null), (result.Ending, result.Status));
        Assert.Contains("no-such-device", result.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_go_together_is_refused_before_QEMU_starts()
    {
        string image = guest.X86Endless();
        Assert.Contains("cannot boot an image", Refusal(X86(image, MachineType.Virt)), StringComparison.Ordinal);
        Assert.Contains("too little", Refusal(X86(image) with { Memory = MemorySize.FromKibibytes(64) }), StringComparison.Ordinal);
        Assert.Contains("too much", Refusal(X86(image) with { Memory = MemorySize.FromMebibytes(1 << 30) }), StringComparison.Ordinal);
        Assert.Contains("KVM", Refusal(X86(image) with { Accelerator = Accelerator.Kvm, CountInstructions = true }), StringComparison.Ordinal);
        Assert.Contains("one line", Refusal(X86(image) with { CommandLine = "a\nb" }), StringComparison.Ordinal);
        Assert.Contains("no image", Refusal(X86("/nowhere/a.elf")), StringComparison.Ordinal);
    }

    private static string Refusal(VmOptions options) => Assert.Throws<VmException>(() => QemuCommandLine.Validate(options)).Message;

    private static Task<VmResult> RunAsync(VmOptions options) => VirtualMachine.RunAsync(options, new GuestConsole());

    private static VmOptions X86(string image, MachineType? machine = null) =>
        new() { ImagePath = image, Architecture = GuestArchitecture.X86_64, Machine = machine, Timeout = Ample };

    private static VmOptions Arm64(string image) => new() { ImagePath = image, Architecture = GuestArchitecture.Arm64, Timeout = Ample };
}
