using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Internal.IntrinsicSupport
{
    // The compiler knows these methods by name and gives each instantiation its own body where it can: a comparison of two structs
    // that are equatable becomes the call of their Equals, without a comparer object.
    internal static class EqualityComparerHelpers
    {
        // The bits of two enum values. The body is for instantiations that the compiler leaves alone, of which there are none.
        [Intrinsic]
        internal static bool EnumOnlyEquals<T>(T x, T y) where T : struct => x.Equals(y);

        // Null for structs.
        [Intrinsic]
        internal static EqualityComparer<T>? GetComparerForReferenceTypesOnly<T>() => EqualityComparer<T>.Default;

        [Intrinsic]
        internal static bool StructOnlyEquals<T>(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);

        private static bool StructOnlyEqualsIEquatable<T>(T x, T y) where T : IEquatable<T> => x.Equals(y);

        private static bool StructOnlyEqualsNullable<T>(T? x, T? y) where T : struct, IEquatable<T>
        {
            if (!x.HasValue)
                return !y.HasValue;
            return y.HasValue && x.GetValueOrDefault().Equals(y.GetValueOrDefault());
        }

        private static bool StructOnlyNormalEquals<T>(T left, T right) where T : notnull => left.Equals(right);
    }

    internal static class ComparerHelpers
    {
        [Intrinsic]
        internal static int EnumOnlyCompare<T>(T x, T y) where T : struct => Comparer<T>.Default.Compare(x, y);
    }
}

namespace System.Collections.Generic
{
    internal static class EnumBits
    {
        // As .NET: the hash of the underlying number.
        internal static int Hash<T>(T value) where T : struct => Unsafe.SizeOf<T>() switch
        {
            1 => Unsafe.As<T, sbyte>(ref value),
            2 => Unsafe.As<T, short>(ref value),
            4 => Unsafe.As<T, int>(ref value),
            _ => Unsafe.As<T, long>(ref value).GetHashCode(),
        };
    }
}
