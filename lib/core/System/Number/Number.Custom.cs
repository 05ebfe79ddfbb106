namespace System;

internal static partial class Number
{
    // Custom formats ("0.00", "#,##0;(#)") are left out of the subset.
    private static void FormatCustom<TUnit>(ref NumberWriter<TUnit> writer, scoped NumberBuffer number, ReadOnlySpan<char> format)
        where TUnit : unmanaged =>
        ThrowHelper.ThrowFormat("Custom numeric format strings are not supported.");
}
