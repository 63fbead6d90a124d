using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Duel;
using GanActors.Grains.Schedules;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests.Schedules;

/// <summary>What holds for every schedule, whatever figures it is shown.</summary>
public sealed class ScheduleTests
{
    private static readonly Arbitrary<Course> Courses =
        (from kind in Gen.Elements(Enum.GetValues<ScheduleKind>())
         from k in Gen.Choose(1, 4)
         from m in Gen.Choose(1, 3)
         from longest in Gen.Choose(1, 7)
         from tenths in Gen.Two(Gen.Choose(0, 9))
         from small in Gen.Choose(1, 40)
         from figures in Gen.ListOf(Gen.Four(Gen.Choose(0, 24)))
         let hysteresis = small / 1000f
         let smoothing = tenths.Item1 / 10f
         select new Course(
             new ScheduleSpec(k, m, Rule: kind switch
             {
                 ScheduleKind.Fixed => null,
                 ScheduleKind.WarmUp => new WarmUpRule(Steps: 9, Until: tenths.Item1, Every: small),
                 ScheduleKind.AccuracyGate => new AccuracyGateRule(0.6f, tenths.Item2 > 4 ? 0.4f : 0f, hysteresis, smoothing, longest),
                 ScheduleKind.LossBand => new LossBandRule(0.68f, tenths.Item2 > 4 ? 0.4f : 0.05f, hysteresis, smoothing, longest),
                 ScheduleKind.LossRatio => new LossRatioRule(1 + tenths.Item2 / 5f, 3, hysteresis, smoothing, longest),
                 ScheduleKind.Integral => new IntegralRule(0.6f, small / 40f, hysteresis, smoothing, longest),
                 _ => throw new NotSupportedException(),
             }),
             [.. figures.Select((figure, i) => Row(i + 1, figure.Item1 / 12.0, figure.Item2 / 12.0, figure.Item3 / 24.0, figure.Item4 / 24.0))])).ToArbitrary();

    [Fact]
    public void One_of_the_two_learns_in_every_iteration_and_never_more_than_it_may() => Hold(course => course.Plans().All(plan =>
        plan.DiscriminatorSteps + plan.GeneratorSteps > 0
        && plan.DiscriminatorSteps >= 0 && plan.DiscriminatorSteps <= Math.Max(course.Spec.Discriminator, course.Spec.Rule is WarmUpRule warmUp ? warmUp.Steps : 0)
        && plan.GeneratorSteps >= 0 && plan.GeneratorSteps <= course.Spec.Generator));

    [Fact]
    public void Nobody_is_frozen_for_longer_than_allowed() => Hold(course =>
    {
        int longest = (course.Spec.Rule as GateRule)?.LongestFreeze ?? 0;
        return LongestRun(course, plan => plan.DiscriminatorSteps == 0) <= longest && LongestRun(course, plan => plan.GeneratorSteps == 0) <= longest;
    });

    [Fact]
    public void The_same_figures_lead_to_the_same_schedule() => Hold(course => course.Steps().SequenceEqual(course.Steps(), SameStep.Instance));

    [Fact]
    public void A_schedule_is_not_changed_by_asking_it() => Hold(course =>
    {
        var schedule = Schedule.From(course.Spec);
        var copy = schedule with { };
        foreach (var row in course.Rows)
            schedule.After(row);
        return schedule == copy;
    });

    [Fact]
    public void A_schedule_that_is_saved_and_loaded_in_any_iteration_goes_on_as_one_that_was_not() => Hold(course =>
    {
        var (whole, broken) = (Schedule.From(course.Spec), Schedule.From(course.Spec));
        foreach (var row in course.Rows)
        {
            string saved = broken.Save().ToJsonString();
            broken = Schedule.From(course.Spec).Load(JsonDocument.Parse(saved).RootElement);
            var (expected, found) = (whole.After(row), broken.After(row));
            if (whole != broken || !SameStep.Instance.Equals(expected, found))
                return false;
            (whole, broken) = (expected.Schedule, found.Schedule);
        }

        return true;
    });

