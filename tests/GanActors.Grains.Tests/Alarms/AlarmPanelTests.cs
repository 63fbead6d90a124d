using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GanActors.Grains.Alarms;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests.Alarms;

/// <summary>When alarms are raised and cleared, on courses made up for it.</summary>
public sealed class AlarmPanelTests
{
    private const int Window = 10;

    // Short windows, and no looks at samples but where a test wants them.
    private static readonly AlarmsSpec Spec = new(
        At(0.98f), At(0.001f), At(0.8f), At(0.0001f), AlarmsSpec.Default.Oscillation! with { Bound = 3, Window = 200 }, AlarmsSpec.Default.NonFinite,
        At(100f), At(0.4f), AlarmsSpec.Default.QualityFall);

    [Fact]
    public void A_discriminator_that_is_right_on_both_sides_wins()
    {
        var course = new Course(Spec);
        course.Show(Window - 1, _ => Row(accuracyReal: 1, accuracyFake: 1));
        Assert.Empty(course.Notices);
        course.Show(50, _ => Row(accuracyReal: 1, accuracyFake: 0.99));
        var notice = Assert.Single(course.Notices);
        Assert.Equal((Window, AlarmKind.DiscriminatorWins, true), (notice.Iteration, notice.Kind, notice.Raised));
        Assert.Contains("right on 100.0 % of the real items", notice.Reason, StringComparison.Ordinal);
        Assert.StartsWith("alarm discriminator_wins: over some 10 iterations", notice.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, "the discriminator calls nearly everything real")]
    [InlineData(0, 1, "the discriminator calls nearly everything generated")]
    public void A_discriminator_that_knows_one_answer_is_one_sided_and_does_not_win(double real, double fake, string words)
    {
        var course = new Course(Spec);
        course.Show(50, _ => Row(accuracyReal: real, accuracyFake: fake));
        var notice = Assert.Single(course.Notices);
        Assert.Equal(AlarmKind.OneSided, notice.Kind);
        Assert.StartsWith(words, notice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generator_whose_gradient_falls_a_thousandfold_learns_nothing()
    {
        var course = new Course(Spec);
        course.Show(200, i => Row(gradient: Math.Pow(0.9, i)));
        Assert.Equal(AlarmKind.VanishingFeedback, Assert.Single(course.Notices).Kind);
    }

    [Fact]
    public void Losses_that_stand_still_are_frozen()
    {
        var course = new Course(Spec);
        course.Show(50, i => Row(loss: 0.7 + (1e-6 * (i % 2))));
        Assert.Equal(AlarmKind.LossesFrozen, Assert.Single(course.Notices).Kind);
    }

    [Fact]
    public void A_loss_that_swings_from_far_above_its_mean_to_far_below_oscillates()
    {
        var course = new Course(Spec);
        course.Show(600, i => Row(loss: 0.7 + (0.01 * (i % 3)), generatorLoss: 2 + (1.8 * Math.Sin(i / 20.0))));
        Assert.Equal(AlarmKind.Oscillation, course.Notices[0].Kind);
        var calm = new Course(Spec);
        calm.Show(600, i => Row(generatorLoss: 2 + (0.8 * Math.Sin(i / 20.0))));
        Assert.Empty(calm.Notices);
    }

    [Fact]
    public void A_loss_that_jumps_from_batch_to_batch_does_not_oscillate()
    {
        var course = new Course(Spec);
        course.Show(600, i => Row(generatorLoss: 2 + (1.8 * (i % 2 == 0 ? 1 : -1))));
        Assert.Empty(course.Notices);
    }

    [Fact]
    public void Gradients_a_hundred_times_those_of_the_first_iterations_explode()
    {
        var course = new Course(Spec);
        course.Show(Window, _ => Row());
        course.Show(200, i => Row(gradient: Math.Min(1e4, Math.Pow(1.1, i))));
        var notice = Assert.Single(course.Notices);
        Assert.Equal(AlarmKind.ExplodingGradients, notice.Kind);
        Assert.Contains("the generator's gradient", notice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_batch_with_a_large_gradient_is_no_explosion()
    {
        var course = new Course(Spec);
        course.Show(200, i => Row(gradient: i == 100 ? 1e6 : 1));
        Assert.Empty(course.Notices);
    }

    [Fact]
    public void A_figure_that_is_not_finite_is_told_at_once_and_cleared_at_once()
    {
        var course = new Course(Spec);
        course.Show(5, _ => Row());
        course.Show(1, _ => Row(gradient: double.PositiveInfinity));
        course.Show(5, _ => Row());
        Assert.Equal([(6L, true), (7L, false)], course.Notices.Select(notice => (notice.Iteration, notice.Raised)));
        Assert.Equal("the norm of the generator's gradient is not finite", course.Notices[0].Reason);
    }

    [Fact]
    public void A_frozen_generator_without_figures_alarms_nobody()
    {
        var course = new Course(Spec);
        course.Show(300, _ => Row(generatorLoss: double.NaN, gradient: double.NaN) with { GeneratorSteps = 0 });
        Assert.Empty(course.Notices);
    }

    [Fact]
    public void Items_that_are_all_alike_are_a_collapse_but_not_in_the_first_window()
    {
        var course = new Course(Spec);
        course.Look(Window - 1, spread: 0.01);
        Assert.Empty(course.Notices);
        course.Look(Window, spread: 0.1);
        Assert.Equal("generated items lie 10 % as far apart as real ones", Assert.Single(course.Notices).Reason);
        course.Look(2 * Window, spread: 0.45);
        Assert.Single(course.Notices);
        course.Look(3 * Window, spread: 0.9);
        Assert.False(course.Notices[1].Raised);
    }

    [Fact]
    public void Points_at_few_modes_are_a_collapse_however_far_apart_they_lie()
    {
        var course = new Course(Spec);
        course.Look(Window, spread: 1, modes: 0.25);
        Assert.Equal("generated points lie at 25 % of the modes of the data", Assert.Single(course.Notices).Reason);
    }

    [Fact]
    public void Items_of_few_classes_are_a_collapse()
    {
        var course = new Course(Spec);
        course.Look(Window, spread: 1);
        course.Evaluate(Window, (FigureNames.ClassEntropy, Math.Log(3)), (FigureNames.ClassEntropyReal, Math.Log(10)));
        Assert.Equal("generated items spread over 30 % of the classes of the data", Assert.Single(course.Notices).Reason);
    }

    [Fact]
    public void Quality_that_falls_back_from_its_best_is_told_and_so_is_its_return()
    {
        var course = new Course(Spec);
        foreach (double fid in new[] { 200.0, 40, 55, 62, 50, 41 })
            course.Evaluate(1, (FigureNames.Fid, fid));
        Assert.Equal([true, false], course.Notices.Select(notice => notice.Raised));
        Assert.Equal("the FID is 62, and the best was 40", course.Notices[0].Reason);

        var points = new Course(Spec);
        points.Evaluate(1, (FigureNames.HighQuality, 0.9));
        points.Evaluate(2, (FigureNames.HighQuality, 0.5));
        Assert.Equal(AlarmKind.QualityFall, Assert.Single(points.Notices).Kind);
    }

    [Fact]
    public void An_alarm_is_raised_once_and_stays_while_its_figure_is_near_the_bound()
    {
        var course = new Course(Spec);
        course.Show(30, _ => Row(accuracyReal: 1, accuracyFake: 1));
        for (int times = 0; times < 20; times++)
        {
            course.Show(15, _ => Row(accuracyReal: 0.9, accuracyFake: 0.9));
            course.Show(15, _ => Row(accuracyReal: 1, accuracyFake: 1));
        }

        Assert.Single(course.Notices);
        course.Show(30, _ => Row(accuracyReal: 0.6, accuracyFake: 0.9));
        Assert.Equal([true, false], course.Notices.Select(notice => notice.Raised));
    }

    [Fact]
    public void An_alarm_that_is_not_wanted_is_never_raised()
    {
        var course = new Course(Spec with { DiscriminatorWins = null });
        course.Show(50, _ => Row(accuracyReal: 1, accuracyFake: 1));
        Assert.Empty(course.Notices);
        Assert.False(AlarmPanel.Of(null).WantsSamples(0));
    }

    [Fact]
    public void Alarms_that_are_saved_and_loaded_in_any_iteration_go_on_as_those_that_were_not()
    {
        var courses = Gen.ListOf(Gen.Four(Gen.Choose(0, 10))).ToArbitrary();
        Prop.ForAll(courses, course =>
        {
            var (whole, broken) = (AlarmPanel.Of(Spec), AlarmPanel.Of(Spec));
            long iteration = 0;
            foreach (var (real, fake, loss, gradient) in course.Concat(course).Concat(course))
            {
                var row = Row(loss / 5.0, gradient == 0 ? double.NaN : loss, real / 10.0, fake / 10.0, gradient == 10 ? double.PositiveInfinity : Math.Pow(10, gradient)) with { Iteration = ++iteration };
                var diversity = new SampleDiversity(iteration, loss / 10.0, double.NaN);
                broken = AlarmPanel.Of(Spec).Load(JsonDocument.Parse(broken.Save().ToJsonString()).RootElement);
                var (expected, found) = (whole.After(row), broken.After(row));
                var (expectedLook, foundLook) = (expected.Panel.After(diversity), found.Panel.After(diversity));
                if (!expected.Notices.SequenceEqual(found.Notices) || !expectedLook.Notices.SequenceEqual(foundLook.Notices)
                    || expectedLook.Panel.Save().ToJsonString() != foundLook.Panel.Save().ToJsonString())
                {
                    return false;
                }

                (whole, broken) = (expectedLook.Panel, foundLook.Panel);
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    [Fact]
    public void The_spread_of_items_is_the_mean_squared_distance_of_two()
    {
        float[] values = [1, 2, 4, 8, 16, 32];
        double total = 0;
        for (int one = 0; one < 3; one++)
        {
            for (int other = 0; other < 3; other++)
                total += Math.Pow(values[2 * one] - values[2 * other], 2) + Math.Pow(values[(2 * one) + 1] - values[(2 * other) + 1], 2);
        }

        Assert.Equal(total / 9, SampleDiversity.SquaredSpread(new Batch(new Shape(2), 3, values)), 9);
    }

    private static AlarmSpec At(float bound) => new(AlarmReaction.Tell, bound, Window);

    private static MetricsRow Row(double? loss = null, double? generatorLoss = null, double accuracyReal = 0.7, double accuracyFake = 0.7, double gradient = 1) => new(
        0, 0, loss ?? 0.5, loss ?? 0.5, generatorLoss ?? loss ?? double.NaN, accuracyReal, accuracyFake, 0.5, 0.5, 0.5, 1, gradient, double.NaN, 1, 1, 1,
        generatorLoss is null && loss is null ? 0 : 1);

    /// <summary>A panel that is shown something again and again.</summary>
    private sealed class Course(AlarmsSpec spec)
    {
        private AlarmPanel _panel = AlarmPanel.Of(spec);
        private long _iteration;

        public List<AlarmNotice> Notices { get; } = [];

        public void Show(int iterations, Func<int, MetricsRow> row)
        {
            for (int i = 0; i < iterations; i++)
            {
                // Rows that say nothing of losses have some that move.
                var shown = row(i) with { Iteration = ++_iteration };
                if (shown.GeneratorSteps == 0)
                {
                    double moving = 0.7 + (0.01 * (i % 3));
                    shown = shown with { DiscriminatorLossReal = moving, GeneratorLoss = double.IsNaN(shown.GeneratorGradientNorm) ? double.NaN : moving, GeneratorSteps = double.IsNaN(shown.GeneratorGradientNorm) ? 0 : 1 };
                }

                Take(_panel.After(shown));
            }
        }

        public void Look(long iteration, double spread, double modes = double.NaN) => Take(_panel.After(new SampleDiversity(iteration, spread, modes)));

        public void Evaluate(long iteration, params (string Name, double Value)[] figures) => Take(_panel.After(iteration, new EvaluationReport(
            "digits", 100, 100, null, figures.ToImmutableSortedDictionary(figure => figure.Name, figure => figure.Value), null, [], [], 0)));

        private void Take(AlarmStep step)
        {
            _panel = step.Panel;
            Notices.AddRange(step.Notices);
        }
    }
}
