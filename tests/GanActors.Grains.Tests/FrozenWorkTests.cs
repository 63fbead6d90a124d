using System.Collections.Concurrent;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Networks;

namespace GanActors.Grains.Tests;

/// <summary>What the actors spare a frozen network: counted in multiplications, not in time.</summary>
public sealed class FrozenWorkTests
{
    [Fact]
    public async Task A_frozen_player_does_only_what_the_other_needs()
    {
        var networks = new ConcurrentQueue<INetwork>();
        await using var cluster = await GrainCluster.Start(() => new WatchedDevice(networks));
        var recipe = TinyRecipes.Digits();
        var run = GrainCluster.NewRun();
        var order = new NetworkOrder(run, 1, recipe);
        var discriminator = cluster.Grains.GetGrain<IDiscriminatorGrain>(run.Value);
        var generator = cluster.Grains.GetGrain<IGeneratorGrain>(run.Value);
        await generator.Prepare(order, (await discriminator.Prepare(order)).Item, []);

        for (long iteration = 0; iteration < 3; iteration++)
        {
            var turn = new Turn(run, 1, iteration, Phase.Discriminator, 0);
            var (forging, studying) = (Work(NetworkRole.Generator), Work(NetworkRole.Discriminator));
            await discriminator.Study(turn, await generator.Forge(turn));
            var (forged, studied) = (Work(NetworkRole.Generator) - forging, Work(NetworkRole.Discriminator) - studying);

            // No tape is kept for the generator, and nothing of it goes back.
            Assert.Equal(new WorkCount(recipe.Batch * All(NetworkRole.Generator), 0, 0, 0), forged);
            Assert.Equal(2 * recipe.Batch * All(NetworkRole.Discriminator), studied.WeightGradients);

            turn = turn with { Phase = Phase.Generator };
            var (learning, judging) = (Work(NetworkRole.Generator), Work(NetworkRole.Discriminator));
            var judgement = await discriminator.Judge(turn, await generator.Forge(turn));
            await generator.Learn(turn, judgement.Feedback);
            var (learned, judged) = (Work(NetworkRole.Generator) - learning, Work(NetworkRole.Discriminator) - judging);

            // The discriminator lets a gradient through; none of its weights' is computed.
            Assert.Equal(0, judged.WeightGradients);
            Assert.Equal(recipe.Batch * All(NetworkRole.Discriminator), judged.InputGradients);
            Assert.Equal(recipe.Batch * All(NetworkRole.Generator), learned.WeightGradients);
        }

        WorkCount Work(NetworkRole role) => ((ICountedWork)Network(role)).Work;

        // Multiply-adds of one item, all products being those of dense layers.
        long All(NetworkRole role) => Network(role).Plan.Layers.Where(layer => layer.Layer is Dense).Sum(layer => (long)layer.Input.Size * layer.Output.Size);

        INetwork Network(NetworkRole role) => networks.Single(network => network.Plan.Role == role);
    }
}
