// The guest tests of this image, in the order that they run. Generated; see docs/composition.md.

internal static class Tests
{
    private static int Main()
    {
        global::Lithe.Testing.TestRunner.Begin();
        if (global::Lithe.Testing.TestRunner.Enter(0, "Lithe.PanicTests.PanicTests.NullReference"u8))
        {
            global::Lithe.PanicTests.PanicTests.NullReference();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(1, "Lithe.PanicTests.PanicTests.NullReferenceWrite"u8))
        {
            global::Lithe.PanicTests.PanicTests.NullReferenceWrite();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(2, "Lithe.PanicTests.PanicTests.NullReferenceInLeaf"u8))
        {
            global::Lithe.PanicTests.PanicTests.NullReferenceInLeaf();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(3, "Lithe.PanicTests.PanicTests.DivisionByZero"u8))
        {
            global::Lithe.PanicTests.PanicTests.DivisionByZero();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(4, "Lithe.PanicTests.PanicTests.ArrayBounds"u8))
        {
            global::Lithe.PanicTests.PanicTests.ArrayBounds();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(5, "Lithe.PanicTests.PanicTests.SpanBounds"u8))
        {
            global::Lithe.PanicTests.PanicTests.SpanBounds();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(6, "Lithe.PanicTests.PanicTests.BadCast"u8))
        {
            global::Lithe.PanicTests.PanicTests.BadCast();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(7, "Lithe.PanicTests.PanicTests.BadUnboxing"u8))
        {
            global::Lithe.PanicTests.PanicTests.BadUnboxing();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(8, "Lithe.PanicTests.PanicTests.BadArrayElement"u8))
        {
            global::Lithe.PanicTests.PanicTests.BadArrayElement();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(9, "Lithe.PanicTests.PanicTests.CheckedOverflow"u8))
        {
            global::Lithe.PanicTests.PanicTests.CheckedOverflow();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(10, "Lithe.PanicTests.PanicTests.UnhandledException"u8))
        {
            global::Lithe.PanicTests.PanicTests.UnhandledException();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(11, "Lithe.PanicTests.PanicTests.StackOverflow"u8))
        {
            global::Lithe.PanicTests.PanicTests.StackOverflow();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(12, "Lithe.PanicTests.PanicTests.WriteToCode"u8))
        {
            global::Lithe.PanicTests.PanicTests.WriteToCode();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(13, "Lithe.PanicTests.PanicTests.WriteToConstant"u8))
        {
            global::Lithe.PanicTests.PanicTests.WriteToConstant();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(14, "Lithe.PanicTests.PanicTests.RunData"u8))
        {
            global::Lithe.PanicTests.PanicTests.RunData();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(15, "Lithe.PanicTests.PanicTests.ReadUnmapped"u8))
        {
            global::Lithe.PanicTests.PanicTests.ReadUnmapped();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(16, "Lithe.PanicTests.PanicTests.DoubleFault"u8))
        {
            global::Lithe.PanicTests.PanicTests.DoubleFault();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(17, "Lithe.PanicTests.PanicTests.UnhandledInterrupt"u8))
        {
            global::Lithe.PanicTests.PanicTests.UnhandledInterrupt();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(18, "Lithe.PanicTests.PanicTests.InvalidInstruction"u8))
        {
            global::Lithe.PanicTests.PanicTests.InvalidInstruction();
            global::Lithe.Testing.TestRunner.Leave();
        }
        return global::Lithe.Testing.TestRunner.End();
    }
}
