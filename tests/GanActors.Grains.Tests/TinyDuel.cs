using GanActors.Duel;
using GanActors.Grains.Runs;
using GanActors.Meters;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Tests;

/// <summary>The two networks of a run, whose turns a test plays itself.</summary>
internal sealed record TinyDuel(IGrainFactory Grains, RunId Run, Recipe Recipe)
{
    private static readonly SiloMeters Meters = new();

    public IGeneratorGrain Generator => Grains.GetGrain<IGeneratorGrain>(Run.Value);

    public IDiscriminatorGrain Discriminator => Grains.GetGrain<IDiscriminatorGrain>(Run.Value);

    /// <summary>Both networks of a new run, set up.</summary>
    public static async Task<TinyDuel> Prepare(GrainCluster cluster, Recipe recipe, Shape item)
    {
        var duel = new TinyDuel(cluster.Grains, GrainCluster.NewRun(), recipe);
        var order = new NetworkOrder(duel.Run, 1, recipe);
        var ready = await duel.Discriminator.Prepare(order);
        await duel.Generator.Prepare(order, item, ready.ClassCounts);
        return duel;
    }

    /// <summary>Plays the run's iterations.</summary>
    public DuelRound Round() => new(
        Generator, Discriminator, Recipe.Schedule, Run, 1, Meters.Begin(new RunFacts(Run, Recipe, null)), Meters.Exchange(isGeneratorAway: false, isDiscriminatorAway: false, areApart: false),
        forgesAhead: false, isGeneratorAway: false);

    public Turn Turn(long iteration, Phase phase) => new(Run, 1, iteration, phase, 0);

    /// <summary>The discriminator's phase.</summary>
    public async Task Study(long iteration)
    {
        var study = Turn(iteration, Phase.Discriminator);
        await Discriminator.Study(study, await Generator.Forge(study));
    }

    public async Task PlayIteration(long iteration)
    {
        await Study(iteration);
        var learn = Turn(iteration, Phase.Generator);
        var judgement = await Discriminator.Judge(learn, await Generator.Forge(learn));
        await Generator.Learn(learn, judgement.Feedback);
    }
}
