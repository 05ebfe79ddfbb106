// The guest tests of this image, in the order that they run. Generated; see docs/composition.md.

internal static class Tests
{
    private static int Main()
    {
        global::Lithe.Testing.TestRunner.Begin();
        if (global::Lithe.Testing.TestRunner.Enter(0, "RuntimeTests.ArrayTests.LiteralsAndLengths"u8))
        {
            global::RuntimeTests.ArrayTests.LiteralsAndLengths();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(1, "RuntimeTests.ArrayTests.SeveralDimensions"u8))
        {
            global::RuntimeTests.ArrayTests.SeveralDimensions();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(2, "RuntimeTests.ArrayTests.InterfacesOfArrays"u8))
        {
            global::RuntimeTests.ArrayTests.InterfacesOfArrays();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(3, "RuntimeTests.ArrayTests.StoresToCovariantArrays"u8))
        {
            global::RuntimeTests.ArrayTests.StoresToCovariantArrays();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(4, "RuntimeTests.ArrayTests.CopyClearResizeClone"u8))
        {
            global::RuntimeTests.ArrayTests.CopyClearResizeClone();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(5, "RuntimeTests.ArrayTests.RefsIntoArrays"u8))
        {
            global::RuntimeTests.ArrayTests.RefsIntoArrays();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(6, "RuntimeTests.AsyncTests.WithoutAWaitItCompletesAtOnce"u8))
        {
            global::RuntimeTests.AsyncTests.WithoutAWaitItCompletesAtOnce();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(7, "RuntimeTests.AsyncTests.ItGoesOnWhenTheTaskCompletes"u8))
        {
            global::RuntimeTests.AsyncTests.ItGoesOnWhenTheTaskCompletes();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(8, "RuntimeTests.AsyncTests.OneMethodWaitsManyTimes"u8))
        {
            global::RuntimeTests.AsyncTests.OneMethodWaitsManyTimes();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(9, "RuntimeTests.AsyncTests.ManyWaitForOne"u8))
        {
            global::RuntimeTests.AsyncTests.ManyWaitForOne();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(10, "RuntimeTests.AsyncTests.ValueTasksOfSlowMethods"u8))
        {
            global::RuntimeTests.AsyncTests.ValueTasksOfSlowMethods();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(11, "RuntimeTests.CastTests.ClassesFollowTheirBases"u8))
        {
            global::RuntimeTests.CastTests.ClassesFollowTheirBases();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(12, "RuntimeTests.CastTests.InterfacesAreFoundInBases"u8))
        {
            global::RuntimeTests.CastTests.InterfacesAreFoundInBases();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(13, "RuntimeTests.CastTests.CovarianceGoesToBases"u8))
        {
            global::RuntimeTests.CastTests.CovarianceGoesToBases();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(14, "RuntimeTests.CastTests.ContravarianceGoesToDerived"u8))
        {
            global::RuntimeTests.CastTests.ContravarianceGoesToDerived();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(15, "RuntimeTests.CastTests.BothVariancesTogether"u8))
        {
            global::RuntimeTests.CastTests.BothVariancesTogether();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(16, "RuntimeTests.CastTests.ArraysAreCovariant"u8))
        {
            global::RuntimeTests.CastTests.ArraysAreCovariant();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(17, "RuntimeTests.CastTests.BoxesAreOfTheirType"u8))
        {
            global::RuntimeTests.CastTests.BoxesAreOfTheirType();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(18, "RuntimeTests.CastTests.TypesAreCompared"u8))
        {
            global::RuntimeTests.CastTests.TypesAreCompared();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(19, "RuntimeTests.CastTests.PatternsChooseByType"u8))
        {
            global::RuntimeTests.CastTests.PatternsChooseByType();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(20, "RuntimeTests.ConversionTests.FloatingToInteger"u8))
        {
            global::RuntimeTests.ConversionTests.FloatingToInteger();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(21, "RuntimeTests.ConversionTests.OutOfRangeSaturates"u8))
        {
            global::RuntimeTests.ConversionTests.OutOfRangeSaturates();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(22, "RuntimeTests.ConversionTests.IntegerToFloating"u8))
        {
            global::RuntimeTests.ConversionTests.IntegerToFloating();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(23, "RuntimeTests.ConversionTests.CheckedConversionsThatFit"u8))
        {
            global::RuntimeTests.ConversionTests.CheckedConversionsThatFit();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(24, "RuntimeTests.ConversionTests.RemaindersAreExact"u8))
        {
            global::RuntimeTests.ConversionTests.RemaindersAreExact();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(25, "RuntimeTests.ConversionTests.IntegersWrapAndShift"u8))
        {
            global::RuntimeTests.ConversionTests.IntegersWrapAndShift();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(26, "RuntimeTests.DelegateTests.StaticInstanceAndClosure"u8))
        {
            global::RuntimeTests.DelegateTests.StaticInstanceAndClosure();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(27, "RuntimeTests.DelegateTests.InterfaceStructAndGenericMethods"u8))
        {
            global::RuntimeTests.DelegateTests.InterfaceStructAndGenericMethods();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(28, "RuntimeTests.DelegateTests.ManyAreCalledInOrder"u8))
        {
            global::RuntimeTests.DelegateTests.ManyAreCalledInOrder();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(29, "RuntimeTests.DelegateTests.RemoveTakesTheLastRun"u8))
        {
            global::RuntimeTests.DelegateTests.RemoveTakesTheLastRun();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(30, "RuntimeTests.DelegateTests.TheLastResultCounts"u8))
        {
            global::RuntimeTests.DelegateTests.TheLastResultCounts();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(31, "RuntimeTests.DelegateTests.EqualityIsByMethodAndTarget"u8))
        {
            global::RuntimeTests.DelegateTests.EqualityIsByMethodAndTarget();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(32, "RuntimeTests.DelegateTests.VarianceOfDelegates"u8))
        {
            global::RuntimeTests.DelegateTests.VarianceOfDelegates();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(33, "RuntimeTests.DelegateTests.EventsComeAndGo"u8))
        {
            global::RuntimeTests.DelegateTests.EventsComeAndGo();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(34, "RuntimeTests.DispatchTests.InterfaceCallsFindTheMostDerived"u8))
        {
            global::RuntimeTests.DispatchTests.InterfaceCallsFindTheMostDerived();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(35, "RuntimeTests.DispatchTests.DefaultMethodsCallTheTypesOwn"u8))
        {
            global::RuntimeTests.DispatchTests.DefaultMethodsCallTheTypesOwn();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(36, "RuntimeTests.DispatchTests.OneCallSiteSeesManyTypes"u8))
        {
            global::RuntimeTests.DispatchTests.OneCallSiteSeesManyTypes();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(37, "RuntimeTests.DispatchTests.VirtualCallsFindTheMostDerived"u8))
        {
            global::RuntimeTests.DispatchTests.VirtualCallsFindTheMostDerived();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(38, "RuntimeTests.DispatchTests.GenericInterfacesByArgument"u8))
        {
            global::RuntimeTests.DispatchTests.GenericInterfacesByArgument();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(39, "RuntimeTests.DispatchTests.AllArgumentsArrive"u8))
        {
            global::RuntimeTests.DispatchTests.AllArgumentsArrive();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(40, "RuntimeTests.DispatchTests.ConstrainedCallsNeedNoBox"u8))
        {
            global::RuntimeTests.DispatchTests.ConstrainedCallsNeedNoBox();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(41, "RuntimeTests.DispatchTests.StaticAbstractMembersCompose"u8))
        {
            global::RuntimeTests.DispatchTests.StaticAbstractMembersCompose();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(42, "RuntimeTests.GenericTests.OfStructsAndOfReferences"u8))
        {
            global::RuntimeTests.GenericTests.OfStructsAndOfReferences();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(43, "RuntimeTests.GenericTests.StaticsArePerInstantiation"u8))
        {
            global::RuntimeTests.GenericTests.StaticsArePerInstantiation();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(44, "RuntimeTests.GenericTests.StructsOfArguments"u8))
        {
            global::RuntimeTests.GenericTests.StructsOfArguments();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(45, "RuntimeTests.GenericTests.SharedCodeKnowsItsType"u8))
        {
            global::RuntimeTests.GenericTests.SharedCodeKnowsItsType();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(46, "RuntimeTests.GenericTests.TuplesAndNullables"u8))
        {
            global::RuntimeTests.GenericTests.TuplesAndNullables();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(47, "RuntimeTests.IteratorTests.YieldGoesOnWhereItWas"u8))
        {
            global::RuntimeTests.IteratorTests.YieldGoesOnWhereItWas();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(48, "RuntimeTests.IteratorTests.AnEnumerableStartsAfresh"u8))
        {
            global::RuntimeTests.IteratorTests.AnEnumerableStartsAfresh();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(49, "RuntimeTests.IteratorTests.FinallyRunsWhenLeft"u8))
        {
            global::RuntimeTests.IteratorTests.FinallyRunsWhenLeft();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(50, "RuntimeTests.IteratorTests.Recursion"u8))
        {
            global::RuntimeTests.IteratorTests.Recursion();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(51, "RuntimeTests.IteratorTests.PatternsInsteadOfInterfaces"u8))
        {
            global::RuntimeTests.IteratorTests.PatternsInsteadOfInterfaces();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(52, "RuntimeTests.IteratorTests.UsingAndFinallyInOrder"u8))
        {
            global::RuntimeTests.IteratorTests.UsingAndFinallyInOrder();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(53, "RuntimeTests.RecordTests.EqualityAndCopies"u8))
        {
            global::RuntimeTests.RecordTests.EqualityAndCopies();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(54, "RuntimeTests.RecordTests.PropertiesOfAllKinds"u8))
        {
            global::RuntimeTests.RecordTests.PropertiesOfAllKinds();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(55, "RuntimeTests.RecordTests.PatternsOfProperties"u8))
        {
            global::RuntimeTests.RecordTests.PatternsOfProperties();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(56, "RuntimeTests.StaticTests.StaticConstructorsRunWhenNeeded"u8))
        {
            global::RuntimeTests.StaticTests.StaticConstructorsRunWhenNeeded();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(57, "RuntimeTests.StaticTests.InitializersDependOnEachOther"u8))
        {
            global::RuntimeTests.StaticTests.InitializersDependOnEachOther();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(58, "RuntimeTests.StaticTests.StaticObjects"u8))
        {
            global::RuntimeTests.StaticTests.StaticObjects();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(59, "RuntimeTests.StaticTests.DataInTheImage"u8))
        {
            global::RuntimeTests.StaticTests.DataInTheImage();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(60, "RuntimeTests.StaticTests.LiteralsAreOneObject"u8))
        {
            global::RuntimeTests.StaticTests.LiteralsAreOneObject();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(61, "RuntimeTests.StructTests.BoxedStructsCompareByFields"u8))
        {
            global::RuntimeTests.StructTests.BoxedStructsCompareByFields();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(62, "RuntimeTests.StructTests.Enums"u8))
        {
            global::RuntimeTests.StructTests.Enums();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(63, "RuntimeTests.StructTests.InlineArrays"u8))
        {
            global::RuntimeTests.StructTests.InlineArrays();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(64, "RuntimeTests.StructTests.RefStructsAndSpans"u8))
        {
            global::RuntimeTests.StructTests.RefStructsAndSpans();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(65, "RuntimeTests.StructTests.CheckedAndWideArithmetic"u8))
        {
            global::RuntimeTests.StructTests.CheckedAndWideArithmetic();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(66, "RuntimeTests.StructTests.InterlockedAndVolatile"u8))
        {
            global::RuntimeTests.StructTests.InterlockedAndVolatile();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(67, "RuntimeTests.VectorTests.Arithmetic128"u8))
        {
            global::RuntimeTests.VectorTests.Arithmetic128();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(68, "RuntimeTests.VectorTests.Compare128"u8))
        {
            global::RuntimeTests.VectorTests.Compare128();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(69, "RuntimeTests.VectorTests.LoadStoreShuffle128"u8))
        {
            global::RuntimeTests.VectorTests.LoadStoreShuffle128();
            global::Lithe.Testing.TestRunner.Leave();
        }
        if (global::Lithe.Testing.TestRunner.Enter(70, "RuntimeTests.VectorTests.Vectors256"u8))
        {
            global::RuntimeTests.VectorTests.Vectors256();
            global::Lithe.Testing.TestRunner.Leave();
        }
        return global::Lithe.Testing.TestRunner.End();
    }
}
