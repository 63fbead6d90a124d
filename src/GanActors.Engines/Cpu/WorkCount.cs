namespace GanActors.Engines.Cpu;

/// <summary>
/// What a network has done since it was made. Products count every multiplication that a kernel does, those with a border's zeros included; a
/// convolution with fewer multiplications counts those that it does. Element-wise work is not counted.
/// </summary>
/// <param name="Forward">Multiply-adds of forward products.</param>
/// <param name="InputGradients">Multiply-adds of products that take a gradient back to a layer's input.</param>
/// <param name="WeightGradients">Multiply-adds of products that make weight gradients.</param>
/// <param name="TapeBytes">Bytes of inputs, outputs and notes that forwards have kept for a way back.</param>
internal readonly record struct WorkCount(long Forward, long InputGradients, long WeightGradients, long TapeBytes)
{
    /// <summary>What was done since an earlier count.</summary>
    public static WorkCount operator -(WorkCount now, WorkCount before) => new(
        now.Forward - before.Forward,
        now.InputGradients - before.InputGradients,
        now.WeightGradients - before.WeightGradients,
        now.TapeBytes - before.TapeBytes);
}

/// <summary>Says what it has done: to show that a frozen network is spared what it need not do.</summary>
internal interface ICountedWork
{
    /// <summary>All of it so far.</summary>
    WorkCount Work { get; }
}
