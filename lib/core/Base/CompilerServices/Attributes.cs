namespace System.Runtime.CompilerServices
{
    /// <summary>A method or type that the compiler may replace by instructions of its own.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method | AttributeTargets.Constructor |
        AttributeTargets.Field | AttributeTargets.Interface | AttributeTargets.Property, Inherited = false)]
    public sealed class IntrinsicAttribute : Attribute;

    /// <summary>How a method is compiled.</summary>
    [Flags]
    public enum MethodImplOptions
    {
        /// <summary>Implemented outside managed code.</summary>
        Unmanaged = 0x0004,
        /// <summary>Never inlined.</summary>
        NoInlining = 0x0008,
        /// <summary>Declared only.</summary>
        ForwardRef = 0x0010,
        /// <summary>One thread at a time.</summary>
        Synchronized = 0x0020,
        /// <summary>Never optimized.</summary>
        NoOptimization = 0x0040,
        /// <summary>The signature is exported as it is.</summary>
        PreserveSig = 0x0080,
        /// <summary>Inlined where possible.</summary>
        AggressiveInlining = 0x0100,
        /// <summary>Optimized as much as possible.</summary>
        AggressiveOptimization = 0x0200,
        /// <summary>Implemented by the runtime or in assembly.</summary>
        InternalCall = 0x1000,
    }

    /// <summary>Says how a method is compiled.</summary>
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor, Inherited = false)]
    public sealed class MethodImplAttribute(MethodImplOptions methodImplOptions) : Attribute
    {
        /// <summary>How.</summary>
        public MethodImplOptions Value { get; } = methodImplOptions;
    }

    /// <summary>Marks what a compiler made.</summary>
    [AttributeUsage(AttributeTargets.All)]
    public sealed class CompilerGeneratedAttribute : Attribute;

    /// <summary>Marks an extension method.</summary>
    [AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
    public sealed class ExtensionAttribute : Attribute;

    /// <summary>Marks a struct that lives on the stack only.</summary>
    [AttributeUsage(AttributeTargets.Struct)]
    public sealed class IsByRefLikeAttribute : Attribute;

    /// <summary>Marks a read-only reference or struct.</summary>
    [AttributeUsage(AttributeTargets.All, Inherited = false)]
    public sealed class IsReadOnlyAttribute : Attribute;

    /// <summary>Marks a `ref readonly` parameter.</summary>
    [AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
    public sealed class RequiresLocationAttribute : Attribute;

    /// <summary>Marks a reference that does not leave its method.</summary>
    [AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
    public sealed class ScopedRefAttribute : Attribute;

    /// <summary>Marks the version of the reference rules.</summary>
    [AttributeUsage(AttributeTargets.Module, Inherited = false)]
    public sealed class RefSafetyRulesAttribute(int version) : Attribute
    {
        /// <summary>The version.</summary>
        public int Version { get; } = version;
    }

    /// <summary>Marks a generic parameter as unmanaged.</summary>
    [AttributeUsage(AttributeTargets.GenericParameter)]
    public sealed class IsUnmanagedAttribute : Attribute;

    /// <summary>Which references may be null.</summary>
    [AttributeUsage(AttributeTargets.All, Inherited = false)]
    public sealed class NullableAttribute : Attribute
    {
        /// <summary>One flag for all.</summary>
        public NullableAttribute(byte value)
        {
        }

        /// <summary>A flag each.</summary>
        public NullableAttribute(byte[] value)
        {
        }
    }

    /// <summary>Which references may be null, by default.</summary>
    [AttributeUsage(AttributeTargets.All, Inherited = false)]
    public sealed class NullableContextAttribute(byte flag) : Attribute
    {
        /// <summary>The flag.</summary>
        public readonly byte Flag = flag;
    }

    /// <summary>Which members carry null annotations.</summary>
    [AttributeUsage(AttributeTargets.Module, Inherited = false)]
    public sealed class NullablePublicOnlyAttribute(bool includesInternals) : Attribute
    {
        /// <summary>Whether internal members do.</summary>
        public readonly bool IncludesInternals = includesInternals;
    }

    /// <summary>The names of a tuple's elements.</summary>
    [AttributeUsage(AttributeTargets.All)]
    public sealed class TupleElementNamesAttribute(string?[] transformNames) : Attribute
    {
        /// <summary>The names.</summary>
        public string?[] TransformNames { get; } = transformNames;
    }

    /// <summary>Which integers are of pointer width.</summary>
    [AttributeUsage(AttributeTargets.All, Inherited = false)]
    public sealed class NativeIntegerAttribute : Attribute
    {
        /// <summary>All.</summary>
        public NativeIntegerAttribute()
        {
        }

        /// <summary>A flag each.</summary>
        public NativeIntegerAttribute(bool[] flags)
        {
        }
    }

    /// <summary>Marks an array of fixed length inside a struct.</summary>
    [AttributeUsage(AttributeTargets.Field, Inherited = false)]
    public sealed class FixedBufferAttribute(Type elementType, int length) : Attribute
    {
        /// <summary>The elements' type.</summary>
        public Type ElementType { get; } = elementType;

        /// <summary>How many.</summary>
        public int Length { get; } = length;
    }

    /// <summary>Marks the struct behind a fixed buffer.</summary>
    [AttributeUsage(AttributeTargets.Struct)]
    public sealed class UnsafeValueTypeAttribute : Attribute;

    /// <summary>A struct whose one field is repeated.</summary>
    [AttributeUsage(AttributeTargets.Struct, AllowMultiple = false)]
    public sealed class InlineArrayAttribute(int length) : Attribute
    {
        /// <summary>How often.</summary>
        public int Length { get; } = length;
    }

    /// <summary>Locals are not zeroed.</summary>
    [AttributeUsage(AttributeTargets.Module | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface |
        AttributeTargets.Constructor | AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Event, Inherited = false)]
    public sealed class SkipLocalsInitAttribute : Attribute;

    /// <summary>A method that runs before anything else of its assembly.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    public sealed class ModuleInitializerAttribute : Attribute;

    /// <summary>A member that must be set by whoever makes the object.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field |
        AttributeTargets.Property, Inherited = false)]
    public sealed class RequiredMemberAttribute : Attribute;

    /// <summary>A language feature that a compiler must know to use the member.</summary>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
    public sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        /// <summary>The feature.</summary>
        public string FeatureName { get; } = featureName;

        /// <summary>Whether it may be ignored.</summary>
        public bool IsOptional { get; init; }
    }

    /// <summary>Marks a setter that is for initialisers only.</summary>
    public static class IsExternalInit;

    /// <summary>Marks a volatile field in a signature.</summary>
    public static class IsVolatile;

    /// <summary>The text of another argument.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class CallerArgumentExpressionAttribute(string parameterName) : Attribute
    {
        /// <summary>The other parameter.</summary>
        public string ParameterName { get; } = parameterName;
    }

    /// <summary>The caller's file.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class CallerFilePathAttribute : Attribute;

    /// <summary>The caller's line.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class CallerLineNumberAttribute : Attribute;

    /// <summary>The caller's name.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class CallerMemberNameAttribute : Attribute;

    /// <summary>A type that collects an interpolated string.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
    public sealed class InterpolatedStringHandlerAttribute : Attribute;

    /// <summary>Which arguments an interpolated string handler gets.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class InterpolatedStringHandlerArgumentAttribute : Attribute
    {
        /// <summary>One.</summary>
        public InterpolatedStringHandlerArgumentAttribute(string argument)
        {
        }

        /// <summary>Several.</summary>
        public InterpolatedStringHandlerArgumentAttribute(params string[] arguments)
        {
        }
    }

    /// <summary>Which of several overloads is taken first.</summary>
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
    public sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
    {
        /// <summary>The higher, the earlier.</summary>
        public int Priority { get; } = priority;
    }

    /// <summary>The method that builds a collection expression.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
    public sealed class CollectionBuilderAttribute(Type builderType, string methodName) : Attribute
    {
        /// <summary>Its class.</summary>
        public Type BuilderType { get; } = builderType;

        /// <summary>Its name.</summary>
        public string MethodName { get; } = methodName;
    }

    /// <summary>Marks a `params` collection that is not an array.</summary>
    [AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
    public sealed class ParamCollectionAttribute : Attribute;

    /// <summary>The name of an indexer in the compiled type.</summary>
    [AttributeUsage(AttributeTargets.Property)]
    public sealed class IndexerNameAttribute(string indexerName) : Attribute
    {
        /// <summary>The name.</summary>
        public string IndexerName { get; } = indexerName;
    }

    /// <summary>Gives another assembly access to internal members.</summary>
    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true, Inherited = false)]
    public sealed class InternalsVisibleToAttribute(string assemblyName) : Attribute
    {
        /// <summary>The other assembly.</summary>
        public string AssemblyName { get; } = assemblyName;
    }

    /// <summary>Marks a state machine.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    public class StateMachineAttribute(Type stateMachineType) : Attribute
    {
        /// <summary>Its type.</summary>
        public Type StateMachineType { get; } = stateMachineType;
    }

    /// <summary>Marks an iterator.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    public sealed class IteratorStateMachineAttribute(Type stateMachineType) : StateMachineAttribute(stateMachineType);

    /// <summary>Marks an async method.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    public sealed class AsyncStateMachineAttribute(Type stateMachineType) : StateMachineAttribute(stateMachineType);

    /// <summary>Marks an async iterator.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    public sealed class AsyncIteratorStateMachineAttribute(Type stateMachineType) : StateMachineAttribute(stateMachineType);

    /// <summary>The method builder of an async method or type.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Delegate |
        AttributeTargets.Enum | AttributeTargets.Method, Inherited = false)]
    public sealed class AsyncMethodBuilderAttribute(Type builderType) : Attribute
    {
        /// <summary>Its type.</summary>
        public Type BuilderType { get; } = builderType;
    }

    /// <summary>A static constructor that runs at start-up.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
    public sealed class EagerStaticClassConstructionAttribute : Attribute;

    /// <summary>The language features that the runtime supports; the C# compiler looks for the names.</summary>
    public static class RuntimeFeature
    {
        /// <summary>Default interface methods.</summary>
        public const string DefaultImplementationsOfInterfaces = nameof(DefaultImplementationsOfInterfaces);
        /// <summary>Unmanaged calling conventions in function pointers.</summary>
        public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
        /// <summary>Covariant return types.</summary>
        public const string CovariantReturnsOfClasses = nameof(CovariantReturnsOfClasses);
        /// <summary>Ref structs as generic arguments.</summary>
        public const string ByRefLikeGenerics = nameof(ByRefLikeGenerics);
        /// <summary>References as fields.</summary>
        public const string ByRefFields = nameof(ByRefFields);
        /// <summary>Static abstract interface members.</summary>
        public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);
        /// <summary>`nint` is <see cref="IntPtr"/>.</summary>
        public const string NumericIntPtr = nameof(NumericIntPtr);
    }
}

