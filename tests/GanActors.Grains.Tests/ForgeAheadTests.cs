using System.Collections.Concurrent;
using GanActors.Duel;
using GanActors.Duel.Benchmarks.Silos;
using GanActors.Recipes;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Grains.Tests;

/// <summary>Networks that have lanes of their own work at the same time where the duel allows it.</summary>
public sealed class ForgeAheadTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public static TheoryData<string, Recipe> Duels => new()
    {
        { "plain", TinyRecipes.Digits() },
        { "many steps", TinyRecipes.Ring(new ScheduleSpec(Discriminator: 3, Generator: 2)) },
        { "reused fakes", TinyRecipes.Ring(new ScheduleSpec(Fakes: FakesKind.Reused)) },
        { "gated", TinyRecipes.Ring(new ScheduleSpec(Rule: new AccuracyGateRule())) },
    };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_generator_with_a_lane_of_its_own_forges_while_the_discriminator_studies()
    {
        var recipe = TinyRecipes.Digits();
        var held = new HeldStudies();
        await using var cluster = await GrainCluster.Start(() => new MadeUpGpu(), services => services.AddSingleton<IIncomingGrainCallFilter>(held), lanes: 2);

        var (_, progress) = await WholeRun.Of(cluster, recipe, _root);

        Assert.Null(progress.Failure);
        Assert.Equal(recipe.Run.Iterations, progress.Iterations);
        Assert.Empty(held.InVain);
    }

    [Theory]
    [MemberData(nameof(Duels))]
    public async Task It_is_the_duel_of_networks_that_share_a_lane(string name, Recipe recipe)
    {
        var folders = new List<string>();
        foreach (int lanes in new[] { 1, 2 })
        {
            await using var cluster = await GrainCluster.Start(static () => new MadeUpGpu(), static _ => { }, lanes);
            folders.Add(await WholeRun.Completed(cluster, recipe, _root));
        }

        WholeRun.AssertSame(folders[0], folders[1], $"between one lane and two: {name}");
    }

    // A study begins when the generator has been asked for the batch it is to learn from.
    private sealed class HeldStudies : IIncomingGrainCallFilter
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly ConcurrentDictionary<long, TaskCompletionSource> _asked = [];

        public ConcurrentQueue<long> InVain { get; } = [];

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.InterfaceMethod is { } method && context.Request.GetArgumentCount() > 0 && context.Request.GetArgument(0) is Turn turn)
            {
                var asked = _asked.GetOrAdd(turn.Iteration, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                if (method.Name == nameof(IGeneratorGrain.Forge) && turn.Phase == Phase.Generator)
                    asked.TrySetResult();
                if (method.Name == nameof(IDiscriminatorGrain.Study) && await Task.WhenAny(asked.Task, Task.Delay(Patience)) != asked.Task)
                    InVain.Enqueue(turn.Iteration);
            }

            await context.Invoke();
        }
    }
}
