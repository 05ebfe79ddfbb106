namespace Lithe.Image;

/// <summary>An ELF file.</summary>
public sealed class ElfFile
{
    private ElfFile()
    {
    }
}
