using Lithe.Dma;
using Lithe.Virtio;

namespace Lithe.Devices.Tests;

/// <summary>The driver's side of virtqueues against devices that keep to the specification, and against such that do not.</summary>
public sealed class VirtqueueTests
{
    private const int BufferSize = 256;

    public static TheoryData<bool, bool, bool, bool, int> Kinds
    {
        get
        {
            var kinds = new TheoryData<bool, bool, bool, bool, int>();
            for (int i = 0; i < 16; i++)
            {
                bool packed = (i & 1) != 0, indirect = (i & 2) != 0;
                kinds.Add(packed, indirect, (i & 4) != 0, (i & 8) != 0, packed == indirect ? 8 : 64);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_honest_device_returns_every_buffer_once(bool packed, bool indirect, bool events, bool inOrder, int size)
    {
        var run = new Run(packed, indirect, events, inOrder, size, seed: 1);
        for (int i = 0; i < 50_000; i++)
            run.HonestStep();
        run.Drain();
        Assert.Equal((0u, false, size), (run.Queue.Errors, run.Queue.IsBroken, run.Queue.FreeCount));
        Assert.Equal(0, run.Queue.InFlight);
        Assert.True(run.Returned > 4_000);
        run.Free();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_lying_device_is_counted_and_never_followed(bool packed, bool indirect, bool events, bool inOrder, int size)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var run = new Run(packed, indirect, events, inOrder, size, seed);
            for (int i = 0; i < Soak.Steps / 4; i++)
                run.AnyStep();
            Assert.True(run.Lies > 0 && run.Resets > 0 && run.Errors > 0);
            run.Free();
        }
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.False(Virtqueue.TryCreate(new VirtqueueOptions { Size = 0 }, out _));
        Assert.False(Virtqueue.TryCreate(new VirtqueueOptions { Size = 1 }, out _));
        Assert.False(Virtqueue.TryCreate(new VirtqueueOptions { Size = 48 }, out _));
        Assert.False(Virtqueue.TryCreate(new VirtqueueOptions { Size = 65536 }, out _));
        Assert.False(Virtqueue.TryCreate(new VirtqueueOptions { Size = 4, MaxParts = 5 }, out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_device_that_asks_to_be_told_at_an_index_is_told_there(bool packed)
    {
        // With no wish written, the first buffer is the one to be told of (index 0).
        Assert.True(Virtqueue.TryCreate(new VirtqueueOptions { Size = 8, UsesEventIndex = true, IsPacked = packed }, out Virtqueue queue));
        DmaMemory memory = DmaMemory.Allocate(4096);
        Assert.True(queue.TryAdd(memory.Slice(0, 16), true, out _));
        queue.Publish();
        Assert.True(queue.ShouldKick());
        queue.Free();
        memory.Free();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_in_order_has_one_entry_and_returns_all_before_it_full(bool packed)
    {
        Assert.True(Virtqueue.TryCreate(new VirtqueueOptions { Size = 8, IsInOrder = true, IsPacked = packed }, out Virtqueue queue));
        var device = new QueueDevice(in queue, packed, isInOrder: true);
        DmaMemory memory = DmaMemory.Allocate(4096);
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 5; i++)
                Assert.True(queue.TryAdd(memory.Slice(i * 64, 32 + i), true, out _));
            queue.Publish();
            device.Take();
            device.Return(3, 7);
            for (int i = 0; i < 4; i++)
            {
                Assert.True(queue.HasUsed);
                Assert.True(queue.TryTake(out UsedBuffer used));
                Assert.Equal(((round * 5 + i) % 8, i == 3 ? 7u : 32u + (uint)i), (used.Id, used.Written));
            }

            Assert.False(queue.TryTake(out _));
            device.Return(0, 1);
            Assert.True(queue.TryTake(out UsedBuffer last));
            Assert.Equal(1u, last.Written);
        }

        Assert.Equal((0u, 8, 0), (queue.Errors, queue.FreeCount, queue.InFlight));
        // The buffer that is not there ends it.
        Assert.True(queue.TryAdd(memory.Slice(0, 32), true, out _));
        queue.Publish();
        device.WriteUsed(7, 0, 1);
        Assert.False(queue.TryTake(out _));
        Assert.True(queue.IsBroken);
        queue.Free();
        memory.Free();
    }

    // A run: a queue, a device, and what the owner of the queue knows for certain.
    private sealed class Run
    {
        private readonly Random _random;
        private readonly bool _packed, _indirect;
        private readonly QueueDevice _device;
        private readonly DmaMemory _memory;
        // By number: what the device may write of a buffer that it has; -1 without one.
        private readonly long[] _capacities;
        private Virtqueue _queue;
        private int _owned;

        public Run(bool packed, bool indirect, bool events, bool inOrder, int size, int seed)
        {
            (_packed, _indirect) = (packed, indirect);
            _random = new Random(seed * 7919 + size);
            var options = new VirtqueueOptions { Size = size, IsPacked = packed, UsesIndirect = indirect, UsesEventIndex = events, IsInOrder = inOrder, MaxParts = 4 };
            Assert.True(Virtqueue.TryCreate(options, out _queue));
            _device = new QueueDevice(in _queue, packed, inOrder);
            _memory = DmaMemory.Allocate(16 * BufferSize);
            _capacities = new long[size];
            Array.Fill(_capacities, -1);
        }

        public ref Virtqueue Queue => ref _queue;

        public int Returned { get; private set; }

        public int Lies { get; private set; }

        public int Resets { get; private set; }

        public uint Errors => _queue.Errors;

        public void HonestStep()
        {
            switch (_random.Next(4))
            {
                case 0:
                    Add();
                    break;
                case 1:
                    _queue.Publish();
                    _queue.ShouldKick();
                    _device.Take();
                    break;
                case 2:
                    Return();
                    break;
                default:
                    TakeAll();
                    break;
            }
        }

        public void AnyStep()
        {
            if (_random.Next(8) != 0)
            {
                HonestStep();
                return;
            }

            Lies++;
            switch (_random.Next(9))
            {
                case 0:
                    _device.WriteUsed((uint)_random.Next(), (uint)_random.Next(), 1);
                    break;
                case 1:
                    _device.WriteUsed((uint)_random.Next(_queue.Size * 2), (uint)_random.Next(64), 1);
                    break;
                case 2 when _device.Has.Count > 0:
                    // More than the buffer holds.
                    _device.Return(_random.Next(_device.Has.Count), uint.MaxValue - (uint)_random.Next(100));
                    break;
                case 3:
                    _device.WriteWildIndex(_random);
                    break;
                case 4:
                    _device.WriteWildEvents(_random);
                    break;
                case 5:
                    _device.WriteWildDescriptor(_random);
                    // The device itself does not follow what it spoilt.
                    Reset();
                    break;
                case 6 when _device.Has.Count > 0:
                    // The same buffer twice.
                    QueueDevice.Taken taken = _device.Has[_random.Next(_device.Has.Count)];
                    _device.WriteUsed((uint)taken.Id, 1, taken.Places);
                    break;
                case 7 when _random.Next(20) == 0:
                    Reset();
                    break;
                default:
                    _queue.EnableInterrupts();
                    _queue.DisableInterrupts();
                    break;
            }

            TakeAll();
            if (_queue.IsBroken)
                Reset();
        }

        public void Drain()
        {
            _queue.Publish();
            _device.Take();
            while (_device.Has.Count > 0)
                Return();
            TakeAll();
        }

        public void Free()
        {
            _queue.Free();
            _memory.Free();
        }

        private void Reset()
        {
            Resets++;
            _queue.Clear();
            Assert.Equal((_queue.Size, 0, false), (_queue.FreeCount, _queue.InFlight, _queue.IsBroken));
            Array.Fill(_capacities, -1);
            _owned = 0;
            _device.Attach(in _queue);
        }

        private void Add()
        {
            int parts = _random.Next(1, 5), readable = _random.Next(0, parts + 1);
            Span<DmaMemory> all = stackalloc DmaMemory[parts];
            long capacity = 0;
            for (int i = 0; i < parts; i++)
            {
                all[i] = _memory.Slice(_random.Next(16) * BufferSize, _random.Next(1, BufferSize));
                capacity += i < readable ? 0 : all[i].Length;
            }

            int needed = _indirect || parts == 1 ? 1 : parts, free = _queue.FreeCount;
            bool added = _queue.TryAdd(all[..readable], all[readable..], out int number);
            Check(free >= needed == added, "room");
            if (!added)
                return;
            Check((uint)number < (uint)_queue.Size && _capacities[number] < 0 && _queue.IsInFlight(number), "the number is new");
            _capacities[number] = capacity;
            _owned++;
        }

        private void Return()
        {
            if (_device.Has.Count == 0)
                return;
            int index = _random.Next(_device.Has.Count);
            QueueDevice.Taken taken = _device.Has[index];
            _device.Return(index, (uint)_random.Next((int)Math.Min(taken.Capacity, 1 << 20) + 1));
        }

        private void TakeAll()
        {
            for (int i = 0; i < 100_000 && _queue.TryTake(out UsedBuffer used); i++)
            {
                Check((uint)used.Id < (uint)_queue.Size && _capacities[used.Id] >= used.Written, "the device had it, and no more of it");
                Check(!_queue.IsInFlight(used.Id), "it is free again");
                _capacities[used.Id] = -1;
                _owned--;
                Returned++;
                // A device may not return what it took from us twice: forget it there as well.
                _device.Forget(used.Id);
            }

            Check(_owned == _queue.InFlight, "as many are under way");
        }

        // Millions of times: without what an assertion of the framework costs.
        private static void Check(bool holds, string what)
        {
            if (!holds)
                Assert.Fail(what);
        }
    }
}
