namespace Lithe.Description;

/// <summary>How an image is compiled.</summary>
public enum BuildProfile
{
    /// <summary>Optimised, <c>DEBUG</c> not defined.</summary>
    Release,

    /// <summary>Not optimised, <c>DEBUG</c> defined.</summary>
    Debug,
}
