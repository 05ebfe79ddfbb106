using System;
using Lithe.Testing;

namespace RuntimeTests;

public static class RecordTests
{
    private record Person(string Name, int Age);

    private sealed record Student(string Name, int Age, string School) : Person(Name, Age);

    private readonly record struct Size(int Width, int Height)
    {
        public int Area => Width * Height;
    }

    private sealed class Options
    {
        public required string Name { get; init; }

        public int Level { get; init; } = 3;

        public string? Note
        {
            get => field ?? "none";
            set => field = value?.Length == 0 ? null : value;
        }
    }

    [GuestTest]
    public static void EqualityAndCopies()
    {
        var a = new Person("Ada", 36);
        var b = new Person("Ada", 36);
        Check.True(a == b);
        Check.Equal(a.GetHashCode(), b.GetHashCode());
        Check.False(a == b with { Age = 37 });
        Person student = new Student("Ada", 36, "x");
        Check.False(a == student);
        Check.True(student == new Student("Ada", 36, "x"));
        (string name, int age) = a;
        Check.Equal("Ada", name);
        Check.Equal(36, age);
        Check.Equal(new Size(2, 3), new Size(2, 4) with { Height = 3 });
        Check.Equal(6, new Size(2, 3).Area);
        Check.Equal("Person { Name = Ada, Age = 36 }", a.ToString());
        Check.Equal("Size { Width = 2, Height = 3, Area = 6 }", new Size(2, 3).ToString());
    }

    [GuestTest]
    public static void PropertiesOfAllKinds()
    {
        var options = new Options { Name = "n" };
        Check.Equal(3, options.Level);
        Check.Equal("none", options.Note);
        options.Note = "set";
        Check.Equal("set", options.Note);
        options.Note = "";
        Check.Equal("none", options.Note);
    }

    [GuestTest]
    public static void PatternsOfProperties()
    {
        object o = new Student("Grace", 40, "y");
        Check.True(o is Person { Age: > 30, Name: ['G', .., 'e'] });
        Check.True(o is Student { School.Length: 1 });
        int[] numbers = [1, 2, 3, 4, 5];
        Check.True(numbers is [1, .. var middle, 5] && middle.Length == 3);
        Check.Equal("b", 7 switch { < 5 => "a", >= 5 and < 10 => "b", _ => "c" });
        Check.Equal(2, "two" switch { "one" => 1, "two" => 2, "three" => 3, "four" => 4, "five" => 5, "six" => 6, "seven" => 7, _ => 0 });
    }
}
