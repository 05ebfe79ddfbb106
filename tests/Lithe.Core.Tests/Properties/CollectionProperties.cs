extern alias lithe;

using System;
using System.Collections.Generic;
using System.Linq;
using CsCheck;
using Xunit;
using Ours = lithe::System.Collections.Generic;

namespace Lithe.Core.Tests.Properties;

// A random walk over both collections: after each step they must hold the same, in the same order.
public class CollectionProperties
{
    private static readonly Gen<(int Kind, int Key)[]> Walk = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 30]).Array[0, 120];

    [Fact]
    public void DictionaryBehavesLikeDotNets() => Walk.Sample(walk =>
    {
        Dictionary<int, string> theirs = new();
        Ours.Dictionary<int, string> ours = new();
        foreach ((int kind, int key) in walk)
        {
            switch (kind)
            {
                case 0 or 1 or 2:
                    Assert.Equal(theirs.TryAdd(key, "a" + key), ours.TryAdd(key, "a" + key));
                    break;
                case 3 or 4:
                    theirs[key] = ours[key] = "b" + kind;
                    break;
                case 5 or 6:
                    Assert.Equal(theirs.Remove(key, out string? removed), ours.Remove(key, out string? weRemoved));
                    Assert.Equal(removed, weRemoved);
                    break;
                case 7:
                    Assert.Equal(theirs.TryGetValue(key, out string? value), ours.TryGetValue(key, out string? ourValue));
                    Assert.Equal(value, ourValue);
                    break;
                case 8:
                    Assert.Equal(theirs.ContainsValue("a" + key), ours.ContainsValue("a" + key));
                    break;
                case 9 when key == 0:
                    theirs.Clear();
                    ours.Clear();
                    break;
            }
            Assert.Equal(theirs.Count, ours.Count);
        }
        Assert.Equal(theirs.ToArray(), ours.ToArray());
        Assert.Equal(theirs.Keys, ours.Keys);
        Assert.Equal(theirs.Values, ours.Values);
    }, iter: 5_000);

    [Fact]
    public void HashSetBehavesLikeDotNets() => Gen.Select(Walk, Gen.Int[0, 30].Array[0, 20]).Sample((walk, others) =>
    {
        HashSet<string?> theirs = new(StringComparer.OrdinalIgnoreCase);
        Ours.HashSet<string?> ours = new(StringComparer.OrdinalIgnoreCase);
        string?[] other = others.Select(Name).ToArray();
        foreach ((int kind, int key) in walk)
        {
            string? name = Name(key);
            switch (kind)
            {
                case <= 4:
                    Assert.Equal(theirs.Add(name), ours.Add(name));
                    break;
                case 5 or 6:
                    Assert.Equal(theirs.Remove(name), ours.Remove(name));
                    break;
                case 7:
                    Assert.Equal(theirs.Contains(name), ours.Contains(name));
                    break;
                case 8 when key < 4:
                    theirs.SymmetricExceptWith(other);
                    ours.SymmetricExceptWith(other);
                    break;
                case 9 when key < 4:
                    theirs.IntersectWith(other);
                    ours.IntersectWith(other);
                    break;
            }
        }
        Assert.Equal(theirs.Order(), ours.Order());
        Assert.Equal(theirs.IsSubsetOf(other), ours.IsSubsetOf(other));
        Assert.Equal(theirs.IsSupersetOf(other), ours.IsSupersetOf(other));
        Assert.Equal(theirs.IsProperSubsetOf(other), ours.IsProperSubsetOf(other));
        Assert.Equal(theirs.IsProperSupersetOf(other), ours.IsProperSupersetOf(other));
        Assert.Equal(theirs.Overlaps(other), ours.Overlaps(other));
        Assert.Equal(theirs.SetEquals(other), ours.SetEquals(other));
    }, iter: 3_000);

    [Fact]
    public void ListBehavesLikeDotNets() => Walk.Sample(walk =>
    {
        List<int> theirs = new();
        Ours.List<int> ours = new();
        foreach ((int kind, int key) in walk)
        {
            int index = theirs.Count == 0 ? 0 : key % theirs.Count;
            switch (kind)
            {
                case 0 or 1 or 2:
                    theirs.Add(key);
                    ours.Add(key);
                    break;
                case 3:
                    theirs.Insert(index, key);
                    ours.Insert(index, key);
                    break;
                case 4 when theirs.Count > 0:
                    theirs.RemoveAt(index);
                    ours.RemoveAt(index);
                    break;
                case 5:
                    Assert.Equal(theirs.Remove(key), ours.Remove(key));
                    break;
                case 6:
                    Assert.Equal((theirs.IndexOf(key), theirs.LastIndexOf(key)), (ours.IndexOf(key), ours.LastIndexOf(key)));
                    break;
                case 7:
                    theirs.InsertRange(index, theirs.Take(3).ToArray());
                    ours.InsertRange(index, ours.Take(3).ToArray());
                    break;
                case 8:
                    Assert.Equal(theirs.RemoveAll(x => x == key), ours.RemoveAll(x => x == key));
                    break;
                case 9:
                    theirs.Reverse(index, theirs.Count - index);
                    ours.Reverse(index, ours.Count - index);
                    break;
            }
        }
        Assert.Equal(theirs, ours);
        theirs.Sort();
        ours.Sort();
        Assert.Equal(theirs, ours);
    }, iter: 5_000);

    private static string? Name(int key) => key == 0 ? null : key % 2 == 0 ? "k" + key : "K" + (key + 1);
}
