using GanActors.Duel;

namespace GanActors.Grains.Cells;

/// <summary>Mean losses of an epoch.</summary>
internal sealed class EpochLosses
{
    private double _generator, _discriminator;
    private long _generatorSteps, _discriminatorSteps;

    /// <summary>NaN if there was none.</summary>
    public double Generator => _generator / _generatorSteps;

    /// <summary>Of both sides together; NaN if there was none.</summary>
    public double Discriminator => _discriminator / _discriminatorSteps;

    public void AddGenerator(double loss)
    {
        _generator += loss;
        _generatorSteps++;
    }

    public void AddDiscriminator(Verdict verdict)
    {
        _discriminator += (verdict.Real?.Loss ?? 0) + (verdict.Fake?.Loss ?? 0);
        _discriminatorSteps++;
    }
}
