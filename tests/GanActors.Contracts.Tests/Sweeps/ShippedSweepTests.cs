using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Contracts.Tests.Sweeps;

public sealed class ShippedSweepTests
{
    /// <summary>Those that vary a recipe; a grid of cells is none of them.</summary>
    public static TheoryData<string> Shipped => ["dcgan-pbt", "mlp-lr-asha", "ring-schedules"];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_sweep_reads_and_fits_its_data(string name)
    {
        Assert.Contains(name, SweepLibrary.Shipped.Names);
        var document = SweepLibrary.Shipped.Read(name);
        Assert.Equal(name, document.Spec.Name);
        Assert.NotEmpty(document.Spec.Description);
        document.Check(document.Recipe.Recipe.Data.Name == "ring" ? new Shape(2) : new Shape(1, 28, 28), 10);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_sweep_survives_being_written(string name)
    {
        var sweep = SweepLibrary.Shipped.Read(name).Spec;
        Assert.Equal(sweep, SweepReader.Read(SweepWriter.Write(sweep)).Spec);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_sweep_says_where_it_comes_from_and_what_to_expect(string name)
    {
        string text = File.ReadAllText(SweepLibrary.Shipped.Find(name));
        Assert.StartsWith("# ", text, StringComparison.Ordinal);
        Assert.Contains("\n# Source: ", text, StringComparison.Ordinal);
        Assert.Contains("\n# What to expect: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_MLPs_default_rates_lie_within_what_is_searched()
    {
        var document = SweepLibrary.Shipped.Read("mlp-lr-asha");
        var recipe = document.Recipe.Recipe;
        Assert.Equal("fashion-mnist", recipe.Data.Name);
        Assert.Equal(5, document.Spec.Space.Parameters.Length);
        foreach (var rate in document.Spec.Space.Parameters.Select(parameter => parameter.Distribution).OfType<LogUniformDistribution>())
            Assert.InRange(recipe.Generator.Optimizer.LearningRate, rate.Low, rate.High);
        Assert.Equal((27, 18_000), (document.Spec.Budget.Trials, document.Spec.Budget.Iterations));
    }

    [Fact]
    public void Every_schedule_meets_the_ring()
    {
        var sweep = SweepLibrary.Shipped.Read("ring-schedules").Spec;
        Assert.Equal((7 * 3, 3, false), (sweep.Budget.Trials, sweep.Objective.Seeds, sweep.Objective.Minimize));
        var kinds = ((ChoiceDistribution)sweep.Space.Parameters[0].Distribution).Values.Select(value =>
            TrialRecipe.Of(sweep, new Configuration([new(0, "schedule", value), new(1, "schedule.discriminator", "4")]), 0).Recipe.Schedule).ToArray();
        Assert.Equal(Enum.GetValues<ScheduleKind>(), kinds.Select(schedule => schedule.Kind).Distinct().Order());
        Assert.All(kinds, schedule => Assert.Equal(4, schedule.Discriminator));
    }

    [Fact]
    public void A_sweep_that_is_not_there_is_told_with_one_that_is_near() =>
        Assert.Equal("no sweep is named 'mlp-asha'; did you mean 'mlp-lr-asha'?", Assert.Throws<RecipeException>(() => SweepLibrary.Shipped.Read("mlp-asha")).Message);
}
