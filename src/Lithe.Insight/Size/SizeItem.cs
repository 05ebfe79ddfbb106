namespace Lithe.Insight.Size;

/// <summary>A run of bytes in a loaded section of an image, and whose it is. No two overlap, and together they are all sections.</summary>
/// <param name="Library">The library, or one of the names in parentheses of <see cref="Images.BuiltImage"/>.</param>
/// <param name="Type">The type; for assembly the source file; otherwise what the bytes are.</param>
/// <param name="Member">The method, or the symbol.</param>
/// <param name="Kind">What the bytes are: <c>code</c>, <c>method table</c>, ...</param>
/// <param name="Section">The section.</param>
/// <param name="Address">Where they are.</param>
/// <param name="Size">How many.</param>
/// <param name="Within">For a label inside an assembly function: the function that it is a part of. Tables count it there.</param>
public sealed record SizeItem(string Library, string Type, string Member, string Kind, string Section, ulong Address, ulong Size, string? Within = null);

/// <summary>A loaded section.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its length.</param>
/// <param name="InFile">Its bytes are in the image's file; otherwise it is zeroed memory.</param>
public sealed record SizeSection(string Name, ulong Size, bool InFile);
