using System.Collections.Immutable;
using GanActors.Populations;
using GanActors.Sweeps;

namespace GanActors.Grains.Sweeps;

/// <summary>
/// What a sweep knows: its scheduler and its trials, folded from its journal. Immutable; going on and coming back after a crash are the same fold.
/// </summary>
/// <param name="Spec">The sweep.</param>
/// <param name="Scheduler">As it is after all that is known.</param>
/// <param name="Courses">The trials begun, by their number.</param>
/// <param name="Budget">Trials that may be begun.</param>
/// <param name="Extractor">What all figures are of; null before the first, or if they are of none.</param>
/// <param name="Seconds">How long the sweep has gone on.</param>
internal sealed record SweepCourse(
    SweepSpec Spec, IScheduler Scheduler, ImmutableList<TrialCourse> Courses, int Budget, string? Extractor, double Seconds)
{
    /// <summary>A sweep before its first line.</summary>
    public static SweepCourse Begin(SweepSpec spec) =>
        new(spec, Schedulers.Of(spec), [], spec.Budget.Trials, spec.Objective.Extractor, 0);

    /// <summary>The trials with work to be done, in the order in which it was decided.</summary>
    public IEnumerable<TrialCourse> Open => Courses.Where(trial => trial.Leg is not null).OrderBy(trial => trial.Leg!.Order);

    /// <summary>The course after another line.</summary>
    /// <exception cref="SweepException">The line does not follow from those before.</exception>
    public SweepCourse After(JournalLine line)
    {
        var course = line switch
        {
            Opened => this,
            Decided decided => After(decided),
            Measured measured => After(measured),
            Broke broke => With(CourseOf(broke.Trial).After(broke)),
            Reported reported => After(reported),
            Extended extended => this with { Scheduler = Extend(extended.Trials), Budget = Budget + extended.Trials },
            _ => throw new SweepException($"a sweep's journal has no lines of {line.GetType().Name}"),
        };
        return course with { Seconds = line.Seconds };
    }

    /// <summary>The objective of a trial's piece of work, if all its runs have been measured.</summary>
    public double? ObjectiveOf(TrialCourse trial)
    {
        double[] figures = [.. trial.Leg!.Runs.Select(run => run.Figure ?? double.NaN).Order()];
        if (Array.Exists(figures, double.IsNaN))
            return null;
        return Spec.Objective.Combine == SeedStatistic.Mean ? figures.Average() : Median.OfSorted(figures);
    }

    private SweepCourse After(Decided decided)
    {
        var configuration = new Configuration(decided.Settings);
        var donor = decided is { Donor: { } trial, DonorIteration: { } iteration } ? new Donor(trial, iteration) : null;
        var wanted = new Train(decided.Trial, configuration, decided.Until, donor, decided.Bracket);
        var (decision, next) = Scheduler.Ask();
        if (decision != wanted)
            throw new SweepException($"the journal has {wanted}, but this sweep's scheduler decides {decision}: it is of another version or another sweep");
        var leg = new Leg(Courses.Sum(course => course.Legs), decided.Until, donor, [.. Enumerable.Repeat(new SeedRun(), Spec.Objective.Seeds)]);
        if (decided.Trial > Courses.Count)
            throw new SweepException($"the journal begins trial {decided.Trial} after {Courses.Count} trials");
        var before = decided.Trial < Courses.Count ? Courses[decided.Trial] : new TrialCourse(decided.Trial, configuration, decided.Bracket, []);
        var after = before with { Configuration = configuration, Leg = leg, Legs = before.Legs + 1, HasFailed = false };
        return this with { Scheduler = next, Courses = decided.Trial < Courses.Count ? Courses.SetItem(decided.Trial, after) : Courses.Add(after) };
    }

    private SweepCourse After(Measured measured) => With(CourseOf(measured.Trial).After(measured)) with { Extractor = Extractor ?? measured.Extractor };

    private SweepCourse After(Reported reported)
    {
        var trial = CourseOf(reported.Trial);
        double? loss = Spec.Objective.Minimize ? reported.Objective : -reported.Objective;
        var reports = reported.Objective is { } objective
            ? trial.Reports.Add(new TrialFigures(
                reported.Iteration, objective, [.. trial.Leg!.Runs.Select(run => run.Figure!.Value)], TimeSpan.FromSeconds(reported.Seconds), trial.Leg.Donor?.Trial))
            : trial.Reports;
        var told = this with { Scheduler = Scheduler.Tell(new TrialReport(reported.Trial, reported.Iteration, loss)) };
        return told.With(trial with { Leg = null, Reports = reports, HasFailed = reported.Objective is null });
    }

    private IScheduler Extend(int trials)
    {
        try
        {
            return Scheduler.Extend(trials);
        }
        catch (Exception fault) when (fault is NotSupportedException or ArgumentOutOfRangeException)
        {
            throw new SweepException(fault.Message, fault);
        }
    }

    private TrialCourse CourseOf(int trial) => trial >= 0 && trial < Courses.Count && Courses[trial].Leg is not null
        ? Courses[trial]
        : throw new SweepException($"the journal tells of trial {trial}, which has no work under way");

    private SweepCourse With(TrialCourse trial) => this with { Courses = Courses.SetItem(trial.Number, trial) };
}

