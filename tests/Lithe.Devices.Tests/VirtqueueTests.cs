using Lithe.Dma;
using Lithe.Virtio;

namespace Lithe.Devices.Tests;

/// <summary>The driver's side of virtqueues against devices that keep to the specification, and against such that do not.</summary>
public sealed class VirtqueueTests
{
    private const int BufferSize = 256;

    public static TheoryData<bool, bool, bool, int> Kinds
    {
        get
        {
            var kinds = new TheoryData<bool, bool, bool, int>();
            foreach (bool packed in new[] { false, true })
            {
                foreach (bool indirect in new[] { false, true })
                {
                    foreach (bool events in new[] { false, true })
                        kinds.Add(packed, indirect, events, packed == indirect ? 8 : 64);
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_honest_device_returns_every_buffer_once(bool packed, bool indirect, bool events, int size)
    {
        var run = new Run(packed, indirect, events, size, seed: 1);
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
    public void A_lying_device_is_counted_and_never_followed(bool packed, bool indirect, bool events, int size)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var run = new Run(packed, indirect, events, size, seed);
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

    // A run: a queue, a device, and what the owner of the queue knows for certain.
    private sealed class Run
    {
        private readonly Random _random;
        private readonly bool _packed, _indirect;
        private readonly QueueDevice _device;
        private readonly DmaMemory _memory;
        private readonly uint?[] _capacities;
        private Virtqueue _queue;

        public Run(bool packed, bool indirect, bool events, int size, int seed)
        {
            (_packed, _indirect) = (packed, indirect);
            _random = new Random(seed * 7919 + size);
            var options = new VirtqueueOptions { Size = size, IsPacked = packed, UsesIndirect = indirect, UsesEventIndex = events, MaxParts = 4 };
            Assert.True(Virtqueue.TryCreate(options, out _queue));
            _device = new QueueDevice(in _queue, packed);
            _memory = DmaMemory.Allocate(16 * BufferSize);
            _capacities = new uint?[size];
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
                    _device.Return(_random.Next(_device.Has.Count), uint.MaxValue - (uint)_random.Next(100), touch: false);
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
            Array.Clear(_capacities);
            _device.Attach(in _queue);
        }

        private void Add()
        {
            int parts = _random.Next(1, 5), readable = _random.Next(0, parts + 1);
            var all = new DmaMemory[parts];
            for (int i = 0; i < parts; i++)
                all[i] = _memory.Slice(_random.Next(16) * BufferSize, _random.Next(1, BufferSize));
            uint capacity = (uint)all.Skip(readable).Sum(m => m.Length);
            int needed = _indirect || parts == 1 ? 1 : parts, free = _queue.FreeCount;
            bool added = _queue.TryAdd(all.AsSpan(0, readable), all.AsSpan(readable), out int number);
            Assert.Equal(free >= needed, added);
            if (!added)
                return;
            Assert.InRange(number, 0, _queue.Size - 1);
            Assert.Null(_capacities[number]);
            Assert.True(_queue.IsInFlight(number));
            _capacities[number] = capacity;
        }

        private void Return()
        {
            if (_device.Has.Count == 0)
                return;
            int index = _random.Next(_device.Has.Count);
            QueueDevice.Taken taken = _device.Has[index];
            _device.Return(index, (uint)_random.Next((int)taken.Capacity + 1), touch: false);
        }

        private void TakeAll()
        {
            for (int i = 0; i < 100_000 && _queue.TryTake(out UsedBuffer used); i++)
            {
                Assert.InRange(used.Id, 0, _queue.Size - 1);
                uint? capacity = _capacities[used.Id];
                Assert.NotNull(capacity);
                Assert.True(used.Written <= capacity);
                Assert.False(_queue.IsInFlight(used.Id));
                _capacities[used.Id] = null;
                Returned++;
                // A device may not return what it took from us twice: forget it there as well.
                _device.Has.RemoveAll(t => t.Id == used.Id);
            }

            Assert.Equal(_capacities.Count(c => c is not null), _queue.InFlight);
        }
    }
}
