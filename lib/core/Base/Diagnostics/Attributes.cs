namespace System.Diagnostics
{
    /// <summary>Calls are compiled only where a symbol is defined.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
    public sealed class ConditionalAttribute(string conditionString) : Attribute
    {
        /// <summary>The symbol.</summary>
        public string ConditionString { get; } = conditionString;
    }

    /// <summary>How a debugger treats the assembly.</summary>
    [AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Module)]
    public sealed class DebuggableAttribute(DebuggableAttribute.DebuggingModes modes) : Attribute
    {
        /// <summary>The modes.</summary>
        public DebuggingModes DebuggingFlags { get; } = modes;

        /// <summary>Debugging modes.</summary>
        [Flags]
        public enum DebuggingModes
        {
            /// <summary>None.</summary>
            None = 0,
            /// <summary>Default.</summary>
            Default = 1,
            /// <summary>Sequence points come from the debug file.</summary>
            IgnoreSymbolStoreSequencePoints = 2,
            /// <summary>Edit and continue.</summary>
            EnableEditAndContinue = 4,
            /// <summary>Not optimized.</summary>
            DisableOptimizations = 256,
        }
    }

    /// <summary>Whether a debugger shows a member.</summary>
    public enum DebuggerBrowsableState
    {
        /// <summary>Never.</summary>
        Never = 0,
        /// <summary>Folded.</summary>
        Collapsed = 2,
        /// <summary>Its members only.</summary>
        RootHidden = 3,
    }

    /// <summary>Whether a debugger shows the member.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
    public sealed class DebuggerBrowsableAttribute(DebuggerBrowsableState state) : Attribute
    {
        /// <summary>Whether.</summary>
        public DebuggerBrowsableState State { get; } = state;
    }

    /// <summary>How a debugger shows the type.</summary>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    public sealed class DebuggerDisplayAttribute(string? value) : Attribute
    {
        /// <summary>The text.</summary>
        public string Value { get; } = value ?? "";
    }

    /// <summary>A debugger steps over the member.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method |
        AttributeTargets.Constructor, Inherited = false)]
    public sealed class DebuggerStepThroughAttribute : Attribute;

    /// <summary>A debugger does not stop in the member.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method |
        AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
    public sealed class DebuggerHiddenAttribute : Attribute;

    /// <summary>Stack traces leave the method out.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Method |
        AttributeTargets.Constructor, Inherited = false)]
    public sealed class StackTraceHiddenAttribute : Attribute;
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>The method never returns.</summary>
    [AttributeUsage(AttributeTargets.Method, Inherited = false)]
    public sealed class DoesNotReturnAttribute : Attribute;

    /// <summary>The method does not return when the argument has this value.</summary>
    [AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
    public sealed class DoesNotReturnIfAttribute(bool parameterValue) : Attribute
    {
        /// <summary>The value.</summary>
        public bool ParameterValue { get; } = parameterValue;
    }

    /// <summary>Null may be given.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Property, Inherited = false)]
    public sealed class AllowNullAttribute : Attribute;

    /// <summary>Null may not be given.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Property, Inherited = false)]
    public sealed class DisallowNullAttribute : Attribute;

    /// <summary>Null may come back.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Property |
        AttributeTargets.ReturnValue, Inherited = false)]
    public sealed class MaybeNullAttribute : Attribute;

    /// <summary>Null may come back when the method returns this value.</summary>
    [AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
    public sealed class MaybeNullWhenAttribute(bool returnValue) : Attribute
    {
        /// <summary>The value.</summary>
        public bool ReturnValue { get; } = returnValue;
    }

    /// <summary>Null does not come back.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Property |
        AttributeTargets.ReturnValue, Inherited = false)]
    public sealed class NotNullAttribute : Attribute;

    /// <summary>Null does not come back when the method returns this value.</summary>
    [AttributeUsage(AttributeTargets.Parameter, Inherited = false)]
    public sealed class NotNullWhenAttribute(bool returnValue) : Attribute
    {
        /// <summary>The value.</summary>
        public bool ReturnValue { get; } = returnValue;
    }

    /// <summary>Null does not come back when the argument is not null.</summary>
    [AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property |
        AttributeTargets.ReturnValue, AllowMultiple = true, Inherited = false)]
    public sealed class NotNullIfNotNullAttribute(string parameterName) : Attribute
    {
        /// <summary>The parameter.</summary>
        public string ParameterName { get; } = parameterName;
    }

    /// <summary>Members that are not null afterwards.</summary>
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
    public sealed class MemberNotNullAttribute : Attribute
    {
        /// <summary>One.</summary>
        public MemberNotNullAttribute(string member) => Members = [member];

        /// <summary>Several.</summary>
        public MemberNotNullAttribute(params string[] members) => Members = members;

        /// <summary>Which.</summary>
        public string[] Members { get; }
    }

    /// <summary>Members that are not null when the method returns this value.</summary>
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false, AllowMultiple = true)]
    public sealed class MemberNotNullWhenAttribute : Attribute
    {
        /// <summary>One.</summary>
        public MemberNotNullWhenAttribute(bool returnValue, string member)
        {
            ReturnValue = returnValue;
            Members = [member];
        }

        /// <summary>Several.</summary>
        public MemberNotNullWhenAttribute(bool returnValue, params string[] members)
        {
            ReturnValue = returnValue;
            Members = members;
        }

        /// <summary>The value.</summary>
        public bool ReturnValue { get; }

        /// <summary>Which.</summary>
        public string[] Members { get; }
    }

    /// <summary>The constructor sets all required members.</summary>
    [AttributeUsage(AttributeTargets.Constructor, Inherited = false)]
    public sealed class SetsRequiredMembersAttribute : Attribute;

    /// <summary>A reference that may leave its method.</summary>
    [AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Parameter, Inherited = false)]
    public sealed class UnscopedRefAttribute : Attribute;

    /// <summary>Silences a warning.</summary>
    [AttributeUsage(AttributeTargets.All, Inherited = false, AllowMultiple = true)]
    public sealed class SuppressMessageAttribute(string category, string checkId) : Attribute
    {
        /// <summary>The analyzer's category.</summary>
        public string Category { get; } = category;

        /// <summary>The rule.</summary>
        public string CheckId { get; } = checkId;

        /// <summary>Why.</summary>
        public string? Justification { get; set; }
    }

    /// <summary>What a string holds.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.Property, Inherited = false)]
    public sealed class StringSyntaxAttribute(string syntax) : Attribute
    {
        /// <summary>A composite format.</summary>
        public const string CompositeFormat = nameof(CompositeFormat);
        /// <summary>A numeric format.</summary>
        public const string NumericFormat = nameof(NumericFormat);

        /// <summary>The syntax.</summary>
        public string Syntax { get; } = syntax;
    }

    /// <summary>Code that tests do not count.</summary>
    [AttributeUsage(AttributeTargets.All, Inherited = false)]
    public sealed class ExcludeFromCodeCoverageAttribute : Attribute;

    /// <summary>An API that may change.</summary>
    [AttributeUsage(AttributeTargets.All, Inherited = false)]
    public sealed class ExperimentalAttribute(string diagnosticId) : Attribute
    {
        /// <summary>The diagnostic's id.</summary>
        public string DiagnosticId { get; } = diagnosticId;
    }
}