/// <summary>What is known of a trial.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="Configuration">What it is trained with.</param>
/// <param name="Bracket">Its bracket.</param>
/// <param name="Reports">What it has reported.</param>
/// <param name="Leg">The piece of work under way; null for none.</param>
/// <param name="Legs">Pieces of work begun.</param>
/// <param name="HasFailed">Whether the last one failed.</param>
/// <param name="Failure">The newest failure of a run of it.</param>
internal sealed record TrialCourse(
    int Number, Configuration Configuration, int Bracket, ImmutableArray<TrialFigures> Reports, Leg? Leg = null, int Legs = 0, bool HasFailed = false, Broke? Failure = null)
{
    /// <summary>The trial after one of its runs was measured.</summary>
    public TrialCourse After(Measured measured) => With(measured.Seed, run => run with { Figure = measured.Figure, IsDone = true });

    /// <summary>The trial after one of its runs failed.</summary>
    public TrialCourse After(Broke broke) =>
        With(broke.Seed, run => run with { Failures = run.Failures + 1, IsDone = !broke.Again }) with { Failure = broke };

    private TrialCourse With(int seed, Func<SeedRun, SeedRun> change)
    {
        var leg = Leg!;
        if (seed < 1 || seed > leg.Runs.Length || leg.Runs[seed - 1].IsDone)
            throw new SweepException($"the journal tells of run {seed} of trial {Number}, which is done or does not exist");
        return this with { Leg = leg with { Runs = leg.Runs.SetItem(seed - 1, change(leg.Runs[seed - 1])) } };
    }
}

/// <summary>A piece of work: a trial's runs are to come to an iteration.</summary>
/// <param name="Order">Its place among all that was decided, from 0.</param>
/// <param name="Until">Where they are to come.</param>
/// <param name="Donor">Whose networks they take over first.</param>
/// <param name="Runs">Its runs, one a seed.</param>
internal sealed record Leg(int Order, long Until, Donor? Donor, ImmutableArray<SeedRun> Runs)
{
    /// <summary>Whether nothing more will become of it: all runs are done, or one has failed for good.</summary>
    public bool IsOver => Runs.All(run => run.IsDone) || Runs.Any(run => run is { IsDone: true, Figure: null });
}

/// <summary>One run of a piece of work.</summary>
/// <param name="Figure">What was measured; null before.</param>
/// <param name="Failures">How often it has failed.</param>
/// <param name="IsDone">Whether it was measured, or failed for good.</param>
internal sealed record SeedRun(double? Figure = null, int Failures = 0, bool IsDone = false);
