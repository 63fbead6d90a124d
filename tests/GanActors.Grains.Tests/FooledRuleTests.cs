using FsCheck;
using FsCheck.Fluent;
using GanActors.Grains.Stopping;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

/// <summary>When a discriminator counts as fooled half the time.</summary>
public sealed class FooledRuleTests
{
    private static readonly StopSpec Spec = new(Band: 0.1f, Window: 10, For: 5);

    [Fact]
    public void It_is_met_once_both_accuracies_have_stayed_near_one_half_for_as_long_as_asked()
    {
        var rule = new FooledRule(Spec);
        // The windows are full at the 10th iteration, the first of five in a row.
        for (int iteration = 1; iteration <= 14; iteration++)
        {
            Assert.False(rule.IsMet, $"before iteration {iteration}");
            rule.Note(Row(0.55, 0.45));
        }

        Assert.True(rule.IsMet);
        Assert.Equal(
            "the discriminator is fooled half the time: over the last 10 iterations it was right on 55.0 % of the real items and on 45.0 % of the "
            + "generated ones, each between 40.0 % and 60.0 % for 5 iterations",
            rule.Reason);
    }

    [Theory]
    [InlineData(1.0, 0.0)]
    [InlineData(0.0, 1.0)]
    [InlineData(0.65, 0.35)]
    [InlineData(0.5, 0.61)]
    [InlineData(0.39, 0.5)]
    public void A_mean_of_one_half_made_of_two_sides_that_are_not_stops_nothing(double real, double fake)
    {
        var rule = new FooledRule(Spec);
        for (int iteration = 0; iteration < 1000; iteration++)
            rule.Note(Row(real, fake));
        Assert.False(rule.IsMet);
    }

    [Fact]
    public void A_discriminator_that_flips_between_all_real_and_all_fake_from_batch_to_batch_is_not_fooled_in_any_of_them()
    {
        // Over two iterations the mean of either side is one half: a window has to be longer than such a swing to be blind to it.
        var rule = new FooledRule(Spec with { Window = 1 });
        for (int iteration = 0; iteration < 1000; iteration++)
            rule.Note(iteration % 2 == 0 ? Row(1, 0) : Row(0, 1));
        Assert.False(rule.IsMet);
    }

    [Fact]
    public void One_iteration_out_of_the_band_begins_the_count_anew()
    {
        var rule = new FooledRule(Spec with { Window = 1 });
        for (int i = 0; i < 100; i++)
            rule.Note(i % 5 == 4 ? Row(0.5, 0.9) : Row(0.5, 0.5));
        Assert.False(rule.IsMet);
        for (int i = 0; i < 5; i++)
            rule.Note(Row(0.5, 0.5));
        Assert.True(rule.IsMet);
    }

    [Fact]
    public void A_side_that_was_not_seen_is_not_fooled()
    {
        var rule = new FooledRule(Spec with { Window = 1, For = 1 });
        rule.Note(Row(0.5, double.NaN));
        Assert.False(rule.IsMet);
        rule.Note(Row(double.NaN, 0.5));
        Assert.False(rule.IsMet);
        rule.Note(Row(0.5, 0.5));
        Assert.True(rule.IsMet);
    }

    [Fact]
    public void It_agrees_with_its_definition_on_any_course()
    {
        var courses =
            from window in Gen.Choose(1, 6)
            from wanted in Gen.Choose(1, 6)
            from eighths in Gen.ListOf(Gen.Two(Gen.Choose(1, 7)))
            select (Spec: new StopSpec(Band: 0.2f, Window: window, For: wanted), Course: eighths.Select(pair => (pair.Item1 / 8.0, pair.Item2 / 8.0)).ToArray());
        Prop.ForAll(courses.ToArbitrary(), pair =>
        {
            var rule = new FooledRule(pair.Spec);
            foreach (var (real, fake) in pair.Course)
                rule.Note(Row(real, fake));
            return rule.IsMet == IsFooled(pair.Spec, pair.Course);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Swapping_the_sides_changes_nothing() =>
        Prop.ForAll(Gen.ListOf(Gen.Two(Gen.Choose(0, 8))).ToArbitrary(), eighths =>
        {
            var (rule, swapped) = (new FooledRule(Spec with { Window = 3, For = 2 }), new FooledRule(Spec with { Window = 3, For = 2 }));
            foreach (var (real, fake) in eighths)
            {
                rule.Note(Row(real / 8.0, fake / 8.0));
                swapped.Note(Row(fake / 8.0, real / 8.0));
            }

            return rule.IsMet == swapped.IsMet;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_recipe_without_a_rule_has_none() => Assert.Null(FooledRule.Of(null));

    private static bool IsFooled(StopSpec spec, (double Real, double Fake)[] course)
    {
        int inRow = 0;
        for (int end = 1; end <= course.Length; end++)
        {
            var window = course[Math.Max(0, end - spec.Window)..end];
            bool guesses = window.Length == spec.Window
                && Math.Abs(window.Average(pair => pair.Real) - 0.5) <= spec.Band
                && Math.Abs(window.Average(pair => pair.Fake) - 0.5) <= spec.Band;
            inRow = guesses ? inRow + 1 : 0;
        }

        return inRow >= spec.For;
    }

    private static MetricsRow Row(double real, double fake) => new(1, 0, 0, 0, 0, real, fake, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1);
}
