namespace System.Runtime.CompilerServices;

/// <summary>C's calling convention.</summary>
public class CallConvCdecl;

/// <summary>A call that runs no garbage collection transition.</summary>
public class CallConvSuppressGCTransition;
