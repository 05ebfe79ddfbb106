namespace Lithe.Arch;

/// <summary>Indices into the table of addresses that <see cref="Instructions.Layout"/> returns (processor.s).</summary>
internal static class Layout
{
    internal const int ImageStart = 0;
    internal const int ImageEnd = 1;
    internal const int RootTable = 2;
    internal const int TablePool = 3;
    internal const int TablePoolEnd = 4;

    /// <summary>The first stack's three addresses: guard, bottom, top. The other follows.</summary>
    internal const int FirstStack = 5;

    /// <summary>Boot stack, trap stack.</summary>
    internal const int StackCount = 2;

    internal const int TrapStack = FirstStack + 3;

    internal const int TextStart = 11, TextEnd = 12, ConstantsStart = 13, ConstantsEnd = 14, DataStart = 15, DataEnd = 16;
}
