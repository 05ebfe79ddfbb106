namespace Lithe.Build.Linking;

/// <summary>What the code generators are told for a processor: the one place where instruction sets are chosen.</summary>
/// <param name="IlcOptions">For <c>ilc</c>.</param>
/// <param name="AssemblerOptions">For <c>llvm-mc</c>.</param>
internal sealed record CodeGeneration(IReadOnlyList<string> IlcOptions, IReadOnlyList<string> AssemblerOptions)
{
    // x86-64-v2 (SSE4.2, POPCNT): every processor since 2009, and every one that runs virtual machines well.
    private static readonly CodeGeneration X64 = new(
        ["--targetarch:x64", "--targetos:linux", "--instruction-set:x86-64-v2"],
        ["--triple=x86_64-unknown-none-elf"]);

    private static readonly CodeGeneration Arm64 = new(
        ["--targetarch:arm64", "--targetos:linux", "--instruction-set:armv8-a"],
        ["--triple=aarch64-unknown-none-elf"]);

    public static CodeGeneration For(string arch) => arch switch
    {
        "x86_64" => X64,
        "arm64" => Arm64,
        _ => throw new ArgumentOutOfRangeException(nameof(arch), arch, null),
    };
}
