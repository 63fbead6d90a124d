using GanActors.Devices;
using GanActors.Duel;
using GanActors.Recipes;
using GanActors.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Grains.Tests;

/// <summary>Runs that lose a network while there is no place to set it up again.</summary>
public sealed class NoPlaceTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    private static Recipe Recipe { get; } = TinyRecipes.Ring(iterations: 12) with { Checkpoint = new CheckpointSpec(Every: 4, EverySeconds: null) };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_run_whose_silo_leaves_meanwhile_has_not_failed_and_goes_on_elsewhere()
    {
        var board = new FullBoard();
        await using var cluster = await Start(board);
        var (whole, _) = await WholeRun.Of(cluster, Recipe, _root);
        var (coordinator, order) = await Lose(cluster, board);

        board.Coordinator!.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "its silo leaves"), TestContext.Current.CancellationToken);
        await board.Coordinator.Deactivated;
        Assert.DoesNotContain(File.ReadLines(Path.Combine(order.Folder, RunFiles.Events)), line => line.Contains("\"end\"", StringComparison.Ordinal));
        board.IsFull = false;
        await coordinator.StartWhenPossible(order with { Opening = RunOpening.Resume }, again: true, stop: TestContext.Current.CancellationToken);
        Assert.Equal(RunState.Completed, (await WholeRun.Ended(coordinator)).State);
        ResumeTests.AssertSame(whole, order.Folder);
    }

    [Fact]
    public async Task A_run_that_is_stopped_meanwhile_ends_as_a_stopped_one()
    {
        var board = new FullBoard();
        await using var cluster = await Start(board);
        var (coordinator, _) = await Lose(cluster, board);
        await coordinator.Stop("enough");
        var progress = await WholeRun.Ended(coordinator);
        Assert.Equal((RunState.Stopped, null), (progress.State, progress.Failure));
        Assert.Equal("enough", Assert.IsType<EndEvent>(progress.Events[^1]).Reason);
    }

    private static Task<GrainCluster> Start(FullBoard board) =>
        GrainCluster.Start(() => new Engines.Cpu.CpuDevice(1), services => services.AddSingleton<IOutgoingGrainCallFilter>(board));

    /// <summary>Starts a run, which comes to wait for a place in its middle.</summary>
    private async Task<(ICoordinatorGrain Coordinator, RunOrder Order)> Lose(GrainCluster cluster, FullBoard board)
    {
        var run = GrainCluster.NewRun();
        var order = new RunOrder(run, Recipe, Path.Combine(_root, run.Value), RecipeWriter.Write(Recipe));
        var coordinator = cluster.Grains.GetGrain<ICoordinatorGrain>(run.Value);
        board.Run = run;
        await coordinator.StartWhenPossible(order, stop: TestContext.Current.CancellationToken);
        await board.Asked.WaitAsync(TestContext.Current.CancellationToken);
        return (coordinator, order);
    }

    /// <summary>Takes a run's generator away in its sixth iteration, and has no place from then on.</summary>
    private sealed class FullBoard : IOutgoingGrainCallFilter
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isFull;

        public RunId? Run { get; set; }

        public IGrainContext? Coordinator { get; private set; }

        public Task Asked => _asked.Task;

        public bool IsFull
        {
            get => _isFull;
            set => _isFull = value;
        }

        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            if (Coordinator is null && context is { Grain: IGeneratorGrain generator, InterfaceMethod.Name: nameof(IGeneratorGrain.Forge) }
                && context.Request.GetArgument(0) is Turn { Iteration: 5 } turn && turn.Run == Run)
            {
                (Coordinator, IsFull) = (context.SourceContext, true);
                await Task.Run(generator.Release);
            }

            if (IsFull && context.InterfaceMethod?.Name == nameof(IDeviceBoardGrain.Lease))
            {
                context.Result = new LeaseAnswer(null, "everything is taken");
                _asked.TrySetResult();
                return;
            }

            await context.Invoke();
        }
    }
}
