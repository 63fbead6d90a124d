using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Sweeps;

namespace GanActors.Contracts.Tests.Sweeps;

public sealed class SweepReaderTests
{
    [Fact]
    public void Every_part_is_read()
    {
        var sweep = SweepText.Read(SweepText.Whole);
        var expected = new SweepSpec(
            "whole",
            "Says everything.",
            sweep.RecipeYaml,
            new SearchSpace(
                [
                    new("generator.optimizer.lr", new LogUniformDistribution(1e-5, 1e-2)),
                    new("discriminator.optimizer.betas[0]", new UniformDistribution(0, 0.9)),
                    new("schedule", new ChoiceDistribution(["{ discriminator: 2 }", "{ kind: accuracy-gate, accuracy: 0.7 }"])),
                    new("schedule.generator", new IntegerDistribution(1, 3)),
                    new("noise.size", new ChoiceDistribution(["32", "64", "128"], IsOrdered: true)),
                    new("loss.kind", new ChoiceDistribution(["non-saturating", "hinge"])),
                    new("loss.label_smoothing", new UniformDistribution(0, 0.3, 0.1), new Condition(5, 0)),
                    new("penalty", new ChoiceDistribution(["none", "{ kind: r1, weight: 1 }"]), new Condition(5, 1)),
                ]),
            new ObjectiveSpec("kid", true, 2, SeedStatistic.Median, 500, "fashion-mnist classifier 1a2b3c4d (91.2 %)"),
            new HalvingSpec(new TpeSamplerSpec(12, 30, 0.2), 3, [300, 900, 2700], Asynchronous: true),
            new BudgetSpec(30, 2700, TimeSpan.FromMinutes(90), 2),
            7,
            2);
        Assert.Equal(expected, sweep);
    }

    [Fact]
    public void What_is_not_said_has_a_default()
    {
        var sweep = SweepText.Read(SweepText.Least);
        Assert.Equal(("test", "", 1ul, 1), (sweep.Name, sweep.Description, sweep.Seed, sweep.Retries));
        Assert.Equal(new ObjectiveSpec("fid", true, 1, SeedStatistic.Mean, 2_500, null), sweep.Objective);
        Assert.Equal(new SearchSpec(new RandomSamplerSpec()), sweep.Scheduler);
        Assert.Equal(new BudgetSpec(27, 20_000), sweep.Budget);
    }

    [Fact]
    public void The_recipe_is_kept_resolved_with_its_overrides()
    {
        var recipe = RecipeReader.Read(SweepText.Read(SweepText.Whole).RecipeYaml).Recipe;
        Assert.Equal(("fashion-mnist", 64), (recipe.Data.Name, recipe.Batch));
        Assert.Equal(RecipeLibrary.Shipped.Read("keras-mnist-mlp").Recipe.Generator, recipe.Generator);
    }

    [Fact]
    public void Of_a_recipe_by_name_sheets_are_drawn_at_the_ends_and_some_two_hundred_rows_of_figures_written_with_one_at_each_rung()
    {
        var recipe = RecipeReader.Read(SweepText.Read(SweepText.Whole).RecipeYaml).Recipe;
        Assert.Equal((2700L, 12), (recipe.Samples.Every!.Value, recipe.Metrics.Every));
    }

    [Fact]
    public void Unless_the_sweep_says_how_often()
    {
        var recipe = RecipeReader.Read(SweepText.Read(SweepText.Spoilt("batch: 64 }", "samples.every: 100, metrics: { every: 7 } }")).RecipeYaml).Recipe;
        Assert.Equal((100L, 7), (recipe.Samples.Every!.Value, recipe.Metrics.Every));
    }

    [Fact]
    public void A_recipe_may_stand_in_the_sweep()
    {
        string inline = string.Concat(RecipeWriter.Write(RecipeLibrary.Shipped.Read("ring").Recipe).TrimEnd().Split('\n').Select(line => $"\n  {line}"));
        var sweep = SweepText.Read(SweepText.Least.Replace(" keras-mnist-mlp", inline, StringComparison.Ordinal).Replace("fid", "modes", StringComparison.Ordinal));
        Assert.Equal(RecipeLibrary.Shipped.Read("ring").Recipe, RecipeReader.Read(sweep.RecipeYaml).Recipe);
        Assert.False(sweep.Objective.Minimize);
    }

