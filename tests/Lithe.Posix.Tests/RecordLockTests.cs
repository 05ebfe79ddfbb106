using Lithe.Fs;

namespace Lithe.Posix.Tests;

/// <summary>Locks on ranges of a file against a plain model: who has which byte how.</summary>
[Collection("pages")]
public sealed class RecordLockTests
{
    private const int Bytes = 40;

    public RecordLockTests() => NativePages.Use();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Ranges_are_what_a_model_says(int seed)
    {
        var random = new Random(seed);
        Inode inode = MakeFile();
        object[] owners = [new(), new(), new()];
        // 0 nothing, 1 shared, 2 exclusive; the last place stands for all behind.
        int[,] model = new int[owners.Length, Bytes + 1];
        for (int step = 0; step < 100_000; step++)
        {
            int who = random.Next(owners.Length), first = random.Next(Bytes), kind = random.Next(random.Next(20) == 0 ? 4 : 3);
            int last = random.Next(8) == 0 ? Bytes : random.Next(first, Bytes);
            long end = last == Bytes ? long.MaxValue : last;
            if (kind == 3)
            {
                RecordLocks.GiveBackAll(inode, owners[who]);
                (first, last) = (0, Bytes);
            }
            else if (kind == 0)
            {
                Assert.Equal(Errno.None, RecordLocks.GiveBack(inode, owners[who], first, end));
            }
            else
            {
                bool isFree = true;
                for (int other = 0; other < owners.Length; other++)
                {
                    for (int at = first; at <= last && other != who; at++)
                        isFree &= model[other, at] + kind < 3 || model[other, at] == 0;
                }

                RecordLock? conflict = RecordLocks.FindConflict(inode, owners[who], first, end, kind == 2);
                Assert.Equal(isFree, conflict is null);
                if (conflict is not null)
                {
                    Assert.NotSame(owners[who], conflict.Owner);
                    Assert.True(conflict.First <= end && conflict.Last >= first);
                    continue;
                }

                Assert.Equal(Errno.None, RecordLocks.Take(inode, owners[who], who, first, end, kind == 2));
            }

            for (int at = first; at <= last; at++)
                model[who, at] = kind % 3;
            int probe = random.Next(Bytes + 1);
            for (int asks = 0; asks < owners.Length; asks++)
            {
                int most = 0;
                for (int other = 0; other < owners.Length; other++)
                    most = other == asks ? most : Math.Max(most, model[other, probe]);
                Assert.Equal(most > 0, RecordLocks.FindConflict(inode, owners[asks], probe, probe, isExclusive: true) is not null);
                Assert.Equal(most > 1, RecordLocks.FindConflict(inode, owners[asks], probe, probe, isExclusive: false) is not null);
            }
        }

        foreach (object owner in owners)
            RecordLocks.GiveBackAll(inode, owner);
        Assert.False(RecordLocks.AreOn(inode));
    }

    [Fact]
    public void Neighbours_of_a_kind_are_one_lock()
    {
        Inode inode = MakeFile();
        object owner = new(), other = new();
        RecordLocks.Take(inode, owner, 7, 0, 9, true);
        RecordLocks.Take(inode, owner, 7, 20, 29, true);
        RecordLocks.Take(inode, owner, 7, 10, 19, true);
        RecordLock? held = RecordLocks.FindConflict(inode, other, 15, 15, false);
        Assert.Equal((0, 29, 7), (held!.First, held.Last, held.Id));
        RecordLocks.GiveBackAll(inode, owner);
    }

    [Fact]
    public void Too_many_are_refused_and_come_back()
    {
        object owner = new();
        // A chain to a file, so that the test is not one of patience.
        var full = new List<Inode>();
        Errno error = Errno.None;
        while (error == Errno.None && full.Count <= RecordLocks.Limit / 256)
        {
            Inode inode = MakeFile();
            full.Add(inode);
            for (int i = 0; i < 256 && error == Errno.None; i++)
                error = RecordLocks.Take(inode, owner, 1, 4L * i, 4L * i + 1, true);
        }

        Assert.Equal(Errno.ENOLCK, error);
        foreach (Inode inode in full)
        {
            RecordLocks.GiveBackAll(inode, owner);
            Assert.False(RecordLocks.AreOn(inode));
        }

        Inode again = MakeFile();
        Assert.Equal(Errno.None, RecordLocks.Take(again, owner, 1, 0, 0, true));
        RecordLocks.GiveBackAll(again, owner);
    }

    private static Inode MakeFile()
    {
        var files = new RamFileSystem("tmpfs");
        Assert.Equal(Errno.None, files.Root.Create("locked"u8, InodeKind.Regular, 0x1a4, 0, out Inode? inode));
        return inode!;
    }
}
