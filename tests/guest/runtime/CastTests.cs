using System;
using System.Collections;
using System.Collections.Generic;
using Lithe.Testing;

namespace RuntimeTests;

public static class CastTests
{
    private class Animal;

    private class Dog : Animal, INamed
    {
        public string Name => "dog";
    }

    private sealed class Puppy : Dog;

    private interface INamed
    {
        string Name { get; }
    }

    private interface IOut<out T>
    {
        T Get();
    }

    private interface IIn<in T>
    {
        string Put(T value);
    }

    private interface IBoth<in TIn, out TOut>
    {
        TOut Map(TIn value);
    }

    private sealed class Kennel : IOut<Dog>, IIn<Animal>, IBoth<object, Puppy>
    {
        public Dog Get() => new Puppy();

        public string Put(Animal value) => value is Dog ? "dog" : "animal";

        public Puppy Map(object value) => new();
    }

    private static object Make(int kind) => kind switch
    {
        0 => new Animal(),
        1 => new Dog(),
        2 => new Puppy(),
        3 => new Kennel(),
        4 => 42,
        5 => "text",
        6 => new int[3],
        7 => new Dog[2],
        8 => DayOfWeek.Friday,
        9 => (int?)7,
        10 => new object(),
        11 => new int[2, 2],
        12 => new List(),
        _ => 2.5,
    };

    private enum DayOfWeek : byte
    {
        Monday,
        Friday = 5,
    }

    private sealed class List : IEnumerable
    {
        public IEnumerator GetEnumerator() => new object[] { 1, 2 }.GetEnumerator();
    }

    [GuestTest]
    public static void ClassesFollowTheirBases()
    {
        object animal = Make(0), dog = Make(1), puppy = Make(2);
        Check.True(puppy is Animal);
        Check.True(puppy is Dog);
        Check.True(puppy is Puppy);
        Check.True(dog is Animal);
        Check.False(dog is Puppy);
        Check.False(animal is Dog);
        Check.True(animal is object);
        Check.Equal("dog", ((Dog)puppy).Name);
        Check.True((animal as Dog) is null);
        Check.True(ReferenceEquals(puppy, (Animal)puppy));
    }

    [GuestTest]
    public static void InterfacesAreFoundInBases()
    {
        Check.True(Make(1) is INamed);
        Check.True(Make(2) is INamed);
        Check.False(Make(0) is INamed);
        Check.Equal("dog", ((INamed)Make(2)).Name);
        Check.True((Make(4) as INamed) is null);
    }

    [GuestTest]
    public static void CovarianceGoesToBases()
    {
        object kennel = Make(3);
        Check.True(kennel is IOut<Dog>);
        Check.True(kennel is IOut<Animal>);
        Check.True(kennel is IOut<object>);
        Check.True(kennel is IOut<INamed>);
        Check.False(kennel is IOut<Puppy>);
        Check.True(((IOut<Animal>)kennel).Get() is Puppy);
        Check.Equal("dog", ((IOut<INamed>)kennel).Get().Name);
    }

    [GuestTest]
    public static void ContravarianceGoesToDerived()
    {
        object kennel = Make(3);
        Check.True(kennel is IIn<Animal>);
        Check.True(kennel is IIn<Dog>);
        Check.True(kennel is IIn<Puppy>);
        Check.False(kennel is IIn<object>);
        Check.Equal("dog", ((IIn<Puppy>)kennel).Put(new Puppy()));
        Check.Equal("animal", ((IIn<Animal>)kennel).Put(new Animal()));
    }

    [GuestTest]
    public static void BothVariancesTogether()
    {
        object kennel = Make(3);
        Check.True(kennel is IBoth<string, Animal>);
        Check.True(kennel is IBoth<object, object>);
        Check.True(kennel is IBoth<Dog, INamed>);
        Check.False(kennel is IBoth<int, Animal>);
        Check.True(((IBoth<string, Animal>)kennel).Map("x") is Puppy);
    }

    [GuestTest]
    public static void ArraysAreCovariant()
    {
        object dogs = Make(7), numbers = Make(6);
        Check.True(dogs is Animal[]);
        Check.True(dogs is object[]);
        Check.True(dogs is INamed[]);
        Check.False(dogs is Puppy[]);
        Check.False(numbers is object[]);
        Check.True(numbers is uint[]);
        Check.False(numbers is long[]);
        Check.False(numbers is float[]);
        Check.True(numbers is Array);
        Check.True(numbers is IEnumerable);
        Check.True(numbers is IList<int>);
        Check.True(numbers is IEnumerable<int>);
        Check.True(dogs is IEnumerable<Animal>);
        Check.True(dogs is IList<Animal>);
        Check.True(dogs is IReadOnlyList<object>);
        Check.False(dogs is IList<Puppy>);
        Check.False(numbers is IEnumerable<long>);
        Check.True(Make(11) is int[,]);
        Check.False(Make(11) is int[]);
        Check.True(Make(11) is Array);
    }

    [GuestTest]
    public static void BoxesAreOfTheirType()
    {
        object number = Make(4), day = Make(8), lifted = Make(9);
        Check.True(number is int);
        Check.False(number is long);
        Check.False(number is uint);
        Check.True(number is ValueType);
        Check.True(number is IEquatable<int>);
        Check.True(number is int?);
        Check.Equal(42, (int)number);
        Check.Equal(42, (int?)number);
        Check.True(day is DayOfWeek);
        Check.True(day is Enum);
        Check.False(day is byte);
        Check.Equal(DayOfWeek.Friday, (DayOfWeek)day);
        Check.True(lifted is int);
        Check.Equal(7, (int)lifted);
        object? nothing = (int?)null;
        Check.True(nothing is null);
        Check.True((int?)nothing is null);
    }

    [GuestTest]
    public static void TypesAreCompared()
    {
        Check.True(Make(4).GetType() == typeof(int));
        Check.True(Make(5).GetType() == typeof(string));
        Check.False(Make(1).GetType() == typeof(Animal));
        Check.True(ReferenceEquals(Make(1).GetType(), typeof(Dog)));
        Check.True(TypeOf<Dog>() == typeof(Dog));
        Check.True(TypeOf<IOut<Dog>>() == typeof(IOut<Dog>));
        Check.False(TypeOf<IOut<Dog>>() == typeof(IOut<Animal>));
        Check.True(typeof(int).IsValueType);
        Check.False(typeof(string).IsValueType);
    }

    private static Type TypeOf<T>() => typeof(T);

    [GuestTest]
    public static void PatternsChooseByType()
    {
        Check.Equal("number 42", Describe(Make(4)));
        Check.Equal("text text", Describe(Make(5)));
        Check.Equal("dog", Describe(Make(1)));
        Check.Equal("array of 3", Describe(Make(6)));
        Check.Equal("other", Describe(Make(10)));
        Check.Equal("null", Describe(null));
    }

    private static string Describe(object? o) => o switch
    {
        null => "null",
        int and > 41 => "number 42",
        string s => "text " + s,
        INamed named => named.Name,
        int[] { Length: 3 } => "array of 3",
        _ => "other",
    };
}