    [Fact]
    public void A_path_to_a_recipe_starts_where_the_sweep_lies()
    {
        string folder = Directory.CreateTempSubdirectory("ganactors-sweep-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "sweeps"));
            File.Copy(RecipeLibrary.Shipped.Find("ring"), Path.Combine(folder, "mine.yaml"));
            string path = Path.Combine(folder, "sweeps", "of-mine.yaml");
            File.WriteAllText(path, SweepText.Least.Replace("keras-mnist-mlp", "../mine.yaml", StringComparison.Ordinal).Replace("fid", "modes", StringComparison.Ordinal));
            var document = SweepReader.ReadFile(path);
            Assert.Equal("of-mine", document.Spec.Name);
            Assert.Equal("ring", document.Recipe.Recipe.Name);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static TheoryData<string, SchedulerSpec> Schedulers => new()
    {
        { "random", new SearchSpec(new RandomSamplerSpec()) },
        { "sobol", new SearchSpec(new SobolSamplerSpec(Scramble: true)) },
        { "{ kind: sobol, scramble: false }", new SearchSpec(new SobolSamplerSpec(Scramble: false)) },
        { "{ kind: tpe, gamma: 0.15 }", new SearchSpec(new TpeSamplerSpec(Gamma: 0.15)) },
        { "asha", new HalvingSpec(new RandomSamplerSpec(), 3, [740, 2222, 6666, 20_000], Asynchronous: true) },
        { "{ kind: successive-halving, eta: 4, sampler: sobol }", new HalvingSpec(new SobolSamplerSpec(), 4, [1_250, 5_000, 20_000], Asynchronous: false) },
        { "hyperband", new HyperbandSpec(new RandomSamplerSpec(), 3, 740) },
        { "{ kind: hyperband, eta: 2, least: 100, sampler: { sobol: { scramble: false } } }", new HyperbandSpec(new SobolSamplerSpec(false), 2, 100) },
        { "pbt", new PopulationSpec(2_000, 0.25, 0.25, [0.8, 1.2]) },
        { "{ kind: pbt, every: 500, quantile: 0.5, resample: 0, factors: [0.5, 2] }", new PopulationSpec(500, 0.5, 0, [0.5, 2]) },
        { "median", new MedianStoppingSpec(new RandomSamplerSpec(), 2_000, 2_000, 5) },
        { "{ kind: median, every: 50, grace: 0, least: 3, sampler: tpe }", new MedianStoppingSpec(new TpeSamplerSpec(), 50, 0, 3) },
    };

    [Theory]
    [MemberData(nameof(Schedulers))]
    public void Each_scheduler_is_read(string scheduler, SchedulerSpec expected) => Assert.Equal(expected, SweepText.Read($"{SweepText.Least}scheduler: {scheduler}\n").Scheduler);

    [Fact]
    public void A_population_has_eight_members_where_nothing_is_said() => Assert.Equal(8, SweepText.Read(SweepText.Least + "scheduler: pbt\n").Budget.Trials);

    [Fact]
    public void The_last_rung_is_the_length_of_a_run() =>
        Assert.Equal(90, SweepText.Read(SweepText.Least + "scheduler: { kind: asha, rungs: [10, 30, 90] }\n").Budget.Iterations);

    [Fact]
    public void A_grid_has_as_many_configurations_as_points()
    {
        const string text = """
            recipe: keras-mnist-mlp
            space:
              batch: { grid: [32, 64] }
              schedule.discriminator: { int: [1, 5] }
              loss.kind:
                choice:
                  non-saturating: { loss.label_smoothing: { quniform: [0, 0.3, 0.1] }, loss.flip_labels: { choice: [0, 0.1] } }
                  hinge: {}
                  wasserstein: { discriminator.clip_weights: { choice: [0.01, 0.1, 1] } }
            objective: fid
            scheduler: grid

            """;
        Assert.Equal(2 * 5 * ((4 * 2) + 1 + 3), SweepText.Read(text).Budget.Trials);
        Assert.Equal(7, SweepText.Read(text + "budget: { trials: 7 }\n").Budget.Trials);
    }

    [Theory]
    [InlineData("25m", 25 * 60)]
    [InlineData("1h30m", 90 * 60)]
    [InlineData("90s", 90)]
    [InlineData("2h5s", 7205)]
    public void A_wall_time_has_its_units(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SweepText.Read($"{SweepText.Least}budget: {{ wall_time: {text} }}\n").Budget.WallTime);

    [Fact]
    public void A_range_with_a_step_has_values_without_rounding_errors()
    {
        var range = new UniformDistribution(0, 0.3, 0.1);
        Assert.Equal(4, range.Count);
        Assert.Equal([0, 0.1, 0.2, 0.3], Enumerable.Range(0, 4).Select(i => range.ValueAt(i)));
        Assert.Equal([-0.3, 0, 0.3], Enumerable.Range(0, 3).Select(i => new UniformDistribution(-0.3, 0.3, 0.1).ValueAt(3 * i)));
    }

    [Fact]
    public void The_shapes_of_every_choice_are_checked_against_the_data()
    {
        var document = SweepReader.Read(SweepText.Least.Replace("generator.optimizer.lr: { loguniform: [1.0e-5, 1.0e-2] }", "generator.layers[2].dense: { choice: [784, 783] }", StringComparison.Ordinal), "test.yaml");
        var fault = Assert.Throws<RecipeException>(() => document.Check(new Shape(1, 28, 28), 10));
        Assert.StartsWith("test.yaml:3:3: space.generator.layers[2].dense: '783' does not work: generator.layers[4].reshape: its input [783] has 783 e", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_that_such_items_do_not_have_is_refused_once_they_are_known()
    {
        var document = SweepReader.Read(SweepText.Least.Replace("fid", "modes", StringComparison.Ordinal), "test.yaml");
        var fault = Assert.Throws<RecipeException>(() => document.Check(new Shape(1, 28, 28), 10));
        Assert.Equal("test.yaml:4:12: objective.metric: it is a figure of points, and the items of mnist are images; write fid or kid", fault.Message);
    }
}