namespace System.Runtime.Versioning
{
    /// <summary>A member whose body may be built into others for good.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method |
        AttributeTargets.Constructor, Inherited = false)]
    public sealed class NonVersionableAttribute : Attribute;
}

namespace System.Runtime
{
    /// <summary>Gives a static method a link symbol.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    public sealed class RuntimeExportAttribute(string entryPoint) : Attribute
    {
        /// <summary>The symbol.</summary>
        public string EntryPoint { get; } = entryPoint;
    }

    /// <summary>Binds an external method to a link symbol. The method also needs <c>MethodImplOptions.InternalCall</c>.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    public sealed class RuntimeImportAttribute : Attribute
    {
        /// <summary>A symbol of any object.</summary>
        public RuntimeImportAttribute(string entryPoint) => EntryPoint = entryPoint;

        /// <summary>A symbol; the library is <c>"*"</c>: the image.</summary>
        public RuntimeImportAttribute(string dllName, string entryPoint)
        {
            DllName = dllName;
            EntryPoint = entryPoint;
        }

        /// <summary>The library.</summary>
        public string? DllName { get; }

        /// <summary>The symbol.</summary>
        public string EntryPoint { get; }
    }
}

namespace System.Reflection
{
    /// <summary>The name of a type's indexer.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
    public sealed class DefaultMemberAttribute(string memberName) : Attribute
    {
        /// <summary>The name.</summary>
        public string MemberName { get; } = memberName;
    }
}