    /// <summary>.NET's shortest digits of 2^-25 are another number.</summary>
    [Fact]
    public void A_number_that_prints_badly_is_saved_whole()
    {
        var control = new IntegralControl(new IntegralRule(), new IterationPlan(1, 1), IntegralControl.Course.Start(1) with { Due = Math.ScaleB(1, -25) });
        Assert.Equal(control, control.Load(JsonDocument.Parse(control.Save().ToJsonString()).RootElement));
    }

    [Fact]
    public void Whoever_is_frozen_or_thawed_is_told_with_the_iteration_and_a_reason() => Hold(course =>
    {
        if (course.Spec.Kind == ScheduleKind.Integral)
            return true;
        var plan = Schedule.From(course.Spec).Plan;
        long next = 1;
        foreach (var (schedule, decisions) in course.Steps())
        {
            next++;
            if (!Told(Phase.Discriminator, plan.DiscriminatorSteps, schedule.Plan.DiscriminatorSteps)
                || !Told(Phase.Generator, plan.GeneratorSteps, schedule.Plan.GeneratorSteps))
            {
                return false;
            }

            plan = schedule.Plan;

            bool Told(Phase player, int was, int becomes)
            {
                var told = decisions.Where(decision => decision.Player == player).ToArray();
                if (was == becomes)
                    return told.Length == 0;
                var move = becomes == 0 ? GateMove.Frozen : was == 0 ? GateMove.Thawed : GateMove.Paced;
                return told is [var only] && only.Move == move && only.Iteration == next && only.Reason.Length > 20;
            }
        }

        return true;
    });

    [Fact]
    public void A_state_is_small() => Hold(course => course.Steps().All(step => step.Schedule.Save().ToJsonString().Length < 400));

    [Fact]
    public void A_state_of_another_kind_is_refused()
    {
        var gate = Schedule.From(new ScheduleSpec(Rule: new AccuracyGateRule()));
        var ratio = Schedule.From(new ScheduleSpec(Rule: new LossRatioRule()));
        Assert.Throws<JsonException>(() => gate.Load(JsonDocument.Parse(ratio.Save().ToJsonString()).RootElement));
        Assert.Throws<JsonException>(() => gate.Load(JsonDocument.Parse("{}").RootElement));
        Assert.Throws<JsonException>(() => gate.Load(JsonDocument.Parse("null").RootElement));
    }

    internal static MetricsRow Row(long iteration, double lossReal, double lossFake, double accuracyReal, double accuracyFake, double generatorLoss = double.NaN) =>
        new(iteration, 0, lossReal, lossFake, double.IsNaN(generatorLoss) ? lossReal * accuracyFake : generatorLoss, accuracyReal, accuracyFake, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1);

    private static void Hold(Func<Course, bool> claim) => Prop.ForAll(Courses, claim).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    private static int LongestRun(Course course, Func<IterationPlan, bool> holds)
    {
        int longest = 0, run = 0;
        foreach (var plan in course.Plans())
            longest = Math.Max(longest, run = holds(plan) ? run + 1 : 0);
        return longest;
    }

    private sealed record Course(ScheduleSpec Spec, MetricsRow[] Rows)
    {
        public IEnumerable<ScheduleStep> Steps()
        {
            var schedule = Schedule.From(Spec);
            foreach (var row in Rows)
            {
                var step = schedule.After(row);
                yield return step;
                schedule = step.Schedule;
            }
        }

        public IEnumerable<IterationPlan> Plans() => Steps().Select(step => step.Schedule.Plan).Prepend(Schedule.From(Spec).Plan);

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Spec}: {string.Join("; ", Rows.Select(row => $"{row.DiscriminatorLossReal}, {row.DiscriminatorLossFake}, {row.AccuracyReal}, {row.AccuracyFake}"))}");
    }

    private sealed class SameStep : IEqualityComparer<ScheduleStep>
    {
        public static readonly SameStep Instance = new();

        public bool Equals(ScheduleStep one, ScheduleStep other) => one.Schedule == other.Schedule && one.Decisions.SequenceEqual(other.Decisions);

        public int GetHashCode(ScheduleStep step) => step.Schedule.GetHashCode();
    }
}
