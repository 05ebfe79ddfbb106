namespace Lithe.Cli.Doctor;

/// <summary>What a check found.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Lithe works, but not as well as it could.</summary>
    Remark,

    /// <summary>Lithe does not work without it.</summary>
    Bad,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Finding">What was found: a version, a reason.</param>
/// <param name="Wanted">What is needed, or empty.</param>
/// <param name="Mend">The command or step that mends it, when it needs mending.</param>
internal sealed record Check(string Name, Verdict Verdict, string Finding, string Wanted, string? Mend = null);
