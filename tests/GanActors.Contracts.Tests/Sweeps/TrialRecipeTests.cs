using FsCheck;
using FsCheck.Fluent;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Contracts.Tests.Sweeps;

public sealed class TrialRecipeTests
{
    private static Configuration Chosen(params ReadOnlySpan<(string Key, string Value)> values)
    {
        var settings = new List<Setting>();
        foreach (var (key, value) in values)
            settings.Add(new Setting(settings.Count, key, value));
        return new Configuration([.. settings]);
    }

    [Fact]
    public void A_run_gets_its_configurations_values()
    {
        var (recipe, yaml) = TrialRecipe.Of(
            SweepText.Read(SweepText.Whole),
            Chosen(("generator.optimizer.lr", "0.0005"), ("schedule", "{ kind: accuracy-gate, accuracy: 0.7 }"), ("schedule.generator", "3"), ("loss.kind", "hinge"), ("penalty", "{ kind: r1, weight: 1 }")),
            0);
        Assert.Equal(0.0005f, recipe.Generator.Optimizer.LearningRate);
        Assert.Equal(new ScheduleSpec(Generator: 3, Rule: new AccuracyGateRule() with { Accuracy = 0.7f }), recipe.Schedule);
        Assert.Equal(new LossSpec(LossKind.Hinge), recipe.Loss);
        Assert.Equal(new PenaltySpec(PenaltyKind.R1, 1), recipe.Penalty);
        Assert.Equal(recipe, RecipeReader.Read(yaml).Recipe);
    }

    [Fact]
    public void It_is_as_long_as_the_budget_says_and_evaluated_as_the_objective_wants()
    {
        var recipe = TrialRecipe.Of(SweepText.Read(SweepText.Whole), Chosen(), 0).Recipe;
        Assert.Equal((2700L, null), (recipe.Run.Iterations!.Value, recipe.Run.Epochs));
        Assert.Equal(new EvaluateSpec(2700, 500), recipe.Evaluate);
        Assert.Equal(new CheckpointSpec(null, 30, Keep: 1), recipe.Checkpoint);
    }

    [Fact]
    public void A_recipe_in_epochs_is_counted_in_iterations() =>
        Assert.Equal(
            new RunSpec(500, null, 1),
            TrialRecipe.Of(SweepText.Read(SweepText.Least.Replace("keras-mnist-mlp", "mnist-100-epochs", StringComparison.Ordinal) + "budget: { iterations: 500 }\n"), Chosen(), 0).Recipe.Run);

    [Fact]
    public void A_recipe_that_stops_by_itself_and_keeps_nothing_does_neither_in_a_sweep()
    {
        var recipe = TrialRecipe.Of(SweepText.Read(SweepText.Spoilt("batch: 64 }", "stop: fooled, checkpoint: none }")), Chosen(), 0).Recipe;
        Assert.Null(recipe.Stop);
        Assert.Equal(new CheckpointSpec(2700, null, Keep: 1), recipe.Checkpoint);
    }

    [Fact]
    public void A_figure_of_every_iteration_needs_no_evaluation() =>
        Assert.Null(TrialRecipe.Of(SweepText.Read(SweepText.Least.Replace("fid", "d_loss", StringComparison.Ordinal)), Chosen(), 0).Recipe.Evaluate);

    [Fact]
    public void Seeds_are_the_same_for_all_configurations_and_differ_within_one()
    {
        var sweep = SweepText.Read(SweepText.Whole);
        foreach (string rate in (ReadOnlySpan<string>)["0.001", "0.002"])
            Assert.Equal([7ul, 8ul, 9ul], Enumerable.Range(0, 3).Select(seed => TrialRecipe.Of(sweep, Chosen(("generator.optimizer.lr", rate)), seed).Recipe.Run.Seed));
    }

    [Fact]
    public void The_largest_seed_is_followed_by_the_smallest() =>
        Assert.Equal(0ul, TrialRecipe.Of(SweepText.Read(SweepText.Spoilt("seed: 7", "seed: 18446744073709551615")), Chosen(), 1).Recipe.Run.Seed);

    [Fact]
    public void Values_that_do_not_go_together_are_one_clear_error()
    {
        var fault = Assert.Throws<RecipeException>(() => TrialRecipe.Of(SweepText.Read(SweepText.Whole), Chosen(("schedule.fakes", "reused"), ("schedule.generator", "2")), 0));
        Assert.StartsWith("--set schedule.fakes=reused: schedule.fakes: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_number_within_a_range_that_was_tried_at_both_ends_is_taken()
    {
        var sweep = SweepText.Read(SweepText.Whole);
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Select(share => 0.9 * share / int.MaxValue).ToArbitrary(), beta =>
            TrialRecipe.Of(sweep, Chosen(("discriminator.optimizer.betas[0]", beta.ToString("R", System.Globalization.CultureInfo.InvariantCulture))), 0).Recipe.Discriminator.Optimizer.Beta1 == (float)beta)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }
}
