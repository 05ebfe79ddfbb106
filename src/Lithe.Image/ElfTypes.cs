namespace Lithe.Image;

/// <summary>A processor, as ELF numbers them.</summary>
public enum ElfMachine : ushort
{
    /// <summary>None given.</summary>
    None = 0,

    /// <summary>x86_64.</summary>
    X64 = 62,

    /// <summary>arm64.</summary>
    Arm64 = 183,
}

/// <summary>What a section holds.</summary>
public enum ElfSectionType : uint
{
    /// <summary>Nothing.</summary>
    Null = 0,

    /// <summary>Code or data.</summary>
    ProgramBits = 1,

    /// <summary>The symbol table.</summary>
    SymbolTable = 2,

    /// <summary>Strings.</summary>
    StringTable = 3,

    /// <summary>Relocations with addends.</summary>
    Rela = 4,

    /// <summary>Notes.</summary>
    Note = 7,

    /// <summary>Zeroed memory; no bytes in the file.</summary>
    NoBits = 8,

    /// <summary>Pointers to functions that run at the start.</summary>
    InitArray = 14,

    /// <summary>Section numbers of symbols that are too large for the symbol table.</summary>
    SymbolSectionIndices = 18,
}

/// <summary>What may be done with a section.</summary>
[Flags]
public enum ElfSectionFlags : ulong
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It may be written.</summary>
    Write = 1,

    /// <summary>It takes memory in the running image.</summary>
    Alloc = 2,

    /// <summary>It holds code.</summary>
    Execute = 4,
}

/// <summary>What a symbol names.</summary>
public enum ElfSymbolType : byte
{
    /// <summary>Not said.</summary>
    None = 0,

    /// <summary>Data.</summary>
    Object = 1,

    /// <summary>Code.</summary>
    Function = 2,

    /// <summary>A section.</summary>
    Section = 3,

    /// <summary>A source file.</summary>
    File = 4,
}

/// <summary>Who sees a symbol.</summary>
public enum ElfSymbolBinding : byte
{
    /// <summary>Its own object.</summary>
    Local = 0,

    /// <summary>Every object.</summary>
    Global = 1,

    /// <summary>Every object, unless another one defines it as global.</summary>
    Weak = 2,
}

/// <summary>A section header.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Flags">What may be done with it.</param>
/// <param name="Address">Where it is in a linked image.</param>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Link">The section it needs (a symbol table's strings).</param>
/// <param name="Info">The section it is about (a relocation table's target).</param>
public sealed record ElfSection(
    int Index, string Name, ElfSectionType Type, ElfSectionFlags Flags, ulong Address, ulong Offset, ulong Size, uint Link, uint Info);

/// <summary>A program header.</summary>
/// <param name="Type">1 for a part that is loaded.</param>
/// <param name="Flags">1 execute, 2 write, 4 read.</param>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="Address">Its virtual address.</param>
/// <param name="PhysicalAddress">Its physical address.</param>
/// <param name="FileSize">The bytes in the file.</param>
/// <param name="MemorySize">The bytes in memory; those past <paramref name="FileSize"/> are zero.</param>
public sealed record ElfSegment(
    uint Type, uint Flags, ulong Offset, ulong Address, ulong PhysicalAddress, ulong FileSize, ulong MemorySize);

/// <summary>A symbol.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its address in a linked image, its offset in the section of an object.</param>
/// <param name="Size">Its length, 0 when not said.</param>
/// <param name="Section">The number of the section that holds it.</param>
/// <param name="Type">What it names.</param>
/// <param name="Binding">Who sees it.</param>
public sealed record ElfSymbol(string Name, ulong Value, ulong Size, int Section, ElfSymbolType Type, ElfSymbolBinding Binding)
{
    /// <summary>No section of this file defines it.</summary>
    public bool IsUndefined => Section == 0;

    /// <summary>It has a fixed value that belongs to no section.</summary>
    public bool IsAbsolute => Section == 0xFFF1;
}

/// <summary>A relocation.</summary>
/// <param name="Offset">The place that changes, inside its section.</param>
/// <param name="Type">The processor's relocation type.</param>
/// <param name="Symbol">The number of the symbol.</param>
/// <param name="Addend">What is added to the symbol's address.</param>
public readonly record struct ElfRelocation(ulong Offset, uint Type, int Symbol, long Addend);
