using System.Collections.Immutable;
using GanActors.Populations.Schedules;
using GanActors.Populations.Spaces;
using GanActors.Sweeps;

namespace GanActors.Populations.Sampling;

/// <inheritdoc cref="RandomSamplerSpec"/>
internal sealed record RandomSampler(SearchSpace Space, ulong Seed) : Sampler(Space, Seed)
{
    private readonly ImmutableArray<Scale> _scales = Scale.Of(Space);

    /// <inheritdoc/>
    public override Configuration Draw(int trial, Ledger ledger)
    {
        // Each parameter has its place, so that one that is left out does not shift the others.
        var dice = new Dice(Seed, Chance.Configuration, (ulong)trial);
        return Space.Fill(parameter => _scales[parameter].At(dice[parameter]));
    }
}
