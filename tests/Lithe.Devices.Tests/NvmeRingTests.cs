using System.Buffers.Binary;
using Lithe.Nvme;

namespace Lithe.Devices.Tests;

/// <summary>NVMe queues against controllers that keep to the specification, and against such that do not.</summary>
public sealed unsafe class NvmeRingTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(256)]
    public void Commands_complete_once_whatever_the_order(int size)
    {
        var controller = new Controller(size, 3);
        for (int i = 0; i < 100_000; i++)
            controller.Step(lies: false);
        Assert.Equal(0u, controller.Errors);
        Assert.True(controller.Completed > 1000);
        controller.Free();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(256)]
    public void A_lying_controller_is_counted_and_never_followed(int size)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            var controller = new Controller(size, seed);
            for (int i = 0; i < Soak.Steps / 4; i++)
                controller.Step(lies: true);
            Assert.True(controller.Errors > 0);
            controller.Free();
        }
    }

    private sealed class Controller
    {
        private readonly Random _random;
        private readonly byte* _submissions, _completions;
        private readonly HashSet<int> _owned = [];
        private readonly List<int> _fetched = [];
        private NvmeRing _ring;
        private int _fetchedTo, _completionTail, _ringTail;
        private bool _phase = true;

        public Controller(int size, int seed)
        {
            _random = new Random(seed * 104729 + size);
            Assert.True(NvmeRing.TryCreate(size, out _ring));
            _submissions = (byte*)_ring.SubmissionAddress;
            _completions = (byte*)_ring.CompletionAddress;
        }

        public uint Errors => _ring.Errors;

        public int Completed { get; private set; }

        public void Step(bool lies)
        {
            switch (_random.Next(lies ? 6 : 4))
            {
                case 0:
                    bool room = _ring.FreeCount > 0;
                    Check(room == _ring.TryAdd(2, out Span<byte> command, out int id), "room");
                    if (room)
                    {
                        Check(_owned.Add(id), "the number is new");
                        Check(command[0] == 2 && BinaryPrimitives.ReadUInt16LittleEndian(command[2..]) == id && command.Length == NvmeRing.CommandSize, "the command says what was asked");
                    }

                    break;
                case 1:
                    _ringTail = _ring.Tail;
                    for (; _fetchedTo != _ringTail; _fetchedTo = (_fetchedTo + 1) % _ring.Size)
                        _fetched.Add(*(ushort*)(_submissions + _fetchedTo * NvmeRing.CommandSize + 2));
                    break;
                case 2 when _fetched.Count > 0:
                    int index = _random.Next(_fetched.Count);
                    Complete((ushort)_fetched[index], 0);
                    _fetched.RemoveAt(index);
                    break;
                case 4:
                    Complete((ushort)_random.Next(65536), (ushort)_random.Next(32768));
                    break;
                case 5:
                    // Any bytes in any entry, the phase among them.
                    _random.NextBytes(new Span<byte>(_completions + _random.Next(_ring.Size) * 16, 16));
                    break;
                default:
                    TakeAll();
                    break;
            }

            Check(_owned.Count == _ring.InFlight, "as many are under way");
        }

        public void Free() => _ring.Free();

        private void Complete(ushort id, ushort status)
        {
            byte* entry = _completions + _completionTail * 16;
            *(uint*)entry = 7;
            *(ushort*)(entry + 12) = id;
            *(ushort*)(entry + 14) = (ushort)(status << 1 | (_phase ? 1 : 0));
            if (++_completionTail == _ring.Size)
            {
                _completionTail = 0;
                _phase = !_phase;
            }
        }

        private void TakeAll()
        {
            for (int i = 0; i < _ring.Size && _ring.TryTake(out NvmeCompletion completion); i++)
            {
                Check(_owned.Remove(completion.Id), "it was under way");
                _fetched.Remove(completion.Id);
                Completed++;
            }
        }

        private static void Check(bool holds, string what)
        {
            if (!holds)
                Assert.Fail(what);
        }
    }
}
