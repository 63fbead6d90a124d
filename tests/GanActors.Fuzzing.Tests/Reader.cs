using GanActors.Datasets.Tests;

namespace GanActors.Fuzzing.Tests;

/// <summary>What a reader may allocate on the way to its answer: a multiple of the input's length, and something besides.</summary>
/// <param name="PerByte">Bytes for each byte of input.</param>
/// <param name="Constant">Bytes whatever the input.</param>
/// <param name="Most">Bytes at most, however long the input; what the reader's own limits come to.</param>
internal readonly record struct MemoryBound(long PerByte, long Constant, long Most = long.MaxValue)
{
    /// <summary>The bound for an input.</summary>
    public long For(int length) => Math.Min(PerByte * length, Most) + Constant;
}

/// <summary>Something of ours that reads what others wrote, and how its input is spoilt.</summary>
/// <param name="name">Short; names failures, and the input to replay.</param>
/// <param name="inputs">How many inputs are tried where no time is given: a second or two.</param>
/// <param name="memory">What it may allocate.</param>
internal abstract class Reader(string name, int inputs, MemoryBound memory) : IDisposable
{
    private TemporaryFolder? _folder;

    public string Name { get; } = name;

    public int Inputs { get; } = inputs;

    public MemoryBound Memory { get; } = memory;

    /// <summary>An input, always the same for the same dice.</summary>
    public abstract byte[] Input(Dice dice);

    /// <summary>
    /// Reads it. True if there is a value, false if there is one clear error; whatever else happens is thrown.
    /// </summary>
    public abstract bool Read(byte[] input);

    /// <summary>Where its files lie.</summary>
    protected TemporaryFolder Folder => _folder ??= new TemporaryFolder();

    /// <summary>Small files without a fault, to be cut at every byte and spoilt bit by bit.</summary>
    public virtual IReadOnlyList<byte[]> Small => [];

    /// <summary>What has been allocated so far. A reader that works on several threads counts them all.</summary>
    public virtual long Allocated => GC.GetAllocatedBytesForCurrentThread();

    public virtual void Dispose() => _folder?.Dispose();
}
