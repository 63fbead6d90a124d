namespace GanActors.Engines.Cpu.Optimizers;

/// <summary>One step of an optimiser: what it works on and how far it goes.</summary>
internal unsafe struct Move
{
    /// <summary>All weights.</summary>
    public float* Weights;

    /// <summary>Their gradients.</summary>
    public float* Gradients;

    /// <summary>One row for each of the optimiser's moments, <see cref="Count"/> apart.</summary>
    public float* Moments;

    /// <summary>How many weights there are; a multiple of 16.</summary>
    public nint Count;

    /// <summary>Number of this step, from 1.</summary>
    public long Step;

    /// <summary>This step's learning rate.</summary>
    public double Rate;

    /// <summary>What every gradient is multiplied by first: 1 unless their norm is clipped.</summary>
    public float GradientScale;

    /// <summary>What happens to a weight that has moved.</summary>
    public AfterMove After;
}
