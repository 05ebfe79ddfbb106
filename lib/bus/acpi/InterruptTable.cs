using System;
using System.Buffers.Binary;

namespace Lithe.Acpi;

/// <summary>What an entry of the multiple APIC description table describes (§5.2.12, table 5.21).</summary>
public enum InterruptEntryKind
{
    /// <summary>A processor: <see cref="InterruptEntry.Id"/> is its local APIC's.</summary>
    Processor,

    /// <summary>An I/O APIC at <see cref="InterruptEntry.Address"/>, whose first input is global interrupt <see cref="InterruptEntry.Interrupt"/>.</summary>
    IoApic,

    /// <summary>ISA interrupt <see cref="InterruptEntry.Id"/> arrives as global interrupt <see cref="InterruptEntry.Interrupt"/>.</summary>
    Override,
}

/// <summary>An entry of the table, with the fields that its kind has.</summary>
public readonly record struct InterruptEntry(InterruptEntryKind Kind, uint Id, ulong Address, uint Interrupt);

/// <summary>The table <c>APIC</c>: processors and interrupt controllers.</summary>
public readonly ref struct InterruptTable
{
    private const int HeaderSize = 44;
    private const byte LocalApic = 0, IoApic = 1, Override = 2, LocalX2Apic = 9;
    private const uint EnabledOrCapable = 3;

    private readonly ReadOnlySpan<byte> _table;

    /// <summary>A view of the table that <see cref="AcpiTables.Find"/> found; an empty one has no entries.</summary>
    public InterruptTable(ReadOnlySpan<byte> table) => _table = table;

    /// <summary>A walk over the entries that are known and usable.</summary>
    public Enumerator GetEnumerator() => new(_table.Length > HeaderSize ? _table.Slice(HeaderSize) : default);

    /// <summary>Walks over entries.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private InterruptEntry _current;

        internal Enumerator(ReadOnlySpan<byte> entries) => _rest = entries;

        /// <summary>The entry.</summary>
        public readonly InterruptEntry Current => _current;

        /// <summary>Goes to the next entry. An entry that does not fit ends the walk.</summary>
        public bool MoveNext()
        {
            while (_rest.Length >= 2)
            {
                int length = _rest[1];
                if (length < 2 || length > _rest.Length)
                    return false;
                ReadOnlySpan<byte> entry = _rest.Slice(0, length);
                _rest = _rest.Slice(length);
                if (TryRead(entry, out _current))
                    return true;
            }

            return false;
        }

        private static bool TryRead(ReadOnlySpan<byte> entry, out InterruptEntry read)
        {
            read = default;
            switch (entry[0])
            {
                case LocalApic when entry.Length >= 8:
                    read = new InterruptEntry(InterruptEntryKind.Processor, entry[3], 0, 0);
                    return (BinaryPrimitives.ReadUInt32LittleEndian(entry.Slice(4)) & EnabledOrCapable) != 0;
                case LocalX2Apic when entry.Length >= 16:
                    read = new InterruptEntry(InterruptEntryKind.Processor, BinaryPrimitives.ReadUInt32LittleEndian(entry.Slice(4)), 0, 0);
                    return (BinaryPrimitives.ReadUInt32LittleEndian(entry.Slice(8)) & EnabledOrCapable) != 0;
                case IoApic when entry.Length >= 12:
                    read = new InterruptEntry(
                        InterruptEntryKind.IoApic,
                        entry[2],
                        BinaryPrimitives.ReadUInt32LittleEndian(entry.Slice(4)),
                        BinaryPrimitives.ReadUInt32LittleEndian(entry.Slice(8)));
                    return true;
                case Override when entry.Length >= 10:
                    read = new InterruptEntry(InterruptEntryKind.Override, entry[3], 0, BinaryPrimitives.ReadUInt32LittleEndian(entry.Slice(4)));
                    return true;
                default:
                    return false;
            }
        }
    }
}
