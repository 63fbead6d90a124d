using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using GanActors.Duel;
using GanActors.Runs;

namespace GanActors.Grains.Schedules;

/// <summary>
/// Who is kept frozen in the next iteration, and for how long already. Never both, and neither for longer than allowed: a gate that a figure keeps shut
/// for ever would end the duel.
/// </summary>
/// <param name="Discriminator">Iterations in a row for which the discriminator is frozen, the next included; 0 if it learns.</param>
/// <param name="Generator">The same of the generator.</param>
[method: JsonConstructor]
internal readonly record struct Gates(int Discriminator, int Generator)
{
    /// <summary>Both learn.</summary>
    public static readonly Gates Open;

    /// <summary>What an iteration plays, of what it plays with both gates open.</summary>
    public IterationPlan Of(IterationPlan full) =>
        new(Discriminator > 0 ? 0 : full.DiscriminatorSteps, Generator > 0 ? 0 : full.GeneratorSteps);

    /// <summary>The gates of the next iteration, and what changes with them.</summary>
    /// <param name="discriminator">What the figures say of the discriminator.</param>
    /// <param name="generator">What they say of the generator.</param>
    /// <param name="longest">The most iterations in a row for which one may be frozen.</param>
    /// <param name="iteration">The next iteration, from 1.</param>
    public (Gates Gates, ImmutableArray<GateDecision> Decisions) Next(GateWish discriminator, GateWish generator, int longest, long iteration)
    {
        bool both = discriminator.Freezes && generator.Freezes;
        var next = new Gates(
            both || !discriminator.Freezes || Discriminator >= longest ? 0 : Discriminator + 1,
            both || !generator.Freezes || Generator >= longest ? 0 : Generator + 1);
        if (next.Discriminator > 0 == Discriminator > 0 && next.Generator > 0 == Generator > 0)
            return (next, []);

        var decisions = ImmutableArray.CreateBuilder<GateDecision>(2);
        Tell(Phase.Discriminator, Discriminator, next.Discriminator, discriminator);
        Tell(Phase.Generator, Generator, next.Generator, generator);
        return (next, decisions.ToImmutable());

        void Tell(Phase player, int was, int becomes, GateWish wish)
        {
            if (was > 0 == becomes > 0)
                return;
            string why = becomes > 0 || !wish.Freezes ? wish.Why()
                : both ? $"both would be frozen, so both learn ({wish.Why()})"
                : string.Create(CultureInfo.InvariantCulture, $"frozen for {was:N0} iterations, the longest allowed ({wish.Why()})");
            decisions.Add(new GateDecision(iteration, player, becomes > 0 ? GateMove.Frozen : GateMove.Thawed, why));
        }
    }
}

/// <summary>What figures say of one player.</summary>
/// <param name="Freezes">Whether it is to be frozen.</param>
/// <param name="Why">In words, with the figures; asked for only if something changes.</param>
internal readonly record struct GateWish(bool Freezes, Func<string> Why);
