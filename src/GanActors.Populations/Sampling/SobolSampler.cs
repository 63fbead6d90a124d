using System.Collections.Immutable;
using GanActors.Populations.Schedules;
using GanActors.Populations.Spaces;
using GanActors.Sweeps;

namespace GanActors.Populations.Sampling;

/// <summary>
/// A dimension of a Sobol sequence for each parameter, also where it is not varied. Shifted, every point has the same random bits added
/// modulo 2 (a digital shift: Owen, 2003): the point set stays as even as it was, no point is the corner 0, and each is uniformly
/// distributed over the space.
/// </summary>
internal sealed record SobolSampler : Sampler
{
    private readonly ImmutableArray<Scale> _scales;
    private readonly ImmutableArray<uint> _shifts;
    private readonly uint _first;

    /// <exception cref="ArgumentException">The space has more parameters than there are direction numbers.</exception>
    public SobolSampler(SobolSamplerSpec spec, SearchSpace space, ulong seed)
        : base(space, seed)
    {
        if (space.Parameters.Length > SobolSequence.Dimensions)
        {
            throw new ArgumentException(
                $"The space has {space.Parameters.Length} parameters, and Sobol's sequence here {SobolSequence.Dimensions} dimensions: "
                    + "take a random sampler.",
                nameof(space));
        }

        _scales = Scale.Of(space);
        _shifts = [.. _scales.Select((_, dimension) => spec.Scramble ? new Dice(seed, Chance.Shift, (ulong)dimension).Word : 0)];
        _first = spec.Scramble ? 0u : 1;
    }

    /// <inheritdoc/>
    public override Configuration Draw(int trial, Ledger ledger) =>
        Space.Fill(parameter => _scales[parameter].At(SobolSequence.Point((uint)trial + _first, parameter, _shifts[parameter])));
}
