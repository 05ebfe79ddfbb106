using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Threading;
using Lithe.Dma;

namespace Lithe.Nvme;

/// <summary>A command that has completed.</summary>
/// <param name="Id">The number that it got when it was added.</param>
/// <param name="Status">Status code and its type, without the phase; 0 is success (NVMe Base 2.0, 3.3.3.2.1).</param>
/// <param name="Result">The command's own result.</param>
public readonly record struct NvmeCompletion(int Id, ushort Status, uint Result);

/// <summary>
/// A submission queue and its completion queue in memory (NVMe Base 2.0, 3.3.1). Doorbells are the caller's. An id that the device has not got is counted and dropped; where the device says that it stands in the
/// submission queue is not needed, and not read.
/// </summary>
/// <remarks>One owner; not to be copied.</remarks>
public struct NvmeRing
{
    /// <summary>Number of bytes of a command.</summary>
    public const int CommandSize = 64;

    private const int CompletionSize = 16, PhaseAt = 14;

    private readonly DmaMemory _submissions, _completions;
    private readonly int _size;
    private readonly bool[] _isInFlight;
    private readonly ushort[] _free;
    private int _freeCount;
    private int _head;
    private bool _phase;

    private NvmeRing(DmaMemory submissions, DmaMemory completions, int size)
    {
        _submissions = submissions;
        _completions = completions;
        _size = size;
        _isInFlight = new bool[size];
        // One place stays free, or full could not be told from empty.
        _free = new ushort[size - 1];
        for (int i = 0; i < size - 1; i++)
            _free[_freeCount++] = (ushort)(size - 2 - i);
        _phase = true;
    }

    /// <summary>Makes a pair of queues of so many entries: a power of two from 2 to 4,096. False when there is no memory.</summary>
    public static bool TryCreate(int size, out NvmeRing ring)
    {
        ring = default;
        if (size is < 2 or > 4096 || !System.Numerics.BitOperations.IsPow2(size))
            return false;
        DmaMemory submissions = DmaMemory.Allocate(size * CommandSize), completions = DmaMemory.Allocate(size * CompletionSize);
        if (!submissions.Exists || !completions.Exists)
        {
            submissions.Free();
            completions.Free();
            return false;
        }

        ring = new NvmeRing(submissions, completions, size);
        return true;
    }

    /// <summary>Gives the memory back; the device has been told to forget it.</summary>
    public readonly void Free()
    {
        _submissions.Free();
        _completions.Free();
    }

    /// <summary>Number of entries of each queue.</summary>
    public readonly int Size => _size;

    /// <summary>Commands that can be added.</summary>
    public readonly int FreeCount => _freeCount;

    /// <summary>Commands that the device has.</summary>
    public readonly int InFlight => _size - 1 - _freeCount;

    /// <summary>How often the device completed what it did not have.</summary>
    public uint Errors { get; private set; }

    /// <summary>Where the submission queue lies.</summary>
    public readonly ulong SubmissionAddress => _submissions.Address;

    /// <summary>Where the completion queue lies.</summary>
    public readonly ulong CompletionAddress => _completions.Address;

    /// <summary>What the submission doorbell is told.</summary>
    public int Tail { get; private set; }

    /// <summary>What the completion doorbell is told.</summary>
    public readonly int Head => _head;

    /// <summary>
    /// Takes the next place: 64 bytes, all zero but for operation and number, to be filled in before the doorbell is rung. False when the queue is full.
    /// </summary>
    public bool TryAdd(byte operation, out Span<byte> command, out int id)
    {
        command = default;
        id = 0;
        if (_freeCount == 0)
            return false;
        id = _free[--_freeCount];
        _isInFlight[id] = true;
        command = _submissions.Bytes.Slice(Tail * CommandSize, CommandSize);
        command.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(command, operation | (uint)id << 16);
        Tail = (Tail + 1) & (_size - 1);
        return true;
    }

    /// <summary>Whether an entry is there to be taken.</summary>
    public readonly bool HasCompletion => ((Volatile.Read(ref PhaseOf(_head)) & 1) != 0) == _phase;

    /// <summary>Takes a completion. False when there is none.</summary>
    public bool TryTake(out NvmeCompletion completion)
    {
        // A device that completes nothing but nonsense is not followed round and round.
        for (int i = 0; i < _size && HasCompletion; i++)
        {
            ReadOnlySpan<byte> entry = _completions.Bytes.Slice(_head * CompletionSize, CompletionSize);
            int id = BinaryPrimitives.ReadUInt16LittleEndian(entry.Slice(12));
            ushort status = BinaryPrimitives.ReadUInt16LittleEndian(entry.Slice(PhaseAt));
            completion = new NvmeCompletion(id, (ushort)(status >> 1), BinaryPrimitives.ReadUInt32LittleEndian(entry));
            if (++_head == _size)
            {
                _head = 0;
                _phase = !_phase;
            }

            if ((uint)id < (uint)_isInFlight.Length && _isInFlight[id])
            {
                _isInFlight[id] = false;
                _free[_freeCount++] = (ushort)id;
                return true;
            }

            Errors++;
        }

        completion = default;
        return false;
    }

    private readonly ref ushort PhaseOf(int entry) => ref MemoryMarshal.Cast<byte, ushort>(_completions.Bytes)[(entry * CompletionSize + PhaseAt) / 2];
}
