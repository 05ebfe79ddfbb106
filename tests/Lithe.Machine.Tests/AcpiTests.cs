using System.Buffers.Binary;
using System.Text;
using Lithe.Acpi;
using Lithe.Tests.Shared;
using Xunit;

namespace Lithe.Machine.Tests;

/// <summary>Tables laid out in a piece of memory, right and damaged.</summary>
public sealed class AcpiTests
{
    private const int Base = 0xe_0000;

    /// <summary>The memory that the code under test reads; a test owns it for as long as it runs, since each runs on a thread of its own.</summary>
    [ThreadStatic]
    private static byte[]? s_memory;

    private readonly struct Memory : IPhysicalMemory
    {
        public static ReadOnlySpan<byte> Read(ulong address, int length)
        {
            if (address < Base || length < 0 || address - Base + (ulong)length > (ulong)s_memory!.Length)
                return default;
            return s_memory.AsSpan((int)(address - Base), length);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FindsPointerAndTables(bool extended)
    {
        s_memory = Build(extended);
        ulong pointer = AcpiTables.FindPointer<Memory>(0);
        Assert.Equal((ulong)Base + 0x120, pointer);
        Assert.Equal(pointer, AcpiTables.FindPointer<Memory>(pointer));
        Assert.Equal("APIC", Encoding.ASCII.GetString(AcpiTables.Find<Memory>(pointer, "APIC"u8)[..4]));
        Assert.True(AcpiTables.Find<Memory>(pointer, "MCFG"u8).IsEmpty);
        Assert.Equal(0xfed0_0000UL, ClockTables.HighPrecisionTimer(AcpiTables.Find<Memory>(pointer, "HPET"u8)));
        Assert.Equal(0x608, ClockTables.PowerManagementTimer(AcpiTables.Find<Memory>(pointer, "FACP"u8)));
    }

    [Fact]
    public void ReadsProcessorsAndControllers()
    {
        s_memory = Build(extended: true);
        var entries = new List<InterruptEntry>();
        foreach (InterruptEntry entry in new InterruptTable(AcpiTables.Find<Memory>(AcpiTables.FindPointer<Memory>(0), "APIC"u8)))
            entries.Add(entry);
        Assert.Equal(
            [
                new InterruptEntry(InterruptEntryKind.Processor, 0, 0, 0),
                new InterruptEntry(InterruptEntryKind.Processor, 3, 0, 0),
                new InterruptEntry(InterruptEntryKind.IoApic, 2, 0xfec0_0000, 24),
                new InterruptEntry(InterruptEntryKind.Override, 0, 0, 2),
                new InterruptEntry(InterruptEntryKind.Processor, 0x1_0000, 0, 0),
            ],
            entries);
    }

    [Fact]
    public void WrongChecksumMeansNoTable()
    {
        byte[] memory = Build(extended: false);
        memory[0x400 + 20] ^= 1;
        s_memory = memory;
        Assert.True(AcpiTables.Find<Memory>(AcpiTables.FindPointer<Memory>(0), "APIC"u8).IsEmpty);
    }

    [Fact]
    public void FuzzedTablesEndTheReadingAndNothingElse() => FuzzRounds.Run(1, Damage);

    private static void Damage(int seed)
    {
        var random = new Random(seed);
        byte[] good = Build(extended: true);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] memory = [.. good];
            for (int n = random.Next(1, 6); n > 0; n--)
                memory[0x120 + random.Next(0x700)] = (byte)random.Next(256);
            // Half of them with checksums that hold, so that the damage is read.
            if ((i & 1) == 0)
                Seal(memory);
            s_memory = memory;
            ulong pointer = AcpiTables.FindPointer<Memory>(0);
            int count = 0;
            foreach (InterruptEntry entry in new InterruptTable(AcpiTables.Find<Memory>(pointer, "APIC"u8)))
                count++;
            Assert.InRange(count, 0, 64);
            _ = ClockTables.HighPrecisionTimer(AcpiTables.Find<Memory>(pointer, "HPET"u8));
            _ = ClockTables.PowerManagementTimer(AcpiTables.Find<Memory>(pointer, "FACP"u8));
        }
    }

    private static byte[] Build(bool extended)
    {
        byte[] memory = new byte[0x2_0000];
        byte[] entries =
        [
            0, 8, 0, 0, 1, 0, 0, 0,
            0, 8, 1, 1, 0, 0, 0, 0, // not enabled
            0, 8, 2, 3, 2, 0, 0, 0, // can be enabled
            1, 12, 2, 0, 0, 0, 0xc0, 0xfe, 24, 0, 0, 0,
            2, 10, 0, 0, 2, 0, 0, 0, 0, 0,
            4, 6, 255, 0, 0, 1, // a kind that nobody asks for
            9, 16, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 9, 0, 0, 0,
        ];
        byte[] hpet = new byte[52 - 36];
        BinaryPrimitives.WriteUInt64LittleEndian(hpet.AsSpan(8), 0xfed0_0000);
        byte[] facp = new byte[116 - 36];
        BinaryPrimitives.WriteUInt32LittleEndian(facp.AsSpan(76 - 36), 0x608);
        facp[91 - 36] = 4;
        int[] tables = [0x400, 0x500, 0x600];
        Table(memory, tables[0], "APIC", [0, 0, 0xe0, 0xfe, 1, 0, 0, 0, .. entries]);
        Table(memory, tables[1], "HPET", hpet);
        Table(memory, tables[2], "FACP", facp);
        int size = extended ? 8 : 4;
        byte[] list = new byte[tables.Length * size];
        for (int i = 0; i < tables.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(list.AsSpan(i * size), (uint)(Base + tables[i]));
        Table(memory, 0x200, extended ? "XSDT" : "RSDT", list);
        "RSD PTR "u8.CopyTo(memory.AsSpan(0x120));
        memory[0x120 + 15] = (byte)(extended ? 2 : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(memory.AsSpan(0x120 + (extended ? 24 : 16)), Base + 0x200);
        Seal(memory);
        return memory;
    }

    private static void Table(byte[] memory, int at, string signature, byte[] body)
    {
        Encoding.ASCII.GetBytes(signature).CopyTo(memory, at);
        BinaryPrimitives.WriteInt32LittleEndian(memory.AsSpan(at + 4), 36 + body.Length);
        body.CopyTo(memory, at + 36);
    }

    /// <summary>Makes every checksum hold, whatever the lengths say.</summary>
    private static void Seal(byte[] memory)
    {
        memory[0x120 + 8] = 0;
        memory[0x120 + 8] = (byte)-Sum(memory.AsSpan(0x120, 20));
        memory[0x120 + 32] = 0;
        memory[0x120 + 32] = (byte)-Sum(memory.AsSpan(0x120, 36));
        foreach (int at in (int[])[0x200, 0x400, 0x500, 0x600])
        {
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(memory.AsSpan(at + 4));
            if (length < 36 || at + length > memory.Length)
                continue;
            memory[at + 9] = 0;
            memory[at + 9] = (byte)-Sum(memory.AsSpan(at, (int)length));
        }
    }

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        int sum = 0;
        foreach (byte b in bytes)
            sum += b;
        return sum;
    }
}
