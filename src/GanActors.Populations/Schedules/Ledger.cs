using System.Collections.Immutable;
using GanActors.Sweeps;

namespace GanActors.Populations.Schedules;

/// <summary>A figure of a trial.</summary>
/// <param name="Iteration">At the end of a piece of work.</param>
/// <param name="Loss">Less is better.</param>
internal readonly record struct Result(long Iteration, double Loss);

/// <summary>A trial as a scheduler knows it.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Configuration">What it is, or was last, trained with.</param>
/// <param name="Results">One for each piece of work that ended well.</param>
/// <param name="Until">Where the piece of work under way ends; null if there is none.</param>
/// <param name="Failed">Whether its last piece of work failed.</param>
/// <param name="GivenUp">Whether it is not worth to go on.</param>
internal sealed record Trial(
    int Number, Configuration Configuration, ImmutableArray<Result> Results, long? Until = null, bool Failed = false, bool GivenUp = false)
{
    /// <summary>Whether it could go on.</summary>
    public bool IsIdle => Until is null && !Failed && !GivenUp;

    /// <summary>Its loss at an iteration; null if it has none.</summary>
    public double? LossAt(long iteration)
    {
        foreach (var result in Results)
        {
            if (result.Iteration == iteration)
                return result.Loss;
        }

        return null;
    }
}

/// <summary>What a scheduler has asked to be done and been told: all that its decisions follow from.</summary>
/// <param name="Trials">By their numbers.</param>
/// <param name="Begun">Pieces of work that were asked for.</param>
/// <param name="UnderWay">Those of which nothing has been told yet.</param>
internal sealed record Ledger(ImmutableList<Trial> Trials, int Begun = 0, int UnderWay = 0)
{
    /// <summary>Before the first decision.</summary>
    public static readonly Ledger Empty = new([]);

    /// <summary>With a piece of work under way.</summary>
    public Ledger Begin(Train work) => this with
    {
        Trials = work.Trial == Trials.Count
            ? Trials.Add(new Trial(work.Trial, work.Configuration, [], work.Until))
            : Trials.SetItem(work.Trial, Trials[work.Trial] with { Configuration = work.Configuration, Until = work.Until, Failed = false }),
        Begun = Begun + 1,
        UnderWay = UnderWay + 1,
    };

    /// <summary>With what became of a piece of work. A loss that is no finite number is a failure.</summary>
    /// <exception cref="ArgumentException">No such piece of work is under way.</exception>
    public Ledger Settle(TrialReport report)
    {
        if (report.Trial < 0 || report.Trial >= Trials.Count || Trials[report.Trial] is not { Until: { } until } trial)
            throw new ArgumentException($"Trial {report.Trial} has no work under way.", nameof(report));
        bool failed = report.Loss is not { } loss || !double.IsFinite(loss);
        if (!failed && report.Iteration != until)
        {
            throw new ArgumentException(
                $"Trial {report.Trial} was to be trained to {until}, and the loss is that of {report.Iteration}.", nameof(report));
        }

        return this with
        {
            Trials = Trials.SetItem(report.Trial, failed
                ? trial with { Until = null, Failed = true }
                : trial with { Until = null, Results = trial.Results.Add(new Result(until, report.Loss!.Value)) }),
            UnderWay = UnderWay - 1,
        };
    }
}
