using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Sweeps;

namespace GanActors.Populations.Tests;

/// <summary>What holds of every scheduler, whatever its sweep, its lanes and its luck.</summary>
public sealed class SchedulerRulesTests
{
    public static TheoryData<string> All => ["grid", "search", "halving", "asha", "hyperband", "pbt", "median"];

    public static TheoryData<string> Synchronous => ["grid", "search", "halving", "hyperband", "pbt"];

    public static TheoryData<string> Extensible => ["search", "halving", "asha", "hyperband", "median"];

    [Theory]
    [MemberData(nameof(All))]
    public void A_sweep_ends_within_its_budget_and_numbers_its_trials_without_gaps(string kind) => Each(kind, (spec, course, _) =>
    {
        Assert.InRange(course.Trials, 1, spec.Budget.Trials);
        int[] numbers = [.. course.Work.Select(work => work.Trial).Distinct()];
        Assert.Equal(Enumerable.Range(0, numbers.Length), numbers);
        if (kind != "grid")
            Assert.Equal(spec.Budget.Trials, numbers.Length);
        Assert.All(course.Work, work => Assert.InRange(work.Until, 1, spec.Budget.Iterations));
    });

    [Theory]
    [MemberData(nameof(All))]
    public void A_trial_comes_to_every_iteration_once_and_none_that_failed_goes_on_by_itself(string kind) => Each(kind, (_, course, loss) =>
    {
        foreach (var trial in course.Work.GroupBy(work => work.Trial))
        {
            Train[] works = [.. trial];
            for (int i = 1; i < works.Length; i++)
            {
                Assert.True(works[i].Until > works[i - 1].Until);
                if (loss(works[i - 1]) is null)
                    Assert.NotNull(works[i].From);
                if (kind != "pbt")
                    Assert.Equal(works[0].Configuration, works[i].Configuration);
            }
        }
    });

    [Theory]
    [MemberData(nameof(All))]
    public void Configurations_are_points_of_the_space(string kind) => Each(kind, (spec, course, _) =>
        Assert.All(course.Work, work => AssertIn(spec.Space, work.Configuration)));

    [Theory]
    [MemberData(nameof(All))]
    public void Replaying_what_happened_brings_the_same_decisions(string kind) => Each(kind, (spec, course, _) =>
        Assert.IsType<Finished>(course.Replay(Schedulers.Of(spec)).Ask().Decision));

    [Theory]
    [MemberData(nameof(Synchronous))]
    public void What_is_trained_does_not_depend_on_lanes_or_on_the_order_of_reports(string kind) => Prop.ForAll(Sweeps.Seeds, seed =>
    {
        var spec = Sweeps.Any(kind, seed, learns: false);
        var loss = Sweeps.AnyLoss(seed, failing: 0.2);
        var one = Course.Play(Schedulers.Of(spec), loss);
        var other = Course.Play(Schedulers.Of(spec), loss, lanes: 1 + (seed % 7), order: seed);
        Assert.Equal(InOrder(one), InOrder(other));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Extensible))]
    public void More_trials_may_be_wanted_at_any_time(string kind) => Prop.ForAll(Sweeps.Seeds, seed =>
    {
        var spec = Sweeps.Any(kind, seed);
        var course = Course.Play(Schedulers.Of(spec), Sweeps.AnyLoss(seed, failing: 0.1), 1 + (seed % 5), seed, extension: 1 + (seed % 11));
        Assert.Equal(spec.Budget.Trials + 1 + (seed % 11), course.Trials);
        course.Replay(Schedulers.Of(spec));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(All))]
    public void A_sweep_whose_trials_all_fail_ends(string kind) => Prop.ForAll(Sweeps.Seeds, seed =>
    {
        var course = Course.Play(Schedulers.Of(Sweeps.Any(kind, seed)), _ => null, 1 + (seed % 5), seed);
        Assert.Equal(course.Trials, course.Work.Length);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(All))]
    public void A_report_of_nothing_under_way_is_refused(string kind)
    {
        var scheduler = Schedulers.Of(Sweeps.Any(kind, 1));
        Assert.Throws<ArgumentException>(() => scheduler.Tell(new TrialReport(0, 1, 0.5)));
        var (decision, asked) = scheduler.Ask();
        var work = Assert.IsType<Train>(decision);
        Assert.Throws<ArgumentException>(() => asked.Tell(new TrialReport(work.Trial, work.Until - 1, 0.5)));
        Assert.Throws<ArgumentException>(() => asked.Tell(new TrialReport(work.Trial + 1, work.Until, 0.5)));
        var report = new TrialReport(work.Trial, work.Until, 0.5);
        Assert.Throws<ArgumentException>(() => asked.Tell(report).Tell(report));
        Assert.ThrowsAny<Exception>(() => scheduler.Extend(0));
    }

    private static void Each(string kind, Action<SweepSpec, Course, Func<Train, double?>> holds) => Prop.ForAll(Sweeps.Seeds, seed =>
    {
        var spec = Sweeps.Any(kind, seed);
        var loss = Sweeps.AnyLoss(seed, failing: seed % 3 * 0.15);
        holds(spec, Course.Play(Schedulers.Of(spec), loss, 1 + (seed % 6), seed), loss);
    }).QuickCheckThrowOnFailure();

    private static IEnumerable<string> InOrder(Course course) => course.Work.OrderBy(work => work.Trial).ThenBy(work => work.Until)
        .Select(work => $"{work.Trial} {work.Configuration} {work.Until} {work.From} {work.Bracket}");

    private static void AssertIn(SearchSpace space, Configuration configuration)
    {
        int next = 0;
        for (int i = 0; i < space.Parameters.Length; i++)
        {
            var parameter = space.Parameters[i];
            var other = parameter.When is { } condition ? space.Parameters[condition.Parameter].Distribution as ChoiceDistribution : null;
            string? chosen = configuration.Settings.FirstOrDefault(setting => setting.Parameter == parameter.When?.Parameter)?.Value;
            if (other is not null && chosen != other.Values[parameter.When!.Choice])
                continue;
            var setting = configuration.Settings[next++];
            Assert.Equal((i, parameter.Key), (setting.Parameter, setting.Key));
            AssertIn(parameter.Distribution, setting.Value);
        }

        Assert.Equal(next, configuration.Settings.Length);
    }

    private static void AssertIn(Distribution distribution, string value)
    {
        if (distribution is ChoiceDistribution choice)
        {
            Assert.Contains(value, choice.Values);
            return;
        }

        double number = double.Parse(value, CultureInfo.InvariantCulture);
        switch (distribution)
        {
            case UniformDistribution uniform:
                Assert.InRange(number, uniform.Low, uniform.High);
                if (uniform.Step is { } step)
                    Assert.Equal(0, Math.IEEERemainder((number - uniform.Low) / step, 1), 1e-6);
                break;
            case LogUniformDistribution logarithmic:
                Assert.InRange(number, logarithmic.Low, logarithmic.High);
                break;
            case IntegerDistribution integer:
                Assert.InRange(long.Parse(value, CultureInfo.InvariantCulture), integer.Low, integer.High);
                break;
        }
    }
}
