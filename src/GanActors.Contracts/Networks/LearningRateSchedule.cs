namespace GanActors.Networks;

/// <summary>The shapes of a learning rate's course.</summary>
public enum LearningRateKind
{
    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Along a straight line from the rate to a share of it, then level.</summary>
    Linear,

    /// <summary>Along half a cosine from the rate to a share of it, then level (Loshchilov and Hutter, 2017, without restarts).</summary>
    Cosine,

    /// <summary>Multiplied by a factor every so many steps.</summary>
    Step,
}

/// <summary>How a learning rate changes with the steps of its own optimiser.</summary>
/// <param name="Kind">The shape.</param>
/// <param name="Steps">Linear and cosine: steps until the end is reached. Step: steps between two changes. At least 1.</param>
/// <param name="Factor">Linear and cosine: the share of the rate at the end. Step: what the rate is multiplied by. In [0, 1].</param>
[GenerateSerializer, Immutable, Alias("gan.learning-rate-schedule")]
public sealed record LearningRateSchedule(LearningRateKind Kind = LearningRateKind.Constant, long Steps = 1, float Factor = 0f)
{
    /// <summary>What the learning rate is multiplied by.</summary>
    /// <param name="step">Number of the step, from 1: the first step has the whole rate.</param>
    public double At(long step)
    {
        double past = Math.Min(1.0, (step - 1) / (double)Steps);
        return Kind switch
        {
            LearningRateKind.Linear => 1 + (Factor - 1) * past,
            LearningRateKind.Cosine => Factor + (1 - Factor) * (1 + Math.Cos(Math.PI * past)) / 2,
            LearningRateKind.Step => Math.Pow(Factor, (step - 1) / Steps),
            _ => 1,
        };
    }
}
