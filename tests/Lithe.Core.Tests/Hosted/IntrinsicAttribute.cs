namespace System.Runtime.CompilerServices;

// .NET keeps its own to itself.
internal sealed class IntrinsicAttribute : Attribute;
