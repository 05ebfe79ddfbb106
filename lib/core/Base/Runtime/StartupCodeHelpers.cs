namespace Internal.Runtime.CompilerHelpers;

// The compiler wants the type to exist. Static data is made by the `runtime/statics` library.
internal static class StartupCodeHelpers
{
}
