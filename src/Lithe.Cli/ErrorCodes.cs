namespace Lithe.Cli;

/// <summary>The codes of errors that the tool itself finds (the build's are LITHE1xxx). The launcher has LITHE2005 to LITHE2008.</summary>
internal static class ErrorCodes
{
    public const string Usage = "LITHE2001";
    public const string MissingTool = "LITHE2002";
    public const string MachineRefused = "LITHE2003";
    public const string NoRepository = "LITHE2004";
    public const string AlreadyThere = "LITHE2010";
    public const string BadName = "LITHE2011";
    public const string CannotWrite = "LITHE2012";
    public const string QemuFailed = "LITHE2013";
    public const string TargetNotOffered = "LITHE2020";
    public const string NothingToTest = "LITHE2030";
    public const string HostTestsDoNotBuild = "LITHE2031";
    public const string BenchFailed = "LITHE2040";
    public const string NotInImage = "LITHE2050";
    public const string Internal = "LITHE2099";
}
