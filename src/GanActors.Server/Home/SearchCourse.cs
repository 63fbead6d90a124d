using GanActors.Client;
using GanActors.Sweeps;

namespace GanActors.Server.Home;

/// <summary>A sweep that this server has under way.</summary>
internal sealed class SearchCourse(SweepPlace place, SweepSpec spec, ISweepGrain grain) : SweepCourse(place)
{
    private readonly string _recipe = RecipeGlance.Of(spec.RecipeYaml).Name;

    /// <summary>What is searched.</summary>
    public SweepSpec Spec => spec;

    /// <summary>How it stood at the last look.</summary>
    public SweepProgress? Progress { get; private set; }

    /// <inheritdoc/>
    public override SweepRow? Row() => Progress is { } progress ? RowOf(Place, _recipe, spec.Objective, progress, here: progress.State is SweepState.Running or SweepState.Paused) : null;

    /// <summary>A sweep in a list.</summary>
    public static SweepRow RowOf(SweepPlace place, string recipe, ObjectiveSpec objective, SweepProgress progress, bool here)
    {
        var best = Leaderboard.Best(objective, progress.Trials);
        return new SweepRow(
            place.Id, RecipeDesk.Sweep, recipe, progress.State.ToString().ToLowerInvariant(), here, progress.Trials.Length, progress.Budget, progress.Iterations, progress.IterationsPerSecond,
            progress.Elapsed.TotalSeconds, best?.Latest is { } latest && double.IsFinite(latest.Objective) ? new Figure(objective.Metric, latest.Objective, objective.Minimize) : null, progress.Reason);
    }

    /// <inheritdoc/>
    public override async Task<bool> Look()
    {
        var progress = await grain.Watch();
        if (progress.State == SweepState.New)
        {
            // Its activation is gone; its journal is not.
            await grain.Start(new SweepOrder(Place.Grain.Value, spec, Place.Folder, Resume: true, Ticket.Read(Place.Folder)?.Parallel));
            return true;
        }

        Progress = progress;
        return progress.State is SweepState.Running or SweepState.Paused;
    }

    /// <inheritdoc/>
    public override Task Pause(string who) => grain.Pause();

    /// <inheritdoc/>
    public override Task Unpause() => grain.Unpause();

    /// <inheritdoc/>
    public override Task Stop(string reason) => grain.Stop(reason);

    /// <inheritdoc/>
    public override Task Extend(int trials) => grain.Extend(trials);
}
