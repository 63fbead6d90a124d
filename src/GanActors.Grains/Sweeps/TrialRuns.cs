using System.Globalization;
using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Grains.Runs;
using GanActors.Populations;
using GanActors.Runs;
using GanActors.Sweeps;

namespace GanActors.Grains.Sweeps;

/// <summary>Trains a trial's runs as the ordinary runs they are, each by a coordinator of its own.</summary>
/// <param name="order">The sweep.</param>
/// <param name="grains">Finds coordinators.</param>
/// <param name="stores">Where checkpoints lie.</param>
internal sealed class TrialRuns(SweepOrder order, IGrainFactory grains, ICheckpointStores stores)
{
    /// <summary>Looks in a row that find no silo; a lost one is missed within seconds.</summary>
    private const int MostLosses = 60;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly Dictionary<(int Trial, int Seed), RunProgress> _underWay = [];

    /// <summary>How the runs that are trained now stand.</summary>
    public IReadOnlyDictionary<(int Trial, int Seed), RunProgress> UnderWay => _underWay;

    /// <summary>Trains one run to where its trial is to come.</summary>
    /// <param name="trial">The trial, with work to be done.</param>
    /// <param name="seed">Which of its runs, from 1.</param>
    /// <param name="stop">Asks it to break off with a checkpoint.</param>
    public async Task<RunEnding> Train(TrialCourse trial, int seed, CancellationToken stop)
    {
        var leg = trial.Leg!;
        string folder = Path.Combine(order.Folder, SweepFiles.Run(trial.Number, seed));
        try
        {
            var (recipe, yaml) = TrialRecipe.Of(order.Spec, trial.Configuration, seed - 1);
            var run = new RunId(string.Create(CultureInfo.InvariantCulture, $"{order.Sweep}-{trial.Number}-{seed}"));
            var coordinator = grains.GetGrain<ICoordinatorGrain>(run.Value);
            var resumed = new RunOrder(run, recipe, folder, yaml, RunOpening.Resume, Until: leg.Until, Revives: false, Sweep: order.Sweep);
            var first = resumed with
            {
                Opening = RunFolder.HoldsRun(folder) ? RunOpening.Resume : RunOpening.New,
                Changes = leg.Donor is null ? [] : [.. trial.Configuration.Settings.Select(setting => setting.ToString())],
                Donor = leg.Donor is { } donor ? await Place(donor, seed) : null,
            };
            await coordinator.StartWhenPossible(first, stop: stop);
            var end = await Ended(coordinator, resumed, (trial.Number, seed), stop);
            await coordinator.Release();
            if (end.Iterations < leg.Until && stop.IsCancellationRequested)
                return new RunEnding();
            if (end.Fault is { } fault)
                return RunEnding.Failed(fault, end.Failure!, again: fault != RunFault.Diverged);
            string metric = order.Spec.Objective.Metric;
            var (figure, extractor) = RunFigure.Of(folder, metric, end);
            return figure is null ? RunEnding.Failed(RunFault.Other, $"the generator after {end.Iterations} iterations was not measured", again: true)
                : double.IsFinite(figure.Value) ? new RunEnding(figure, extractor)
                : RunEnding.Failed(RunFault.Other, $"{metric} of the generator after {end.Iterations} iterations is no number", again: false);
        }
        catch (Exception fault)
        {
            // Whatever befalls a run befalls its trial, and not the sweep; when all break off, a coordinator may be gone before it is asked.
            return stop.IsCancellationRequested ? new RunEnding() : RunEnding.Failed(fault is OutOfMemoryException ? RunFault.OutOfMemory : RunFault.Other, fault.Message, again: true);
        }
    }

    /// <summary>Keeps where a trial's runs are from every sweep of their checkpoints, for others may take their networks over.</summary>
    public async Task Pin(int trial, long iteration)
    {
        foreach (int seed in Seeds)
        {
            var archive = ArchiveOf(trial, seed);
            if (await Version(archive, iteration) is { } version)
                await archive.PinAsync(version);
        }
    }

    /// <summary>Lets the sweeps of a trial's checkpoints have what was pinned.</summary>
    public async Task Unpin(int trial, long iteration)
    {
        foreach (int seed in Seeds)
        {
            var archive = ArchiveOf(trial, seed);
            if (await Version(archive, iteration) is { } version)
                await archive.UnpinAsync(version);
        }
    }

    private IEnumerable<int> Seeds => Enumerable.Range(1, order.Spec.Objective.Seeds);

    private async Task<RunProgress> Ended(ICoordinatorGrain coordinator, RunOrder resumed, (int Trial, int Seed) key, CancellationToken stop)
    {
        try
        {
            bool asked = false;
            int losses = 0;
            while (true)
            {
                if (stop.IsCancellationRequested && !asked)
                {
                    await coordinator.Stop("the sweep breaks off");
                    asked = true;
                }

                try
                {
                    var progress = await coordinator.AwaitEnd(Look);
                    _underWay[key] = progress;
                    if (progress.State == RunState.New)
                        await coordinator.StartWhenPossible(resumed, again: true, stop: stop);
                    else if (progress.State != RunState.Running)
                        return progress;
                    losses = 0;
                }
                catch (OrleansException) when (!stop.IsCancellationRequested && ++losses < MostLosses)
                {
                    // Its silo is gone; when the cluster has seen that, it goes on at another.
                    await Task.Delay(Look, CancellationToken.None);
                }
            }
        }
        finally
        {
            _underWay.Remove(key);
        }
    }

    private async Task<CheckpointPlace> Place(Donor donor, int seed)
    {
        var archive = ArchiveOf(donor.Trial, seed);
        return await Version(archive, donor.Iteration) is { } version
            ? new CheckpointPlace(archive.Location, version)
            : throw new CheckpointException(archive.Location, $"holds no checkpoint after {donor.Iteration} iterations, which another trial was to take over");
    }

    private static async Task<CheckpointVersion?> Version(CheckpointArchive archive, long iteration) =>
        (await archive.ListVersionsAsync(verify: false))
            .FirstOrDefault(entry => entry.Version.Iteration == iteration && entry.Condition == CheckpointCondition.Whole)?.Version;

    private CheckpointArchive ArchiveOf(int trial, int seed) =>
        new(stores.Open(Path.Combine(order.Folder, SweepFiles.Run(trial, seed), CheckpointArchive.FolderName)));
}

/// <summary>How a stretch of a trial's run ended: measured, failed, or broken off to be resumed, which has neither.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Extractor">What it is of.</param>
/// <param name="Failure">What went wrong.</param>
internal sealed record RunEnding(double? Figure = null, string? Extractor = null, RunFailure? Failure = null)
{
    /// <summary>A stretch that failed.</summary>
    public static RunEnding Failed(RunFault fault, string words, bool again) => new(Failure: new RunFailure(fault, words, again));
}

/// <summary>How a run failed.</summary>
/// <param name="Fault">Of which kind it is.</param>
/// <param name="Words">What went wrong.</param>
/// <param name="Again">Whether another try may go better: the same numbers would come out the same.</param>
internal sealed record RunFailure(RunFault Fault, string Words, bool Again);
